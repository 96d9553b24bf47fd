"""What a parsed export or recording consists of, and what is said about each of its rows.

Everything here is a plain value: weights in kg, distances in metres, durations in seconds, times in UTC.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple
from zoneinfo import ZoneInfo

from fitsync.users.reading import Units
from fitsync.workouts.activity import Activity, Route
from fitsync.workouts.imports.documents import CellRemark, Column, ImportSource, RowOutcome, RowReason
from fitsync.workouts.session import SetType


class Note(NamedTuple):
    """One remark about one cell."""

    remark: CellRemark
    field: Column


class RowReport(NamedTuple):
    """What became of one row. `row` counts as a spreadsheet does: the header is row 1.

    Of a recording every activity is a row, counted from 1 on; of one of strength training every set.
    """

    row: int
    outcome: RowOutcome
    reason: RowReason | None = None
    field: Column | None = None
    notes: tuple[Note, ...] = ()
    workout: int | None = None
    """The index of the workout the row went into."""


class ParsedSet(NamedTuple):
    """One set. At least one of reps, distance and duration is there; a weight of zero is no weight."""

    type: SetType
    weight_kg: Decimal | None
    reps: int | None
    distance_m: Decimal | None
    duration_s: int | None
    rpe: Decimal | None
    row: int
    rest_s: int | None = None
    done_at: datetime | None = None
    """When it was done, where the file says so."""


class ParsedExercise(NamedTuple):
    """One exercise of a workout, which may hold the same name twice. `superset` counts from 0 within it."""

    name: str
    superset: int | None
    notes: str | None
    sets: tuple[ParsedSet, ...]


class ParsedWorkout(NamedTuple):
    """One workout. `identity` is what makes it the same workout in a later export (see `identity`).

    `duration_s` is from start to end, pauses included. What only a recording has follows it; `time_zone` is the one
    whose clock the person looked at.
    """

    name: str
    started_at: datetime
    duration_s: int | None
    notes: str | None
    exercises: tuple[ParsedExercise, ...]
    identity: str
    paused_s: int = 0
    time_zone: str | None = None
    activity: Activity | None = None
    route: Route | None = None


class Options(NamedTuple):
    """How to read what the file does not say. `now` bounds the dates: nothing was trained tomorrow."""

    zone: ZoneInfo
    units: Units
    now: datetime
    source: ImportSource | None = None
    """The app or format the person named; a file of another one is refused. None accepts any."""


class ParsedFile(NamedTuple):
    """The outcome of parsing one export."""

    source: ImportSource
    workouts: tuple[ParsedWorkout, ...]
    rows: tuple[RowReport, ...]
    assumed_units: tuple[Column, ...] = ()
    """The columns whose unit neither header nor rows can say; `Options.units` was used."""
    ignored_columns: tuple[str, ...] = ()

    def counts(self) -> Counter[RowOutcome]:
        return Counter(row.outcome for row in self.rows)


class RowRefused(Exception):
    """A row, or one cell of it, cannot be taken; it is reported and the next one is read."""

    def __init__(
        self, reason: RowReason, field: Column | None = None, outcome: RowOutcome = RowOutcome.REFUSED
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.field = field
        self.outcome = outcome
