"""Memory and CPU at the largest export and the largest imports, each in a process that does nothing else."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from bench import activity_import, history_import, stage
from bench.packages import Packages
from fitsync.privacy import exports
from tests.support import engine, history
from tests.support.samples import USER_ID, samples

_CHILD = Path(__file__).with_name("child.py")
_SAMPLE_EXPORT = "01KJPKTHJ0EXP0RT00000000AA"
EXPORTED = (1_500, 10_000)
IMPORTED_ROWS = 20_000


def measure() -> dict[str, Any]:
    """The exports by past workouts; the imports by format, of so many sets and of a day's recording."""
    return {
        "exports": [_export(workouts) for workouts in EXPORTED],
        "histories": history_import.measure(IMPORTED_ROWS),
        "recordings": activity_import.measure_all(activity_import.DAY),
    }


def _export(workouts: int) -> dict[str, float]:
    """The whole process with the packages that are deployed, from its start until the archive is in the bucket."""
    with engine.running() as tables, stage.apart(tables.url) as folder:
        history.train(USER_ID, workouts)
        export, _ = exports.ask(USER_ID)
        ((_, event),) = samples("data_export")
        path = folder / "event.json"
        path.write_text(json.dumps(event).replace(_SAMPLE_EXPORT, export.id))
        packages = Packages(folder)
        command, environment = packages.command("data_export")
        command += [str(_CHILD), packages.module("data_export"), str(path)]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        found = json.loads(done.stdout.splitlines()[-1])
        if found["answer"] != {"batchItemFailures": []}:
            raise RuntimeError(done.stdout + done.stderr)
        return {"workouts": workouts, "seconds": found["first_ms"] / 1000, "peak_mb": found["mb"]}


if __name__ == "__main__":
    print(json.dumps(measure() if not sys.argv[1:] else _export(int(sys.argv[1])), indent=1))
