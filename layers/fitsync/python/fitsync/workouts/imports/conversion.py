"""From parsed workouts to FitSync's sessions: what was measured is fitted to the kind of each exercise. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from fitsync.kit import clock
from fitsync.workouts.commands import UserFacts
from fitsync.workouts.imports.documents import CellRemark, Column, RowOutcome, RowReason
from fitsync.workouts.imports.parsed import Note, ParsedExercise, ParsedSet, ParsedWorkout, RowRefused, RowReport
from fitsync.workouts.imports.texts import name_key
from fitsync.workouts.kinds import RULES, ExerciseKind
from fitsync.workouts.session import (
    ExerciseEntry,
    ExerciseFacts,
    SetEntry,
    WorkoutLocation,
    WorkoutSession,
    WorkoutSource,
    WorkoutStatus,
)

_COLUMNS: Final[Mapping[str, Column]] = MappingProxyType(
    {
        "weight_kg": Column.WEIGHT,
        "reps": Column.REPS,
        "duration_seconds": Column.SECONDS,
        "distance_m": Column.DISTANCE,
    }
)


@dataclass
class Usage:
    """An exercise name of the file, as first written, and every set done of it."""

    name: str
    sets: list[ParsedSet] = field(default_factory=list)


@dataclass
class Changes:
    """What fitting did to rows: refused after all, or taken with something dropped."""

    refused: dict[int, tuple[RowReason, Column | None]] = field(default_factory=dict)
    notes: defaultdict[int, list[Note]] = field(default_factory=lambda: defaultdict(list))


def usages(workouts: Iterable[ParsedWorkout]) -> dict[str, Usage]:
    """Every exercise of the file by its name's key."""
    found: dict[str, Usage] = {}
    for workout in workouts:
        for exercise in workout.exercises:
            found.setdefault(name_key(exercise.name), Usage(exercise.name)).sets.extend(exercise.sets)
    return found


def fits(kind: ExerciseKind, sets: Sequence[ParsedSet]) -> bool:
    """Whether most of `sets` can be kept in an exercise of `kind` without losing or missing a measure."""
    rule = RULES[kind]

    def whole(done: ParsedSet) -> bool:
        given = frozenset(_given(done))
        needed = rule.required - {"weight_kg"}
        return given <= rule.allowed and needed <= given and (not rule.one_of or bool(rule.one_of & given))

    return 2 * sum(map(whole, sets)) >= len(sets)


def kind_of(name: str, sets: Sequence[ParsedSet]) -> ExerciseKind:
    """The kind of an exercise that nobody knows, by what was measured in its sets."""
    weighed = any(done.weight_kg for done in sets)
    if 2 * sum(done.reps is not None for done in sets) >= len(sets):
        if not weighed:
            return ExerciseKind.REPS_ONLY
        return ExerciseKind.ASSISTED_BODYWEIGHT if "assisted" in name_key(name) else ExerciseKind.WEIGHT_REPS
    if any(done.distance_m for done in sets):
        carried = 2 * sum(bool(done.weight_kg and done.distance_m) for done in sets) >= len(sets)
        return ExerciseKind.WEIGHT_DISTANCE if carried else ExerciseKind.DISTANCE_DURATION
    return ExerciseKind.DURATION


