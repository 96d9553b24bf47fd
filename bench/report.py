"""The measurements as tables: all of them for docs/performance.md, the main ones for the README and the terminal."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from bench import memory, price, quotas
from bench.mix import MIX
from bench.split import PARTS
from fitsync.kit import clock
from tests.dynamodb.budgets import BUDGETS

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "performance.md"
README = ROOT / "README.md"

HTTP_IMPORT, CONSUMER_IMPORT, SIMPLE_READ = 1.6, 0.6, 3.0
_SIMPLE_READ = "getPreferences"
_BLOCK = re.compile(r"(<!-- bench -->\n).*?(<!-- /bench -->)", re.DOTALL)

Row = Sequence[object]


def table(head: Row, rows: Iterable[Row]) -> str:
    """A Markdown table whose columns line up."""
    texts = [[str(cell) for cell in row] for row in (head, *rows)]
    widths = [max(len(row[column]) for row in texts) for column in range(len(head))]
    lines = [" | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in texts]
    lines.insert(1, " | ".join("-" * width for width in widths))
    return "\n".join(f"| {line} |" for line in lines)


def machine() -> str:
    """When and on what this was measured."""
    return f"{clock.now():%Y-%m-%d}, {os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"


def summary(results: dict[str, Any]) -> str:
    """The main figures beside their targets."""
    cold, warm, live = results["cold"], results["warm"], results["live"]
    imports = {
        kind: {name: one for name, one in cold.items() if one["kind"] == kind}
        for kind in ("http", "awaited", "consumer")
    }
    peak = max(results["scale"], key=lambda one: one["per_second"])
    rows: list[Row] = [
        _worst("import of an HTTP function ÷ empty FastAPI + Mangum", imports["http"], HTTP_IMPORT),
        _worst("import of a consumer ÷ the same", imports["consumer"], CONSUMER_IMPORT),
        _worst("import of an authorizer or the WebSocket function ÷ the same", imports["awaited"], None),
        _slowest("CPU of the first event after a restore in ms, slowest function", results["restored"]),
        (f"CPU of a simple read ÷ empty route ({_SIMPLE_READ})", f"{warm[_SIMPLE_READ]['ratio']:.1f} ×", "3 ×"),
        ("the same in ms, p50 / p95 / p99", _three(warm[_SIMPLE_READ]["cpu_ms"]), ""),
        ("completing a set, CPU in ms, p50 / p95 / p99", _three(warm["completeSet"]["cpu_ms"]), ""),
        ("set:complete over WebSocket, ms, p50 / p95", _two(live["set_complete_ms"]), "50 ms"),
        ("from device to device, ms, p50 / p95", _two(live["device_to_device_ms"]), "100 ms"),
        ("requests of the mix per second of one core", f"{results['scale'][0]['per_core_second']:.0f}", ""),
        (f"requests a second in all, {peak['processes']} processes", f"{peak['per_second']:.0f}", ""),
        ("failed under load", sum(one["failed"] for one in results["scale"]), "0"),
        ("operations that cost more than docs/cost.md says", len(deviations(results)), "0"),
        ("dollars a month of an idle prod stage", f"{sum(results['price']['idle'].values()):.2f}", ""),
        ("dollars per million requests of the mix", f"{sum(results['price']['per_million'].values()):.2f}", ""),
        (
            "dollars a month more for 1,000 active users",
            f"{sum(results['price']['per_thousand_users'].values()):.2f}",
            "",
        ),
    ]
    return table(("what", "measured", "target"), rows)


def deviations(results: dict[str, Any]) -> list[str]:
    """Operations that asked more of DynamoDB than their budget, with any length of history."""
    return [
        f"{name} at {workouts}: {figures}"
        for name, by_history in results["capacity"].items()
        for workouts, figures in by_history.items()
        if name in BUDGETS and any(seen > agreed for seen, agreed in zip(figures, BUDGETS[name], strict=True))
    ]


def page(results: dict[str, Any]) -> str:
    """All tables."""
    warm, scale, cold = results["warm"], results["scale"], results["cold"]
    empty = cold["empty"]
    sections = [
        ("", f"{_HEAD}\nMeasured {machine()}.\n\n{summary(results)}"),
        (
            "Cold starts",
            f"CPU in a fresh process with the packages that are deployed; {empty['import_ms']:.0f} ms is 1.\n\n"
            + table(
                ("function", "import ÷ empty", "import ms", "first event ms", "modules", "MB", "heaviest imports, ms"),
                [_cold_row(name, one) for name, one in cold.items()],
            ),
        ),
        (
            "After a restore from a snapshot",
            "CPU in ms of the first event, in a copy of a process that was prepared for it and of one that was not.\n\n"
            + table(
                ("function", "not prepared", "prepared", "preparing, once"),
                [
                    (name, *(f"{one[each]:.0f}" for each in ("imported_ms", "prepared_ms", "preparing_ms")))
                    for name, one in results["restored"].items()
                ],
            ),
        ),
        (
            "Warm requests",
            "CPU per request in ms, and how much of the median is whose (from a profile).\n\n"
            + table(
                ("operation", "÷ empty", "p50", "p95", "p99", "wall p50", *PARTS),
                [_warm_row(name, one) for name, one in warm.items()],
            ),
        ),
        (
            "Load",
            "Closed loop: each process asks again as soon as it is answered.\n\n"
            + table(
                ("processes", "requests/s", "per core", "failed", "cores of functions", "cores of DynamoDB"),
                [
                    (
                        one["processes"],
                        f"{one['per_second']:.0f}",
                        f"{one['per_core_second']:.0f}",
                        one["failed"],
                        f"{one['cores_of_functions']:.2f} of {one['cores']}",
                        f"{one['cores_of_dynamodb']:.2f}",
                    )
                    for one in scale
                ],
            ),
        ),
        (
            "Realtime",
            table(
                ("room members", "fan-out ms"),
                [(members, f"{ms:.1f}") for members, ms in results["live"]["fan_out_ms"].items()],
            ),
        ),
        (
            "Consumers",
            table(
                ("consumer", "messages per second of CPU"),
                [
                    (name, f"{speed:.0f}" if speed else "each message needs the one before")
                    for name, speed in results["consumers"].items()
                ],
            )
            + "\n\n"
            + _follows(results["follows"])
            + "\n\n"
            + _largest(results["largest"]),
        ),
        (
            "Search",
            table(
                ("what", "p50 ms", "p95 ms"),
                [(what, f"{one['p50']:.2f}", f"{one['p95']:.2f}") for what, one in results["search"].items()],
            ),
        ),
        ("Memory", _memory(results)),
        ("Price", _prices(results)),
        ("Quotas at 10,000 requests a second and 10,000 connections", _quotas(warm, results["follows"])),
    ]
    return "\n\n".join(f"## {title}\n\n{text}" if title else text for title, text in sections) + "\n"


_HEAD = """# Performance

