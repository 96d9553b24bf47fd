"""Sessions as the rows of a CSV file that fitness apps exchange: Hevy's columns, in metric units. Pure.

Times are written with seconds and their offset from UTC, so that a file read back gives the same instants whatever the
reader's time zone is. `set_index` counts from 0 within an exercise; a second entry of the same exercise begins anew.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import datetime
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

from fitsync.workouts.session import ExerciseEntry, SetEntry, SetType, WorkoutSession, WorkoutStatus

FILE: Final = "workouts/workouts.csv"

_COLUMNS: Final = (
    "title",
    "start_time",
    "end_time",
    "description",
    "exercise_title",
    "superset_id",
    "exercise_notes",
    "set_index",
    "set_type",
    "weight_kg",
    "reps",
    "distance_km",
    "duration_seconds",
    "rpe",
)
_TYPES: Final = {
    SetType.NORMAL: "normal",
    SetType.WARMUP: "warmup",
    SetType.DROP: "dropset",
    SetType.FAILURE: "failure",
}


def lines(sessions: Iterable[WorkoutSession]) -> Iterator[str]:
    """The header, then a line for every set that was done in a completed session."""
    yield _line(_COLUMNS)
    for session in sessions:
        if session.status is not WorkoutStatus.COMPLETED or session.started_at is None:
            continue
        zone = ZoneInfo(session.time_zone)
        start, end = _time(session.started_at, zone), _time(session.ended_at or session.started_at, zone)
        for entry in session.exercises:
            for index, done in enumerate(one for one in entry.sets if one.done):
                yield _line((session.name, start, end, session.notes, *_exercise(entry), index, *_set(done)))


def _exercise(entry: ExerciseEntry) -> tuple[object, ...]:
    return entry.name, "" if entry.superset is None else entry.superset, entry.notes


def _set(done: SetEntry) -> tuple[object, ...]:
    distance = None if done.distance_m is None else done.distance_m / 1000
    measures = (done.weight_kg, done.reps, distance, done.duration_seconds, done.rpe)
    return _TYPES[done.type], *(_number(measure) for measure in measures)


def _number(value: Decimal | int | None) -> str:
    if value is None:
        return ""
    text = f"{Decimal(value):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _time(instant: datetime, zone: ZoneInfo) -> str:
    return instant.astimezone(zone).isoformat(sep=" ", timespec="seconds")


def _line(cells: Iterable[object]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(cells)
    return out.getvalue()
