"""Doing sets: complete one, correct one, and move on to what comes next."""

from __future__ import annotations

from datetime import datetime

from fitsync.workouts.commands import SetResult
from fitsync.workouts.rest import with_set, without_rest
from fitsync.workouts.rules import (
    check_bounds,
    check_instant,
    check_measures,
    check_set_index,
    exercise_at,
    require,
)
from fitsync.workouts.session import ExerciseEntry, SetEntry, SetType, WorkoutSession, WorkoutStatus

_RESULTS = ("weight_kg", "reps", "duration_seconds", "distance_m", "rpe", "rir", "notes")


def perform(session: WorkoutSession, result: SetResult, now: datetime) -> WorkoutSession:
    """Complete a set (a planned one, or one more at the end) or correct one that is done.

    The same result again changes nothing. In a completed session a set added belongs to its end.
    """
    require(session, "take sets", WorkoutStatus.IN_PROGRESS, WorkoutStatus.COMPLETED)
    index = position(session, result)
    exercise = exercise_at(session, index, "body.exerciseIndex")
    check_set_index(exercise, result.set_index)
    check_measures(exercise.kind, result, "body")
    if result.completed_at is not None:
        check_instant(session, result.completed_at, now, "body.completedAt")
    before = exercise.sets[result.set_index] if result.set_index < len(exercise.sets) else None
    entry = _entry(before, result, session.ended_at or now)
    if entry == before:
        return session
    if before is not None and before.done:
        return _with(session, index, with_set(exercise, result.set_index, entry), now)
    if session.status is WorkoutStatus.IN_PROGRESS:
        session = without_rest(session, now)
    done = _with(session, index, with_set(session.exercises[index], result.set_index, entry), now)
    check_bounds(done)
    if session.status is WorkoutStatus.COMPLETED:
        return done
    return done.model_copy(update={"current_exercise": _next_exercise(done, index, planned=before is not None)})


def position(session: WorkoutSession, result: SetResult) -> int:
    """The index of the exercise that a result is about."""
    return session.current_exercise if result.exercise_index is None else result.exercise_index


def index_of(session: WorkoutSession, entry_id: str) -> int:
    """Where an entry is in the list of exercises; behind its end when it is gone."""
    return next((n for n, entry in enumerate(session.exercises) if entry.id == entry_id), len(session.exercises))


def _entry(before: SetEntry | None, result: SetResult, default_instant: datetime) -> SetEntry:
    planned = before or SetEntry()
    return SetEntry(
        type=result.type or (planned.type if before else SetType.NORMAL),
        target=planned.target,
        rest_seconds=planned.rest_seconds if result.rest_seconds is None else result.rest_seconds,
        completed_at=result.completed_at or planned.completed_at or default_instant,
        **{name: getattr(result, name) for name in _RESULTS},
    )


def _with(session: WorkoutSession, index: int, exercise: ExerciseEntry, now: datetime) -> WorkoutSession:
    exercises = (*session.exercises[:index], exercise, *session.exercises[index + 1 :])
    return session.model_copy(update={"exercises": exercises, "updated_at": now})


def _next_exercise(session: WorkoutSession, index: int, *, planned: bool) -> int:
    """What comes after a set of the exercise at `index`.

    In a superset, the next exercise of the group with a set open, in turn; else the same exercise while a set is
    open in it, and then the next one with a set open. Without a plan one stays, and takes turns in a superset.
    """
    group = session.exercises[index].superset
    turn = [n for n, entry in enumerate(session.exercises) if group is not None and entry.superset == group]
    turn = [n for n in turn if n > index] + [n for n in turn if n < index] + [index]
    for candidate in turn:
        if session.exercises[candidate].open_set is not None:
            return candidate
    if not planned:
        return min(turn, key=lambda n: len(session.exercises[n].sets))
    later = (n for n in range(index + 1, len(session.exercises)) if session.exercises[n].open_set is not None)
    return next(later, index)