`make bench` measures this; `make bench SAVE=1` writes this page and the README's table. Figures are ratios where a
clock is involved: a machine that does something else slows both sides. Counts are held by tests instead (docs/cost.md,
the modules of each function, the sizes of packages). The changes behind the figures are decisions 24, 26, 27 and 29.
"""


def save(results: dict[str, Any]) -> None:
    """Write the page and the README's table."""
    PAGE.write_text(page(results), encoding="utf-8")
    readme = README.read_text("utf-8")
    block = f"Measured {machine()}:\n\n{summary(results)}\n"
    README.write_text(_BLOCK.sub(lambda found: f"{found[1]}{block}{found[2]}", readme), encoding="utf-8")


def _worst(what: str, functions: dict[str, Any], target: float | None) -> Row:
    name, one = max(functions.items(), key=lambda each: float(each[1]["import_ratio"]))
    if target is None:
        return (what, f"{one['import_ratio']:.2f} × ({name})", "")
    within = sum(each["import_ratio"] <= target for each in functions.values())
    measured = f"{one['import_ratio']:.2f} × ({name}); {within} of {len(functions)} within"
    return (what, measured, f"{target:g} ×")


def _slowest(what: str, restored: dict[str, Any]) -> Row:
    name, one = max(restored.items(), key=lambda each: float(each[1]["prepared_ms"]))
    unprepared = max(each["imported_ms"] for each in restored.values())
    return (what, f"{one['prepared_ms']:.0f} ({name}); {unprepared:.0f} unprepared", "")


def _two(times: dict[str, float]) -> str:
    return f"{times['p50']:.1f} / {times['p95']:.1f}"


