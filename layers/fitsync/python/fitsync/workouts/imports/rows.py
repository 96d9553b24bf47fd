"""One row of an export, read cell by cell. Streaming: a row is read, handed on and forgotten."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Final, NamedTuple

from fitsync.users.reading import Units
from fitsync.workouts import limits
from fitsync.workouts.imports import texts, times, units
from fitsync.workouts.imports.documents import MAX_NAME, CellRemark, Column, ImportSource, RowOutcome, RowReason
from fitsync.workouts.imports.layout import Layout
from fitsync.workouts.imports.parsed import Note, Options, ParsedSet, RowRefused
from fitsync.workouts.imports.units import Unit
from fitsync.workouts.session import SetType

NO_NAME: Final = "Workout"

_ASSUMED: Final[Mapping[Units, Mapping[Column, str]]] = MappingProxyType(
    {
        Units.METRIC: {Column.WEIGHT: "kg", Column.DISTANCE: "km"},
        Units.IMPERIAL: {Column.WEIGHT: "lb", Column.DISTANCE: "mi"},
    }
)
_HEVY_TYPES: Final[Mapping[str, SetType]] = MappingProxyType(
    {
        "": SetType.NORMAL,
        "normal": SetType.NORMAL,
        "warmup": SetType.WARMUP,
        "dropset": SetType.DROP,
        "failure": SetType.FAILURE,
    }
)
_STRONG_TAGS: Final[Mapping[str, SetType]] = MappingProxyType(
    {"w": SetType.WARMUP, "d": SetType.DROP, "f": SetType.FAILURE}
)
_REST_TIMERS: Final = frozenset({"rest timer", "ruhezeit"})
_NOTE_ROWS: Final = frozenset({"note", "notiz"})


class WorkoutKey(NamedTuple):
    """What tells the workouts of one file apart: the start as written, the name, and the number if there is one."""

    wall: datetime
    name: str
    number: str


class Row(NamedTuple):
    """A row that belongs to a workout: a set, or a note about an exercise when there is no `set`."""

    row: int
    key: WorkoutKey
    started_at: datetime
    duration_s: int | None
    workout_notes: str
    exercise: str
    superset: str
    exercise_notes: str
    ordinal: int | None
    set: ParsedSet | None
    notes: tuple[Note, ...]


class Rejected(NamedTuple):
    """A row that goes nowhere, and why."""

    row: int
    outcome: RowOutcome
    reason: RowReason
    field: Column | None


class RowReader:
    """Reads the rows of one layout."""

    def __init__(self, layout: Layout, options: Options) -> None:
        self._layout = layout
        self._options = options
        self._notes: list[Note] = []
        self._cells: Sequence[str] = ()

    def read(self, records: Iterator[list[str] | None]) -> Iterator[Row | Rejected]:
        """Every row after the header, in order."""
        for row, cells in enumerate(records, start=2):
            try:
                yield self._row(row, cells)
            except RowRefused as refusal:
                yield Rejected(row, refusal.outcome, refusal.reason, refusal.field)

    def _row(self, row: int, cells: list[str] | None) -> Row:
        if cells is None:
            raise RowRefused(RowReason.ROW_UNREADABLE)
        if not any(cell.strip() for cell in cells):
            raise RowRefused(RowReason.BLANK, outcome=RowOutcome.SKIPPED)
        if any(cell.strip() for cell in cells[self._layout.width :]):
            raise RowRefused(RowReason.TOO_MANY_COLUMNS)
        self._cells, self._notes = cells, []
        wall, started_at, remark = times.started(self._cell(Column.STARTED_AT), self._options.zone, self._options.now)
        if remark:
            self._note(remark, Column.STARTED_AT)
        exercise = self._line(Column.EXERCISE)
        if not exercise:
            raise RowRefused(RowReason.EXERCISE_MISSING, Column.EXERCISE)
        key = WorkoutKey(wall, self._line(Column.WORKOUT_NAME) or NO_NAME, self._cell(Column.WORKOUT_NUMBER).strip())
        ordinal, type_ = self._hevy_order() if self._layout.source is ImportSource.HEVY else self._strong_order()
        duration_s = self._duration(started_at)
        workout_notes = self._paragraph(Column.WORKOUT_NOTES, limits.MAX_SESSION_NOTES_LENGTH)
        exercise_notes = self._paragraph(Column.EXERCISE_NOTES, limits.MAX_NOTE_LENGTH)
        done = self._set(row, type_) if type_ else None
        return Row(
            row=row,
            key=key,
            started_at=started_at,
            duration_s=duration_s,
            workout_notes=workout_notes,
            exercise=exercise,
            superset=self._cell(Column.SUPERSET).strip(),
            exercise_notes=exercise_notes,
            ordinal=ordinal,
            set=done,
            notes=tuple(self._notes),
        )

    def _hevy_order(self) -> tuple[int | None, SetType]:
        order = self._cell(Column.SET_ORDER).strip()
        if order and not (order.isascii() and order.isdigit() and len(order) <= 6):
            raise RowRefused(RowReason.SET_ORDER_UNKNOWN, Column.SET_ORDER)
        type_ = _HEVY_TYPES.get(self._cell(Column.SET_TYPE).strip().casefold())
        if type_ is None:
            self._note(CellRemark.SET_TYPE_UNKNOWN, Column.SET_TYPE)
        return (int(order) if order else None), type_ or SetType.NORMAL

    def _strong_order(self) -> tuple[int | None, SetType | None]:
        """A number, a tag in its place, or the mark of a row that is no set (None for an exercise's note)."""
        order = self._cell(Column.SET_ORDER).strip().casefold()
        if order.isascii() and order.isdigit() and len(order) <= 6:
            return int(order), SetType.NORMAL
        if order in _STRONG_TAGS:
            return None, _STRONG_TAGS[order]
        if order in _REST_TIMERS:
            raise RowRefused(RowReason.REST_TIMER, Column.SET_ORDER, RowOutcome.SKIPPED)
        if order in _NOTE_ROWS:
            return None, None
        # A rest timer in a language not known here would pass for a timed set, so nothing is guessed.
        raise RowRefused(RowReason.SET_ORDER_UNKNOWN, Column.SET_ORDER)

    def _set(self, row: int, type_: SetType) -> ParsedSet:
        weight = units.number(self._cell(Column.WEIGHT), Column.WEIGHT)
        weight_kg = units.measure(weight, self._unit(Column.WEIGHT, Column.WEIGHT_UNIT)) if weight else None
        reps = units.whole(self._cell(Column.REPS), Column.REPS, limits.MAX_REPS)
        distance = units.number(self._cell(Column.DISTANCE), Column.DISTANCE)
        distance_m = units.measure(distance, self._unit(Column.DISTANCE, Column.DISTANCE_UNIT)) if distance else None
        duration_s = units.seconds(self._cell(Column.SECONDS))
        if reps is None and distance_m is None and duration_s is None:
            raise RowRefused(RowReason.SET_EMPTY, outcome=RowOutcome.SKIPPED)
        written = self._cell(Column.RPE).strip()
        rpe = units.rpe(written)
        if rpe is None and written.strip("0.,"):
            self._note(CellRemark.RPE_DROPPED, Column.RPE)
        return ParsedSet(type_, weight_kg, reps, distance_m, duration_s, rpe, row)

    def _unit(self, column: Column, unit_column: Column) -> Unit:
        """The unit of a cell: named by its header, by the row, or assumed."""
        name = self._layout.units.get(column) or self._cell(unit_column).strip()
        if not name:
            if unit_column in self._layout.columns:
                self._note(CellRemark.UNIT_ASSUMED, column)
            name = _ASSUMED[self._options.units][column]
        unit = units.unit_of(name)
        if unit is None or unit.column is not column:
            raise RowRefused(RowReason.UNIT_UNKNOWN, unit_column)
        return unit

    def _duration(self, started_at: datetime) -> int | None:
        """The workout's length in seconds; one that cannot be is dropped."""
        column = Column.DURATION if Column.DURATION in self._layout.columns else Column.ENDED_AT
        text = self._cell(column)
        if not text.strip():
            return None
        if column is Column.DURATION:
            length = times.duration(text)
        else:
            end = times.ended(text, self._options.zone, started_at)
            length = int((end - started_at).total_seconds()) if end else None
        if length is None or not 0 <= length <= limits.MAX_SESSION_LENGTH.total_seconds():
            self._note(CellRemark.DURATION_DROPPED, column)
            return None
        return length or None

    def _cell(self, column: Column) -> str:
        position = self._layout.columns.get(column)
        return self._cells[position] if position is not None and position < len(self._cells) else ""

    def _line(self, column: Column) -> str:
        return self._kept(column, texts.line(self._cell(column), MAX_NAME))

    def _paragraph(self, column: Column, longest: int) -> str:
        return self._kept(column, texts.paragraph(self._cell(column), longest))

    def _kept(self, column: Column, result: tuple[str, bool, bool]) -> str:
        text, cleaned, shortened = result
        if cleaned:
            self._note(CellRemark.TEXT_CLEANED, column)
        if shortened:
            self._note(CellRemark.TEXT_SHORTENED, column)
        return text

    def _note(self, remark: CellRemark, field: Column) -> None:
        self._notes.append(Note(remark, field))
