"""Lives of sessions as the news of them tells, and what they come to by brute force."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from fitsync.analytics.documents import SessionStats, Standing, stats_of
from fitsync.analytics.projection import TotalsChange
from fitsync.workouts.documents import ExerciseKind, ExerciseTotals, WorkoutLocation, WorkoutSource, WorkoutTotals
from fitsync.workouts.summary import local_date

# Around a new year, so that days, months and years all change.
_FIRST = datetime(2024, 11, 30, tzinfo=UTC)
_MINUTES = 70 * 24 * 60
_ZONES = ["UTC", "Pacific/Auckland", "America/Los_Angeles"]


@dataclass(frozen=True)
class Life:
    """What happened to one session, in order; `final` is what it adds up to in the end, None when it was deleted."""

    changes: tuple[TotalsChange, ...]
    final: SessionStats | None


def totals(workout_id: str, started_at: datetime, **more: Any) -> WorkoutTotals:
    """What a session of one exercise adds up to; by `more` in any other way."""
    zone = more.pop("time_zone", "UTC")
    return WorkoutTotals(
        **{
            "workout_id": workout_id,
            "workout_name": "Legs",
            "source": WorkoutSource.APP,
            "local_date": local_date(started_at, zone),
            "time_zone": zone,
            "started_at": started_at,
            "ended_at": started_at + timedelta(hours=1),
            "duration_seconds": 3600,
            "volume": Decimal(1500),
            "calories": 300,
            "set_count": 3,
            "exercises": (exercise_totals("SQUAT"),),
        }
        | more
    )


def exercise_totals(exercise_id: str, **more: Any) -> ExerciseTotals:
    """What was done of one exercise."""
    done: dict[str, Any] = {
        "name": exercise_id.title(),
        "kind": ExerciseKind.WEIGHT_REPS,
        "primary_muscles": ("quads",),
        "sets": 3,
        "hard_sets": 2,
        "reps": 15,
        "volume": Decimal(1500),
        "best_weight_kg": Decimal(100),
        "one_rep_max_kg": Decimal("116.67"),
    }
    return ExerciseTotals(exercise_id=exercise_id, **(done | more))


@st.composite
def _totals(draw: st.DrawFn, workout_id: str) -> WorkoutTotals:
    lines = tuple(
        exercise_totals(
            exercise_id,
            name=draw(st.sampled_from([exercise_id.title(), "Renamed"])),
            sets=draw(st.integers(1, 5)),
            volume=Decimal(draw(st.integers(0, 4000))) / 4,
        )
        for exercise_id in draw(st.lists(st.sampled_from(["SQUAT", "BENCH", "ROW"]), unique=True))
    )
    return totals(
        workout_id,
        _FIRST + timedelta(minutes=draw(st.integers(0, _MINUTES))),
        time_zone=draw(st.sampled_from(_ZONES)),
        volume=sum((line.volume for line in lines), Decimal(0)),
        calories=draw(st.integers(0, 900)),
        source=draw(st.sampled_from(list(WorkoutSource))),
        location=draw(st.sampled_from([None, *WorkoutLocation])),
        template_id=draw(st.sampled_from([None, "TEMPLATE"])),
        exercises=lines,
    )


@st.composite
def _life(draw: st.DrawFn, workout_id: str) -> Life:
    states: list[WorkoutTotals | None] = [None, *draw(st.lists(_totals(workout_id), min_size=1, max_size=4))]
    if draw(st.booleans()):
        states.append(None)
    # Not every version of a session is news.
    version, changes = draw(st.integers(1, 9)), []
    for before, after in itertools.pairwise(states):
        changes.append(TotalsChange(workout_id, version, before, after))
        version += draw(st.integers(1, 3))
    final = states[-1]
    return Life(tuple(changes), stats_of(final, changes[-1].version) if final else None)


def lives(most: int = 6) -> st.SearchStrategy[list[Life]]:
    """Up to so many sessions."""
    return st.integers(1, most).flatmap(
        lambda count: st.tuples(*(_life(f"W{number}") for number in range(count))).map(list)
    )


@st.composite
def deliveries(draw: st.DrawFn, of: Iterable[Life]) -> list[list[TotalsChange]]:
    """Batches in which the news of some lives may arrive: in any order, each at least once, some again later."""
    news = [change for life in of for change in life.changes]
    again = draw(st.lists(st.sampled_from(news), max_size=len(news)))
    left, batches = list(draw(st.permutations(news))) + again, []
    while left:
        size = draw(st.integers(1, len(left)))
        batches.append(left[:size])
        left = left[size:]
    return batches


def final_sessions(of: Iterable[Life]) -> list[SessionStats]:
    """The sessions that are there in the end, in the order they began."""
    return in_order([life.final for life in of if life.final])


def in_order(sessions: Iterable[SessionStats]) -> list[SessionStats]:
    """In the order they began."""
    return sorted(sessions, key=lambda session: (session.started_at, session.workout_id))


def added_up(sessions: Sequence[SessionStats]) -> dict[str, object]:
    """What sessions add up to, worked out in the plainest way, to be held against `told`."""
    lines = [line for session in sessions for line in session.exercises]
    return {
        "sessions": len(sessions),
        "imported": len([session for session in sessions if session.source is WorkoutSource.IMPORT]),
        "from_templates": len([session for session in sessions if session.template_id]),
        "duration_seconds": sum(session.duration_seconds for session in sessions),
        "volume": sum((session.volume for session in sessions), Decimal(0)),
        "sets": sum(line.sets for line in lines),
        "hard_sets": sum(line.hard_sets for line in lines),
        "reps": sum(line.reps for line in lines),
        "calories": sum(session.calories for session in sessions),
        "hours": [len([one for one in sessions if one.local_hour == hour]) for hour in range(24)],
        "locations": dict(Counter(session.location for session in sessions if session.location)),
        "days": dict(Counter(session.local_date for session in sessions)),
        "uses": dict(Counter(line.exercise_id for line in lines)),
        "names": dict(Counter((line.exercise_id, line.name) for line in lines)),
    }


def told(standing: Standing) -> dict[str, object]:
    """What a standing says of the same."""
    days: dict[date, int] = dict(standing.calendar.days())
    return {
        "sessions": standing.sessions,
        "imported": standing.imported,
        "from_templates": standing.from_templates,
        "duration_seconds": standing.duration_seconds,
        "volume": standing.volume,
        "sets": standing.sets,
        "hard_sets": standing.hard_sets,
        "reps": standing.reps,
        "calories": standing.calories,
        "hours": list(standing.hours),
        "locations": standing.locations,
        "days": days,
        "uses": {exercise_id: use.sessions for exercise_id, use in standing.exercises.items()},
        "names": {(key, name): count for key, use in standing.exercises.items() for name, count in use.names.items()},
    }
