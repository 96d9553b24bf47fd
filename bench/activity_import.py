"""How long a day's recording takes to read, and how much memory: `python -m bench.activity_import [seconds]`.

One point a second, 86,400 of them unless told otherwise, written as FIT, TCX and GPX. Prints, per format, the CPU
seconds from bytes to workout, and the highest memory of the process; each format runs in one of its own.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bench.child import peak
from fitsync.users.service import Units
from fitsync.workouts.imports.parsed import Options
from fitsync.workouts.imports.parsing import parse
from tests.support.recordings import Outing, fit_run, gpx, tcx

DAY = 86_400
KINDS = ("fit", "tcx", "gpx")
OPTIONS = Options(ZoneInfo("Europe/Madrid"), Units.METRIC, datetime(2026, 11, 21, tzinfo=UTC))


def written(kind: str, seconds: int) -> bytes:
    """A recording of so many seconds."""
    outing = Outing(seconds=seconds, step=1, hill=900)
    if kind == "fit":
        return fit_run(outing)
    return (tcx(outing) if kind == "tcx" else gpx(outing)).encode()


def measure(path: Path) -> dict[str, Any]:
    """One file in this process: seconds of CPU, and the most MB that the process had, before and with it."""
    raw = path.read_bytes()
    before = peak()
    started = time.process_time()
    (workout,) = parse(io.BytesIO(raw), OPTIONS).workouts
    spent = time.process_time() - started
    assert workout.activity is not None
    return {
        "format": path.suffix[1:],
        "file_mb": len(raw) / 1e6,
        "recorded_seconds": workout.activity.elapsed_seconds,
        "seconds": spent,
        "mb_before": before,
        "peak_mb": peak(),
    }


def measure_all(seconds: int, kinds: Iterable[str] = KINDS) -> list[dict[str, Any]]:
    """The formats, each read in a process of its own."""
    itself = [sys.executable, "-m", "bench.activity_import"]
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for kind in kinds:
            path = str(Path(folder) / f"recording.{kind}")
            subprocess.run([*itself, "write", str(seconds), path], check=True)
            done = subprocess.run([*itself, "read", path], check=True, capture_output=True, text=True)
            found.append(json.loads(done.stdout))
    return found


def main(seconds: int = DAY) -> None:
    """Print every format."""
    for one in measure_all(seconds):
        print(
            f"{one['format']}: {one['file_mb']:.1f} MB, {one['recorded_seconds']:,} s: "
            f"{one['seconds']:.1f} s CPU, {one['peak_mb']:.0f} MB ({one['mb_before']:.0f} before)"
        )


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["write", length, where]:
            Path(where).write_bytes(written(Path(where).suffix[1:], int(length)))
        case ["read", where]:
            print(json.dumps(measure(Path(where))))
        case arguments:
            main(*map(int, arguments))