def _three(times: dict[str, float]) -> str:
    return f"{times['p50']:.2f} / {times['p95']:.2f} / {times['p99']:.2f}"


def _cold_row(name: str, one: dict[str, Any]) -> Row:
    heaviest = ", ".join(f"{package} {ms:.0f}" for package, ms in one["heaviest"].items())
    figures = (f"{one['import_ratio']:.2f}", f"{one['import_ms']:.0f}", f"{one['first_ms']:.0f}", one["modules"])
    return (name, *figures, f"{one['mb']:.0f}", heaviest)


def _warm_row(name: str, one: dict[str, Any]) -> Row:
    times = [f"{one['cpu_ms'][each]:.2f}" for each in ("p50", "p95", "p99")]
    parts = [f"{one['parts'][part] * one['cpu_ms']['p50']:.2f}" if one["parts"] else "" for part in PARTS]
    return (name, f"{one['ratio']:.1f}", *times, f"{one['wall_ms']['p50']:.2f}", *parts)


def _follows(follows: dict[str, Any]) -> str:
    """Of one request, all consumers together, with what they raise in turn."""
    rows = [
        (
            name,
            f"{one['changes']:.1f}",
            f"{one['events']:.1f}",
            f"{sum(one['messages'].values()):.1f}",
            f"{one['read_units']:.1f}",
            f"{one['write_units']:.1f}",
        )
        for name, one in follows.items()
    ]
    return table(("what follows from", "changes", "events", "messages", "read units", "write units"), rows)


def _largest(largest: dict[str, Any]) -> str:
    """Exports and recordings are whole processes; of a history it is what Python held besides."""
    rows: list[tuple[str, dict[str, float]]] = [
        *((f"export of {one['workouts']:,} workouts", one) for one in largest["exports"]),
        *((f"{one['format']} of {one['rows']:,} sets, held", one) for one in largest["histories"]),
        *((f"{one['format']} of {one['recorded_seconds'] / 3600:.0f} hours", one) for one in largest["recordings"]),
    ]
    lines = [(what, f"{one['seconds']:.1f}", f"{one['peak_mb']:.0f}") for what, one in rows]
    return table(("largest", "seconds of CPU", "MB"), lines)


def _memory(results: dict[str, Any]) -> str:
    return (
        "The smallest size that is enough, by the rule in bench/memory.py; what the next smaller one misses; dollars "
        "for the time of a million runs.\n\n"
        + table(
            ("function", "MB", "needed", "because of", *memory.SIZES),
            [
                (
                    one.function,
                    one.declared,
                    one.needed,
                    one.bound_by,
                    *(f"{one.per_million[size]:.2f}" for size in memory.SIZES),
                )
                for one in memory.sizes(results)
            ],
        )
    )


def _prices(results: dict[str, Any]) -> str:
    found = results["price"]
    bills = [found[name] for name in ("idle", "per_million", "per_thousand_users")]
    services = {service: None for bill in bills for service in bill}
    rows: list[Row] = [(service, *(f"{bill.get(service, 0):.2f}" for bill in bills)) for service in services]
    rows.append(("together", *(f"{sum(bill.values()):.2f}" for bill in bills)))
    noted = price.PRICES
    shares = ", ".join(f"{name} {weight} %" for name, weight in MIX.items())
    snapshots = found["snapshots"]
    return (
        f"In dollars at the prices of {noted['region']} as of {noted['noted']}; their sources and the assumptions are "
        f"in bench/prices.toml. The mix: {shares}. Snapshots for every function would cost {snapshots['all']:.2f} a "
        f"month instead of {snapshots['declared']:.2f}, and as much again for every older version that stayed "
        "published: versions go with the deployment that replaces them.\n\n"
        + table(("service", "idle prod stage, a month", "per million requests", "1,000 users, a month more"), rows)
    )


def _quotas(warm: dict[str, Any], follows: dict[str, Any]) -> str:
    rows = [
        (one.name, f"{one.needed:,.0f}", f"{one.limit:,}", f"{one.needed / one.limit:.1f} ×", one.remedy)
        for one in quotas.quotas(warm, follows)
    ]
    return "The first line binds first.\n\n" + table(("quota", "needed", "default", "used", "remedy"), rows)
