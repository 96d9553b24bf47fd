"""All measurements: `make bench`, or `make bench SAVE=1` to write docs/performance.md and the README's table, too.

`python -m bench [--save] [part …]`; the JSON of all parts measured so far is in bench/results/latest.json.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench import capacity, cold, consumers, fixed, follows, largest, live, memory, price, report, restored, scale, warm
from bench.processes import told_by

RESULTS = Path(__file__).parent / "results" / "latest.json"


PARTS: dict[str, Callable[[], Any]] = {
    "cold": lambda: cold.measure(rounds=7),
    "restored": lambda: restored.measure(rounds=3),
    "warm": lambda: warm.measure(processes=5, rounds=66),
    "capacity": capacity.measure,
    "scale": lambda: scale.measure(seconds=8),
    "live": lambda: live.measure(sets=200),
    "consumers": lambda: consumers.measure(batches=20),
    "follows": lambda: follows.measure(requests=20),
    "routes": lambda: memory.measure(rounds=5),
    "largest": largest.measure,
    "search": lambda: told_by("bench.search", "--json"),
    "stage": fixed.measure,
}


def main() -> None:
    """Measure, print the main table, and write what was asked for."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("parts", nargs="*", help=f"of {', '.join(PARTS)}; all without any")
    parser.add_argument("--save", action="store_true", help="write docs/performance.md and the README's table")
    chosen = parser.parse_args()
    results: dict[str, Any] = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    for name in chosen.parts or PARTS:
        began = time.monotonic()
        # As it comes back from the file, so that a part measured earlier reads the same.
        results[name] = json.loads(json.dumps(PARTS[name]()))
        _keep(results)
        print(f"{name}: {time.monotonic() - began:.0f} s", file=sys.stderr)
    if missing := set(PARTS) - set(results):
        print(f"Not measured yet: {', '.join(sorted(missing))}.", file=sys.stderr)
    else:
        results["price"] = price.bills(results)
        results["memory"] = [one._asdict() for one in memory.sizes(results)]
        print(report.summary(results))
        for line in report.deviations(results):
            print(f"more than in docs/cost.md: {line}", file=sys.stderr)
        for size in memory.sizes(results):
            if size.declared != size.needed:
                print(f"memory of {size.function}: {size.declared}, needed {size.needed}", file=sys.stderr)
        if chosen.save:
            report.save(results)
        _keep(results)


def _keep(results: dict[str, Any]) -> None:
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps({**results, "measured": report.machine()}, indent=1))


if __name__ == "__main__":
    main()
