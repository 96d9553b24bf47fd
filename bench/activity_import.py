"""How long a day's recording takes to read, and how much memory: `python -m bench.activity_import [seconds]`.

One point a second, 86,400 of them unless told otherwise, written as FIT, TCX and GPX. Prints, per format, the CPU
seconds from bytes to workout, and the highest memory of the process; each format runs in one of its own.
"""

from __future__ import annotations

import io
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from fitsync.users.service import Units
from fitsync.workouts.imports.documents import Options
from fitsync.workouts.imports.parsing import parse
from tests.support.recordings import Outing, fit_run, gpx, tcx

DAY = 86_400
OPTIONS = Options(ZoneInfo("Europe/Madrid"), Units.METRIC, datetime(2026, 11, 21, tzinfo=UTC))


def written(kind: str, seconds: int) -> bytes:
    """A recording of so many seconds."""
    outing = Outing(seconds=seconds, step=1, hill=900)
    if kind == "fit":
        return fit_run(outing)
    return (tcx(outing) if kind == "tcx" else gpx(outing)).encode()


def measure(path: Path) -> None:
    """Measure one file in this process."""
    raw = path.read_bytes()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.process_time()
    (workout,) = parse(io.BytesIO(raw), OPTIONS).workouts
    spent = time.process_time() - started
    highest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert workout.activity is not None
    print(
        f"{path.suffix[1:]}: {len(raw) / 1e6:.1f} MB, {workout.activity.elapsed_seconds:,} s, "
        f"{workout.activity.distance_m} m: {spent:.1f} s CPU, {highest / 1e3:.0f} MB ({before / 1e3:.0f} before)"
    )


def main(seconds: int = DAY) -> None:
    """Measure every format. The peak of a process never goes down and is handed on, so this one stays small."""
    itself = [sys.executable, "-m", "bench.activity_import"]
    with tempfile.TemporaryDirectory() as folder:
        for kind in ("fit", "tcx", "gpx"):
            path = Path(folder) / f"recording.{kind}"
            subprocess.run([*itself, "write", str(seconds), str(path)], check=True)
            subprocess.run([*itself, "read", str(path)], check=True)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["write", length, where]:
            Path(where).write_bytes(written(Path(where).suffix[1:], int(length)))
        case ["read", where]:
            measure(Path(where))
        case arguments:
            main(*map(int, arguments))