def session_of(
    workout: ParsedWorkout,
    session_id: str,
    user_id: str,
    *,
    exercises: Mapping[str, ExerciseFacts],
    user: UserFacts,
    now: datetime,
    changes: Changes,
) -> WorkoutSession | None:
    """The completed session that `workout` becomes; None when no set of it fits its exercise.

    A set whose exercise is not among `exercises` (by name key) is refused: there was no room for one more.

    A set without a time of its own belongs to the session's end, as all those of tables do. Nobody says what the person
    weighed, so their present weight stands in. A workout of unknown length ends when it starts.
    """
    ended_at = min(workout.started_at + timedelta(seconds=workout.duration_s or 0), now)
    entries: list[ExerciseEntry] = []
    for position, exercise in enumerate(workout.exercises):
        facts = exercises.get(name_key(exercise.name))
        if facts is None:
            refusal = RowReason.TOO_MANY_CUSTOM_EXERCISES, Column.EXERCISE
            changes.refused.update({done.row: refusal for done in exercise.sets})
            continue
        sets = tuple(_sets(exercise, facts.kind, ended_at, changes))
        if sets:
            entry_id = clock.derived_id(session_id, str(position), at=workout.started_at)
            entries.append(
                ExerciseEntry(
                    **dict(facts), id=entry_id, superset=exercise.superset, notes=exercise.notes or "", sets=sets
                )
            )
    if not entries:
        return None
    return WorkoutSession(
        id=session_id,
        user_id=user_id,
        name=workout.name,
        status=WorkoutStatus.COMPLETED,
        created_at=now,
        updated_at=now,
        source=WorkoutSource.IMPORT,
        time_zone=workout.time_zone or user.time_zone,
        body_weight_kg=user.body_weight_kg,
        started_at=workout.started_at,
        ended_at=ended_at,
        paused_seconds=workout.paused_s,
        location=WorkoutLocation.OUTDOOR if workout.route else None,
        activity=workout.activity,
        route=workout.route,
        exercises=tuple(entries),
        current_exercise=len(entries) - 1,
        notes=workout.notes or "",
    )


def reported(
    rows: Iterable[RowReport], changes: Changes, places: Container[int], existing: Container[int]
) -> list[RowReport]:
    """The report after fitting and storing.

    `places` are the workouts that became a session, `existing` those of them that had been one before.
    """
    final: list[RowReport] = []
    for row in rows:
        if row.workout is None:
            final.append(row)
        elif row.row in changes.refused:
            reason, column = changes.refused[row.row]
            final.append(RowReport(row.row, RowOutcome.REFUSED, reason, column))
        elif row.workout in existing:
            final.append(RowReport(row.row, RowOutcome.SKIPPED, RowReason.ALREADY_IMPORTED, workout=row.workout))
        elif row.workout not in places:
            final.append(RowReport(row.row, RowOutcome.SKIPPED, RowReason.NOTE_WITHOUT_SETS, Column.EXERCISE_NOTES))
        else:
            final.append(row._replace(notes=(*row.notes, *changes.notes.get(row.row, ()))))
    return final


def _given(done: ParsedSet) -> dict[str, Decimal | int]:
    measures = {
        "weight_kg": done.weight_kg,
        "reps": done.reps,
        "duration_seconds": done.duration_s,
        "distance_m": done.distance_m,
    }
    return {name: value for name, value in measures.items() if value is not None}


def _sets(exercise: ParsedExercise, kind: ExerciseKind, at: datetime, changes: Changes) -> Iterable[SetEntry]:
    for done in exercise.sets:
        try:
            measures = _fitted(done, kind, changes)
        except RowRefused as refusal:
            changes.refused[done.row] = (refusal.reason, refusal.field)
            continue
        yield SetEntry(
            type=done.type,
            weight_kg=measures.get("weight_kg"),
            reps=_whole(measures.get("reps")),
            duration_seconds=_whole(measures.get("duration_seconds")),
            distance_m=measures.get("distance_m"),
            rpe=done.rpe,
            rest_seconds=done.rest_s,
            completed_at=min(done.done_at or at, at),
        )


def _whole(value: Decimal | int | None) -> int | None:
    return None if value is None else int(value)


def _fitted(done: ParsedSet, kind: ExerciseKind, changes: Changes) -> dict[str, Decimal]:
    rule = RULES[kind]
    given = _given(done)
    if "weight_kg" in rule.required:
        # Apps leave the weight out, or write zero, where nothing was added.
        given.setdefault("weight_kg", Decimal(0))
    missing = sorted(rule.required - given.keys())
    if missing:
        raise RowRefused(RowReason.MEASURE_MISSING, _COLUMNS[missing[0]])
    if rule.one_of and not rule.one_of & given.keys():
        raise RowRefused(RowReason.MEASURE_MISSING, _COLUMNS[min(rule.one_of)])
    for name in sorted(given.keys() - rule.allowed):
        changes.notes[done.row].append(Note(CellRemark.MEASURE_DROPPED, _COLUMNS[name]))
        del given[name]
    return {name: Decimal(value) for name, value in given.items()}
