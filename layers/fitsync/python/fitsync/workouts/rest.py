"""The rest timer: it belongs to the set before it and ends by itself, by a new set, or when it is skipped."""

from __future__ import annotations

from datetime import datetime

from fitsync.workouts.limits import MAX_REST_SECONDS
from fitsync.workouts.rules import require
from fitsync.workouts.session import ExerciseEntry, RunningRest, SetEntry, WorkoutSession, WorkoutStatus

# Between 60 s and 3 min serves most goals (American College of Sports Medicine 2009, progression models in
# resistance training, Med Sci Sports Exerc 41(3):687-708); the middle, when nobody said otherwise.
DEFAULT_REST_SECONDS = 120


def start_rest(session: WorkoutSession, seconds: int | None, now: datetime) -> WorkoutSession:
    """Start the timer anew: as long as asked, else as the exercise plans, else as the user prefers.

    Zero seconds end a running rest.
    """
    require(session, "rest", WorkoutStatus.IN_PROGRESS)
    if seconds == 0 and session.rest is None:
        return session
    session = without_rest(session, now).model_copy(update={"updated_at": now})
    if seconds == 0:
        return session
    last = _last_done(session)
    running = RunningRest(
        started_at=now,
        planned_seconds=seconds or _planned(session, last),
        entry_id=last[0].id if last else None,
        set_index=last[1] if last else None,
    )
    return session.model_copy(update={"rest": running})


def without_rest(session: WorkoutSession, now: datetime) -> WorkoutSession:
    """The session with a running rest ended, and what was rested written to the set before it.

    A timer that ran out counts with its planned length; a rest before the first set is not kept.
    """
    rest = session.rest
    if rest is None:
        return session
    taken = min(max(0, int((now - rest.started_at).total_seconds())), rest.planned_seconds)
    exercises = tuple(
        _rested(exercise, rest.set_index, taken) if exercise.id == rest.entry_id else exercise
        for exercise in session.exercises
    )
    return session.model_copy(update={"rest": None, "exercises": exercises})


def _rested(exercise: ExerciseEntry, set_index: int | None, taken: int) -> ExerciseEntry:
    if set_index is None or set_index >= len(exercise.sets) or not exercise.sets[set_index].done:
        return exercise
    entry = exercise.sets[set_index]
    total = min((entry.rest_seconds or 0) + taken, MAX_REST_SECONDS)
    return with_set(exercise, set_index, entry.model_copy(update={"rest_seconds": total}))


def with_set(exercise: ExerciseEntry, index: int, entry: SetEntry) -> ExerciseEntry:
    """The exercise with `entry` at `index`, replacing what is there or appended."""
    sets = (*exercise.sets[:index], entry, *exercise.sets[index + 1 :])
    return exercise.model_copy(update={"sets": sets})


def _last_done(session: WorkoutSession) -> tuple[ExerciseEntry, int] | None:
    done = [
        (entry.completed_at, exercise_index, set_index, exercise)
        for exercise_index, set_index, exercise, entry in session.done_sets()
        if entry.completed_at
    ]
    if not done:
        return None
    _, _, set_index, exercise = max(done, key=lambda found: found[:3])
    return exercise, set_index


def _planned(session: WorkoutSession, last: tuple[ExerciseEntry, int] | None) -> int:
    of_exercise = last[0].rest_seconds if last else None
    return of_exercise or session.default_rest_seconds or DEFAULT_REST_SECONDS
