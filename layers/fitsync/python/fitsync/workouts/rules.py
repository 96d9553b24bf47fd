"""What every session keeps to, whatever was done to it: measures that fit the kind, bounds, plausible times."""

from __future__ import annotations

from datetime import datetime

from pydantic.alias_generators import to_camel

from fitsync.kit.errors import ValidationFailed
from fitsync.workouts.errors import (
    ExerciseIndexOutOfRange,
    IllegalTransition,
    InvalidTime,
    MeasureMissing,
    MeasureNotForKind,
    SetIndexOutOfRange,
    TooManyExercises,
    TooManyNotes,
    TooManySets,
)
from fitsync.workouts.kinds import MEASURES, RULES, ExerciseKind
from fitsync.workouts.limits import (
    CLOCK_TOLERANCE,
    EARLIEST,
    MAX_EXERCISES,
    MAX_PLAN_AHEAD,
    MAX_SETS,
    MAX_TOTAL_NOTES_LENGTH,
)
from fitsync.workouts.session import ExerciseEntry, SetEntry, SetFigures, SetTarget, WorkoutSession, WorkoutStatus


def require(session: WorkoutSession, action: str, *states: WorkoutStatus) -> None:
    """Raise `IllegalTransition` unless the session is in one of `states`."""
    if session.status not in states:
        raise IllegalTransition.of(action, session.status)


def exercise_at(session: WorkoutSession, index: int, field: str = "path.exerciseIndex") -> ExerciseEntry:
    """The exercise at `index`; raises `ExerciseIndexOutOfRange`."""
    if not 0 <= index < len(session.exercises):
        raise ExerciseIndexOutOfRange.of(field, index, len(session.exercises) - 1)
    return session.exercises[index]


def check_set_index(entry: ExerciseEntry, index: int) -> None:
    """Raise `SetIndexOutOfRange` unless `index` is a set of the exercise or the next one."""
    if not 0 <= index <= len(entry.sets):
        raise SetIndexOutOfRange.of("path.setIndex", index, len(entry.sets))


def check_measures(kind: ExerciseKind, entry: SetFigures, at: str) -> None:
    """Raise unless a done set carries what `kind` is measured by, and nothing else."""
    rule = RULES[kind]
    given = frozenset(name for name in MEASURES if getattr(entry, name) is not None)
    for name in sorted(given - rule.allowed):
        raise MeasureNotForKind.at(f"{at}.{to_camel(name)}", f"does not fit an exercise of kind {kind}")
    for name in sorted(rule.required - given):
        raise MeasureMissing.at(f"{at}.{to_camel(name)}", f"is needed for an exercise of kind {kind}")
    if rule.one_of and not rule.one_of & given:
        names = " or ".join(to_camel(name) for name in sorted(rule.one_of))
        raise MeasureMissing.at(at, f"{names} is needed for an exercise of kind {kind}")


def check_target(kind: ExerciseKind, target: SetTarget, at: str) -> None:
    """Raise unless a target aims only at what `kind` is measured by, and its range is one."""
    given = {
        "weight_kg": target.weight_kg,
        "reps": target.reps_min if target.reps_max is None else target.reps_max,
        "duration_seconds": target.duration_seconds,
        "distance_m": target.distance_m,
    }
    for name, value in given.items():
        if value is not None and name not in RULES[kind].allowed:
            raise MeasureNotForKind.at(f"{at}.{to_camel(name)}", f"does not fit an exercise of kind {kind}")
    if target.reps_min is not None and target.reps_max is not None and target.reps_min > target.reps_max:
        raise ValidationFailed.at(f"{at}.repsMin", "must not be more than repsMax")


def check_set(kind: ExerciseKind, entry: SetEntry, at: str) -> None:
    """Raise unless a set of a list is either done and complete, or planned and without results."""
    if entry.target is not None:
        check_target(kind, entry.target, f"{at}.target")
    if entry.done:
        check_measures(kind, entry, at)
        return
    for name in (*MEASURES, "rpe", "rir", "rest_seconds"):
        if getattr(entry, name) is not None:
            raise ValidationFailed.at(f"{at}.{to_camel(name)}", "is a result, and the set has no completedAt")


def check_instant(session: WorkoutSession, instant: datetime, now: datetime, at: str) -> None:
    """Raise `InvalidTime` unless `instant` lies within the session (give or take a device's clock)."""
    start = session.started_at
    if start is None or instant < start - CLOCK_TOLERANCE:
        raise InvalidTime.at(at, "is before the workout's start")
    if instant > (session.ended_at or now) + CLOCK_TOLERANCE:
        raise InvalidTime.at(at, "is after the workout's end" if session.ended_at else "is in the future")


def check_plan(planned_for: datetime, now: datetime) -> None:
    """Raise `InvalidTime` for a plan more than a year ahead, or before anybody kept such plans."""
    if planned_for - now > MAX_PLAN_AHEAD:
        raise InvalidTime.at("body.plannedFor", f"is more than {MAX_PLAN_AHEAD.days} days ahead")
    if planned_for < EARLIEST:
        raise InvalidTime.at("body.plannedFor", f"is before {EARLIEST:%Y}")


def check_bounds(session: WorkoutSession) -> None:
    """Raise when the session holds more exercises, sets or notes than fit."""
    if len(session.exercises) > MAX_EXERCISES:
        raise TooManyExercises.at("body.exercises", f"a workout has at most {MAX_EXERCISES} exercises")
    if sum(len(exercise.sets) for exercise in session.exercises) > MAX_SETS:
        raise TooManySets.at("body.exercises", f"a workout has at most {MAX_SETS} sets")
    notes = sum(
        len(exercise.notes) + sum(len(entry.notes) for entry in exercise.sets) for exercise in session.exercises
    )
    if notes > MAX_TOTAL_NOTES_LENGTH:
        reason = f"the notes of all exercises and sets have at most {MAX_TOTAL_NOTES_LENGTH} characters together"
        raise TooManyNotes.at("body.notes", reason)
