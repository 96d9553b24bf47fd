"""The sets of a strength recording as exercises of a workout. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from fitsync.workouts import limits
from fitsync.workouts.imports.activities import lifts
from fitsync.workouts.imports.activities.recording import RecordedSet
from fitsync.workouts.imports.activities.rows import Rows
from fitsync.workouts.imports.documents import MAX_NAME, CellRemark, Column, RowOutcome, RowReason
from fitsync.workouts.imports.parsed import Note, ParsedExercise, ParsedSet, RowRefused
from fitsync.workouts.imports.texts import line, name_key
from fitsync.workouts.imports.units import plain
from fitsync.workouts.session import SetType

# FIT counts sixteenths of a kilogram; 10 g is the nearest that a plate is made to.
_TEN_GRAMS: Final = Decimal("0.01")
# Done by the clock, whatever the watch counted meanwhile.
_HELD: Final = frozenset({"plank"})


def exercises(
    sets: Sequence[RecordedSet], notes: tuple[Note, ...], rows: Rows, workout: int
) -> tuple[ParsedExercise, ...]:
    """The exercises in the order in which they were begun. `notes` about the whole stand at its first set."""
    named: dict[str, tuple[str, list[ParsedSet]]] = {}
    count = 0
    for done in sets:
        guessed_name, assumed = lifts.name_of(done.category, done.exercise, done.title, loaded=bool(done.weight_kg))
        name = line(guessed_name, MAX_NAME)[0] or lifts.UNKNOWN
        try:
            weight, reps, seconds = _measures(done)
            _check_room(named, name, count)
        except RowRefused as refusal:
            rows.refuse(refusal)
            continue
        remarks = (*notes, Note(CellRemark.EXERCISE_ASSUMED, Column.EXERCISE)) if assumed else notes
        notes = ()
        parsed = ParsedSet(
            type=SetType.NORMAL,
            weight_kg=weight,
            reps=reps,
            distance_m=None,
            duration_s=seconds,
            rpe=None,
            row=rows.take(workout, remarks),
            rest_s=_seconds(done.rest_seconds, limits.MAX_REST_SECONDS),
            done_at=done.ended_at,
        )
        named.setdefault(name_key(name), (name, []))[1].append(parsed)
        count += 1
    return tuple(ParsedExercise(name, None, None, tuple(parsed)) for name, parsed in named.values())


def _measures(done: RecordedSet) -> tuple[Decimal | None, int | None, int | None]:
    """Weight, repetitions, seconds. The time of a set is kept only where nothing was counted."""
    if done.reps is not None and done.reps > limits.MAX_REPS:
        raise RowRefused(RowReason.NUMBER_OUT_OF_RANGE, Column.REPS)
    if done.weight_kg is not None and done.weight_kg > limits.MAX_WEIGHT_KG:
        raise RowRefused(RowReason.NUMBER_OUT_OF_RANGE, Column.WEIGHT)
    reps = None if done.category in _HELD else round(done.reps or 0) or None
    seconds = _seconds(done.seconds, limits.MAX_SET_SECONDS) if reps is None else None
    if reps is None and not seconds:
        raise RowRefused(RowReason.SET_EMPTY, outcome=RowOutcome.SKIPPED)
    weight = Decimal(done.weight_kg or 0).quantize(_TEN_GRAMS, ROUND_HALF_UP)
    return plain(weight) if weight else None, reps, seconds


def _check_room(named: dict[str, tuple[str, list[ParsedSet]]], name: str, count: int) -> None:
    if count >= limits.MAX_SETS:
        raise RowRefused(RowReason.TOO_MANY_SETS)
    if name_key(name) not in named and len(named) >= limits.MAX_EXERCISES:
        raise RowRefused(RowReason.TOO_MANY_EXERCISES, Column.EXERCISE)


def _seconds(value: float | None, most: int) -> int | None:
    return round(value) if value is not None and 0 < value <= most else None
