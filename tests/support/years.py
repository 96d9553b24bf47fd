"""Years of training as statistics know them, without the sessions behind them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from fitsync.analytics import service
from fitsync.analytics.documents import SessionStats, stats_of
from fitsync.analytics.service import TotalsChange
from fitsync.kit import clock
from fitsync.workouts.documents import ExerciseKind, ExerciseTotals, WorkoutSource, WorkoutTotals

SQUAT, BENCH, ROW, PRESS, CURL, DEADLIFT = (f"01KDVDNA00{number:016}" for number in range(6))
_MUSCLES: dict[str, tuple[str, tuple[str, ...], tuple[str, ...]]] = {
    SQUAT: ("Barbell Back Squat", ("quadriceps",), ("glutes", "hamstrings")),
    BENCH: ("Barbell Bench Press", ("chest",), ("triceps", "shoulders")),
    ROW: ("Bent-Over Barbell Row", ("lats", "middle_back"), ("biceps",)),
    PRESS: ("Standing Overhead Press", ("shoulders",), ("triceps",)),
    CURL: ("Dumbbell Curl", ("biceps",), ("forearms",)),
    DEADLIFT: ("Barbell Deadlift", ("glutes", "hamstrings"), ("lower_back", "traps")),
}
EXERCISES = tuple(_MUSCLES)


def did(
    exercise_id: str = SQUAT,
    *,
    sets: int = 3,
    hard: int | None = None,
    weight: float = 100,
    one_rep_max: float | None = 120,
    name: str | None = None,
) -> ExerciseTotals:
    """An exercise of a session: sets of eight repetitions."""
    usual, primary, secondary = _MUSCLES[exercise_id]
    return ExerciseTotals(
        exercise_id=exercise_id,
        name=name or usual,
        kind=ExerciseKind.WEIGHT_REPS,
        primary_muscles=primary,
        secondary_muscles=secondary,
        sets=sets,
        hard_sets=sets if hard is None else hard,
        reps=8 * sets,
        volume=Decimal(str(weight)) * 8 * sets,
        best_weight_kg=Decimal(str(weight)),
        one_rep_max_kg=None if one_rep_max is None else Decimal(str(one_rep_max)),
    )


def session(
    day: date,
    *exercises: ExerciseTotals,
    hour: int = 18,
    minutes: int = 60,
    rpe: float | None = None,
    sets_rpe: float | None = None,
) -> WorkoutTotals:
    """A completed session, in UTC."""
    started = datetime.combine(day, time(hour), UTC)
    done = exercises or (did(),)
    return WorkoutTotals(
        workout_id=clock.derived_id("years", started.isoformat(), at=started),
        workout_name="Full body",
        source=WorkoutSource.APP,
        local_date=day,
        time_zone="UTC",
        started_at=started,
        ended_at=started + timedelta(minutes=minutes),
        duration_seconds=60 * minutes,
        volume=sum((one.volume for one in done), Decimal(0)),
        calories=300,
        average_rpe=None if sets_rpe is None else Decimal(str(sets_rpe)),
        session_rpe=None if rpe is None else Decimal(str(rpe)),
        set_count=sum(one.sets for one in done),
        exercises=done,
    )


def counted(sessions: Iterable[WorkoutTotals]) -> list[SessionStats]:
    """The sessions as statistics keep them."""
    return [stats_of(totals, 1) for totals in sessions]


def keep(user_id: str, sessions: Sequence[WorkoutTotals]) -> None:
    """Count the sessions into the statistics of a user."""
    service.record(user_id, [TotalsChange(totals.workout_id, 1, None, totals) for totals in sessions])


def years_of_training(last: date, workouts: int, days_apart: float = 1.2) -> list[WorkoutTotals]:
    """Sessions of six exercises and 27 sets, a bit stronger each time, the last one on `last`."""
    first = last - timedelta(days=int(days_apart * (workouts - 1)))
    found = []
    for number in range(workouts):
        progress = 1 + number / (2 * workouts)
        exercises = [
            did(
                exercise_id,
                sets=4 + index % 2,
                weight=round((40 + 20 * index) * progress + number % 5, 1),
                one_rep_max=round((50 + 25 * index) * progress + number % 5, 1),
            )
            for index, exercise_id in enumerate(EXERCISES)
        ]
        day = first + timedelta(days=int(number * days_apart))
        rpe = 6 + number % 5 / 2 if number % 7 else None
        found.append(session(day, *exercises, hour=6 + number % 14, minutes=50 + number % 30, rpe=rpe))
    return found
