"""The words that imports speak in: sources, columns, outcomes of rows and why, and how much is taken."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

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
