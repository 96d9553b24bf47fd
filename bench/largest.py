"""Memory and CPU at the largest export and the largest imports, each in a process that does nothing else."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bench import activity_import, history_import, stage
from bench.packages import Packages
from fitsync.privacy import exports
from tests.support import engine, history
from tests.support.samples import OTHER_ID, USER_ID, samples

_CHILD = Path(__file__).with_name("child.py")
_SAMPLE_EXPORT = "01KJPKTHJ0EXP0RT00000000AA"
# Past workouts by user.
EXPORTED = {USER_ID: 1_500, OTHER_ID: 10_000}
IMPORTED_ROWS = 20_000


def measure() -> dict[str, Any]:
    """The exports by past workouts; the imports by format, of so many sets and of a day's recording."""
    return {
        "exports": exports_of(EXPORTED),
        "histories": history_import.measure(IMPORTED_ROWS),
        "recordings": activity_import.measure_all(activity_import.DAY, ("fit", "gpx")),
    }


def exports_of(histories: Mapping[str, int]) -> list[dict[str, float]]:
    """For each user with so many past workouts, the process from its start until the archive is in the bucket.

    With the packages that are deployed.
    """
    with engine.running() as tables, stage.apart(tables.url) as folder:
        packages = Packages(folder)
        return [_export(packages, folder, *one) for one in histories.items()]


def _export(packages: Packages, folder: Path, user_id: str, workouts: int) -> dict[str, float]:
    history.train(user_id, workouts)
    export, _ = exports.ask(user_id)
    ((_, event),) = samples("data_export")
    path = folder / "event.json"
    path.write_text(json.dumps(event).replace(_SAMPLE_EXPORT, export.id).replace(USER_ID, user_id))
    command, environment = packages.command("data_export")
    command += [str(_CHILD), packages.module("data_export"), str(path)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    found = json.loads(done.stdout.splitlines()[-1])
    if found["answer"] != {"batchItemFailures": []}:
        raise RuntimeError(done.stdout + done.stderr)
    return {"workouts": workouts, "seconds": found["first_ms"] / 1000, "peak_mb": found["mb"]}
