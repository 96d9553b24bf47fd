"""How long a large export takes to parse, and how much memory: `python -m bench.history_import [rows]`.

Prints, per format, the CPU seconds of parsing and the peak of what Python allocated meanwhile.
"""

from __future__ import annotations

import io
import sys
import time
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from fitsync.users.service import Units
from fitsync.workouts.imports.parsed import Options
from fitsync.workouts.imports.parsing import parse

HEVY = (
    '"title","start_time","end_time","description","exercise_title","superset_id","exercise_notes","set_index",'
    '"set_type","weight_kg","reps","distance_km","duration_seconds","rpe"\n'
)
STRONG = "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,Workout Notes,RPE\n"
FIRST = datetime(2014, 1, 1, 7, 30, tzinfo=UTC)
EXERCISES, SETS, NAMES = 5, 4, 60


def sets() -> Iterator[tuple[int, datetime, int, int]]:
    """Workout, its start, exercise and set, without end: five exercises of four sets every 19 hours."""
    workout = 0
    while True:
        start = FIRST + timedelta(hours=19 * workout)
        for exercise in range(EXERCISES):
            for number in range(SETS):
                yield workout, start, (workout + exercise) % NAMES, number
        workout += 1


def hevy() -> Iterator[str]:
    """The rows of a Hevy export."""
    for workout, start, exercise, number in sets():
        end = start + timedelta(minutes=55)
        rpe = "8.5" if number == SETS - 1 else ""
        head = (
            f'"Workout {workout}","{start:%d %b %Y, %H:%M}","{end:%d %b %Y, %H:%M}","","Exercise {exercise} (Barbell)"'
        )
        yield f'{head},,"elbows in",{number},"normal",{60 + 2.5 * number},8,,,{rpe}\n'


def strong() -> Iterator[str]:
    """The rows of a Strong export, with a rest timer behind every set."""
    for workout, start, exercise, number in sets():
        head = f'{start:%Y-%m-%d %H:%M:%S},"Workout {workout}",55m,"Exercise {exercise} (Barbell)"'
        yield f'{head},{number + 1},{60 + 2.5 * number},8,0,0,"","",8\n'
        yield f"{head},Rest Timer,0,0,0,90,,,\n"


def measure(rows: int) -> list[dict[str, Any]]:
    """Both formats: seconds of CPU, and the most MB that Python held meanwhile."""
    options = Options(ZoneInfo("Europe/Madrid"), Units.METRIC, FIRST + timedelta(days=365 * 200))
    found: list[dict[str, Any]] = []
    for name, header, lines in (("hevy", HEVY, hevy()), ("strong", STRONG, strong())):
        raw = (header + "".join(islice(lines, rows))).encode()
        started = time.process_time()
        parsed = parse(io.BytesIO(raw), options)
        seconds = time.process_time() - started
        tracemalloc.start()
        parse(io.BytesIO(raw), options)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        found.append(
            {
                "format": name,
                "rows": rows,
                "file_mb": len(raw) / 1e6,
                "workouts": len(parsed.workouts),
                "seconds": seconds,
                "peak_mb": peak / 1e6,
            }
        )
    return found


def main(rows: int = 20_000) -> None:
    """Print both formats."""
    for one in measure(rows):
        print(
            f"{one['format']}: {rows} rows, {one['file_mb']:.1f} MB, {one['workouts']} workouts: "
            f"{one['seconds']:.2f} s CPU, {one['peak_mb']:.0f} MB at most"
        )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
