"""What a parsed export or recording consists of, and what is said about each of its rows.

Everything here is a plain value: weights in kg, distances in metres, durations in seconds, times in UTC.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from fitsync.users.reading import Units
from fitsync.workouts.activity import Activity, Route
from fitsync.workouts.session import SetType

MAX_BYTES: Final = 20 * 1024 * 1024
"""Largest file taken: a Hevy row is about 180 bytes, so this is `MAX_ROWS` of them with room for notes."""
MAX_ACTIVITY_BYTES: Final = 50 * 1024 * 1024
"""Largest recording taken, unpacked: a day at one point a second is about 40 MB of TCX and 30 of GPX."""
MAX_ROWS: Final = 100_000
"""About ten years of five sessions a week with 20 sets each and a rest-timer row after every set."""
MAX_NAME: Final = 120


class ImportSource(StrEnum):
    """The app that wrote the file, or the format of a recorded activity."""

    HEVY = "hevy"
    STRONG = "strong"
    FIT = "fit"
    TCX = "tcx"
    GPX = "gpx"

    @property
    def recording(self) -> bool:
        """Whether it is what a device recorded, not a table of sets."""
        return self in (ImportSource.FIT, ImportSource.TCX, ImportSource.GPX)

    @property
    def label(self) -> str:
        """As people write it."""
        return self.value.upper() if self.recording else self.value.capitalize()

    @property
    def max_bytes(self) -> int:
        """The largest file of it, unpacked. FIT takes a tenth of what XML does."""
        return MAX_ACTIVITY_BYTES if self in (ImportSource.TCX, ImportSource.GPX) else MAX_BYTES


class Column(StrEnum):
    """What a column of any known export means; also the `field` of a row's report."""

    STARTED_AT = "started_at"
    ENDED_AT = "ended_at"
    DURATION = "duration"
    WORKOUT_NUMBER = "workout_number"
    WORKOUT_NAME = "workout_name"
    WORKOUT_NOTES = "workout_notes"
    EXERCISE = "exercise"
    EXERCISE_NOTES = "exercise_notes"
    SUPERSET = "superset"
    SET_ORDER = "set_order"
    SET_TYPE = "set_type"
    WEIGHT = "weight"
    WEIGHT_UNIT = "weight_unit"
    REPS = "reps"
    DISTANCE = "distance"
    DISTANCE_UNIT = "distance_unit"
    SECONDS = "seconds"
    RPE = "rpe"
    SPORT = "sport"
    LAPS = "laps"
    POINTS = "points"


class RowOutcome(StrEnum):
    TAKEN = "taken"
    SKIPPED = "skipped"
    REFUSED = "refused"


class RowReason(StrEnum):
    """Why a row was skipped or refused. The values are part of the API and never change meaning."""

    BLANK = "BLANK"
    REST_TIMER = "REST_TIMER"
    SET_EMPTY = "SET_EMPTY"
    NOTE_WITHOUT_SETS = "NOTE_WITHOUT_SETS"
    ALREADY_IMPORTED = "ALREADY_IMPORTED"

    ROW_UNREADABLE = "ROW_UNREADABLE"
    TOO_MANY_COLUMNS = "TOO_MANY_COLUMNS"
    DATE_UNREADABLE = "DATE_UNREADABLE"
    DATE_OUT_OF_RANGE = "DATE_OUT_OF_RANGE"
    EXERCISE_MISSING = "EXERCISE_MISSING"
    SET_ORDER_UNKNOWN = "SET_ORDER_UNKNOWN"
    NUMBER_UNREADABLE = "NUMBER_UNREADABLE"
    NUMBER_OUT_OF_RANGE = "NUMBER_OUT_OF_RANGE"
    UNIT_UNKNOWN = "UNIT_UNKNOWN"
    TOO_MANY_SETS = "TOO_MANY_SETS"
    TOO_MANY_EXERCISES = "TOO_MANY_EXERCISES"
    MEASURE_MISSING = "MEASURE_MISSING"
    TOO_MANY_CUSTOM_EXERCISES = "TOO_MANY_CUSTOM_EXERCISES"

    TRANSITION = "TRANSITION"
    NOTHING_MEASURED = "NOTHING_MEASURED"
    TIME_MISSING = "TIME_MISSING"


class CellRemark(StrEnum):
    """What was changed, or had to be guessed, in a row that was taken all the same."""

    RPE_DROPPED = "RPE_DROPPED"
    DURATION_DROPPED = "DURATION_DROPPED"
    MEASURE_DROPPED = "MEASURE_DROPPED"
    TEXT_SHORTENED = "TEXT_SHORTENED"
    TEXT_CLEANED = "TEXT_CLEANED"
    UNIT_ASSUMED = "UNIT_ASSUMED"
    SET_TYPE_UNKNOWN = "SET_TYPE_UNKNOWN"
    TIME_SHIFTED = "TIME_SHIFTED"
    TIME_AMBIGUOUS = "TIME_AMBIGUOUS"
    SPORT_UNKNOWN = "SPORT_UNKNOWN"
    EXERCISE_ASSUMED = "EXERCISE_ASSUMED"
    LAPS_DROPPED = "LAPS_DROPPED"
    POINTS_SKIPPED = "POINTS_SKIPPED"


@dataclass(frozen=True, slots=True)
class Note:
    """One remark about one cell."""

    remark: CellRemark
    field: Column


@dataclass(frozen=True, slots=True)
class RowReport:
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


@dataclass(frozen=True, slots=True)
class ParsedSet:
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


@dataclass(frozen=True, slots=True)
class ParsedExercise:
    """One exercise of a workout, which may hold the same name twice. `superset` counts from 0 within it."""

    name: str
    superset: int | None
    notes: str | None
    sets: tuple[ParsedSet, ...]


@dataclass(frozen=True, slots=True)
class ParsedWorkout:
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


@dataclass(frozen=True, slots=True)
class Options:
    """How to read what the file does not say. `now` bounds the dates: nothing was trained tomorrow."""

    zone: ZoneInfo
    units: Units
    now: datetime
    source: ImportSource | None = None
    """The app or format the person named; a file of another one is refused. None accepts any."""


@dataclass(frozen=True, slots=True)
class ParsedFile:
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
