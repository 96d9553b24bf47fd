"""Time of a search, of a match and of loading the catalogue: `python -m bench.search`.

CPU milliseconds in this process, the median and the 95th percentile over the queries of the quality test.
"""

from __future__ import annotations

import statistics
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


def _report(what: str, times: list[float]) -> None:
    p95 = sorted(times)[int(len(times) * 0.95)]
    print(f"{what:<28} {len(times):>5} runs   median {statistics.median(times):7.3f} ms   p95 {p95:7.3f} ms")


def main() -> None:
    """Print the table."""
    _report("load the catalogue", [_milliseconds(catalogue.all_exercises)])
    _report("build the search index", [_milliseconds(search.search, "x")])
    _report("first misspelling (import)", [_milliseconds(search.search, "benhc")])
    _report("search", [_milliseconds(search.search, q) for q in _firsts("queries.tsv") for _ in range(5)])
    _report("match an imported name", [_milliseconds(matching.match, n) for n in _firsts("names.tsv")])
    some = [exercise.id for exercise in catalogue.all_exercises()[::10]]
    _report("read the texts of one", [_milliseconds(catalogue.texts, i) for i in some])


if __name__ == "__main__":
    main()
