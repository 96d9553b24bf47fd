"""Short ways to a session in a given state."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from fitsync.workouts import lifecycle, sets
from fitsync.workouts.commands import ExercisePlan, NewSession, SetResult, UserFacts
from fitsync.workouts.kinds import ExerciseKind
from fitsync.workouts.session import ExerciseFacts, SetEntry, SetTarget, SetType, WorkoutSession

START = datetime(2026, 3, 2, 17, 0, tzinfo=UTC)
USER = UserFacts(time_zone="Europe/Berlin", body_weight_kg=Decimal(80), default_rest_seconds=90)
FACTS = {
    kind.value: ExerciseFacts(
        exercise_id=kind.value, name=kind.value, kind=kind, met=Decimal(5), primary_muscles=("chest",)
    )
    for kind in ExerciseKind
}


def after(minutes: float) -> datetime:
    """So many minutes into the training."""
    return START + timedelta(minutes=minutes)


def planned(count: int) -> tuple[SetEntry, ...]:
    """So many sets of eight at 60 kg, still to do."""
    return tuple(SetEntry(target=SetTarget(weight_kg=Decimal(60), reps_max=8)) for _ in range(count))


def plan(kind: ExerciseKind, number: int = 0, **more: object) -> ExercisePlan:
    """A line of an exercise list."""
    return ExercisePlan.model_validate({"id": f"E{number}", "exercise_id": kind.value, **more})


def session(
    *plans: ExercisePlan,
    planned_for: datetime | None = None,
    workout_id: str = "W1",
    at: datetime = START,
    user: UserFacts = USER,
) -> WorkoutSession:
    """A session in progress since `at`, or planned."""
    new = NewSession(
        id=workout_id,
        user_id="U1",
        name="Push",
        user=user,
        planned_for=planned_for,
        exercises=plans or (plan(ExerciseKind.WEIGHT_REPS),),
        facts=FACTS,
    )
    return lifecycle.create(new, at)


def lift(
    current: WorkoutSession,
    weight: float | str,
    reps: int,
    *,
    at: datetime | None = None,
    exercise: int = 0,
    index: int | None = None,
    kind: SetType | None = None,
) -> WorkoutSession:
    """The session with one set more (or the one at `index`) of `weight` for `reps`."""
    result = SetResult(
        set_index=len(current.exercises[exercise].sets) if index is None else index,
        exercise_index=exercise,
        type=kind,
        weight_kg=Decimal(str(weight)),
        reps=reps,
    )
    return sets.perform(current, result, at or after(1))
