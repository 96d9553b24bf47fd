"""Time of a search, of a match and of loading the catalogue: `python -m bench.search`.

CPU milliseconds in this process, the median and the 95th percentile over the queries of the quality test.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from fitsync.exercises import catalogue, matching, search

_TESTS = Path(__file__).parent.parent / "tests/unit/exercises"


def _firsts(name: str) -> list[str]:
    return [line.split("\t")[0] for line in (_TESTS / name).read_text("utf-8").splitlines()]


def _milliseconds(work: Callable[..., object], *arguments: str) -> float:
    started = time.process_time()
    work(*arguments)
    return (time.process_time() - started) * 1000


def measure() -> dict[str, dict[str, float]]:
    """Milliseconds of CPU by what is done, in a process that has done none of it before."""
    times = {
        "load the catalogue": [_milliseconds(catalogue.all_exercises)],
        "build the search index": [_milliseconds(search.search, "x")],
        "first misspelling (import)": [_milliseconds(search.search, "benhc")],
        "search": [_milliseconds(search.search, q) for q in _firsts("queries.tsv") for _ in range(5)],
        "match an imported name": [_milliseconds(matching.match, n) for n in _firsts("names.tsv")],
        "read the texts of one": [_milliseconds(catalogue.texts, one.id) for one in catalogue.all_exercises()[::10]],
    }
    return {
        what: {
            "runs": len(each),
            "p50": statistics.median(each),
            "p95": sorted(each)[int(len(each) * 0.95)],
        }
        for what, each in times.items()
    }


def main() -> None:
    """Print the table, or JSON with `--json`."""
    found = measure()
    if "--json" in sys.argv[1:]:
        print(json.dumps(found))
        return
    for what, one in found.items():
        print(f"{what:<28} {one['runs']:>5} runs   median {one['p50']:7.3f} ms   p95 {one['p95']:7.3f} ms")


if __name__ == "__main__":
    main()
