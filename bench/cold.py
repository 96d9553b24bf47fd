"""Cold starts: the CPU of importing a function and of its first event, each time in a fresh process.

Bytecode is there, as it is in the deployed packages. Every round runs each function once, between runs of the
baselines, so that whatever else the machine does falls on all of them; figures are medians, and so are the ratios of
each run to its neighbours.
"""

from __future__ import annotations

import contextlib
import json
import re
import statistics
import subprocess
import sys
from collections import defaultdict
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal, TypeAlias

from bench import stage
from bench.packages import Packages
from fitsync.auth import repository, tokens
from fitsync.kit import clock
from infra import platform
from tests.integration.test_samples import succeeded
from tests.support.api import rest_event
from tests.support.environment import VARIABLES, client
from tests.support.samples import SESSION_ID, USER_ID, samples

_CHILD = Path(__file__).with_name("child.py")
EMPTY, RESOLVER = "empty", "resolver"
_BASELINE_EVERY = 3


Kind: TypeAlias = Literal["http", "awaited", "consumer"]


@dataclass(frozen=True)
class Cold:
    """Milliseconds of CPU, and the memory after the first event in MB. `heaviest` are milliseconds by package."""

    import_ms: float
    first_ms: float
    modules: int
    mb: float
    heaviest: dict[str, float]
    import_ratio: float = 0
    total_ratio: float = 0


def measure(rounds: int) -> dict[str, Any]:
    """Every function and both baselines, by name."""
    with stage.apart() as folder:
        packages = Packages(folder)
        events = {function.name: event_file(packages, function, folder) for function in platform.functions()}
        baseline = folder / "baseline.json"
        baseline.write_text(json.dumps(rest_event("GET", "/v1/empty")))
        runs: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for _ in range(rounds):
            for position, function in enumerate(platform.functions()):
                if position % _BASELINE_EVERY == 0:
                    for name in (EMPTY, RESOLVER):
                        runs[name].append(run(packages, name, baseline))
                forget_markers()
                one = run(packages, function.name, events[function.name])
                runs[function.name].append({**one, "beside": len(runs[EMPTY]) - 1})
        runs[EMPTY].append(run(packages, EMPTY, baseline))
        found = {name: _summary(packages, name, listed) for name, listed in runs.items()}
    empty = found[EMPTY]
    imports = [one["import_ms"] for one in runs[EMPTY]]
    kinds = {function.name: kind_of(function) for function in platform.functions()}
    return {
        name: asdict(one)
        | {
            "import_ratio": _ratio(runs[name], imports) if name in kinds else one.import_ms / empty.import_ms,
            "total_ratio": (one.import_ms + one.first_ms) / (empty.import_ms + empty.first_ms),
            "kind": kinds.get(name),
        }
        for name, one in found.items()
    }


def kind_of(function: platform.Function) -> Kind:
    """What somebody waits for, over HTTP or otherwise, and what works behind a queue, a stream or a schedule."""
    if isinstance(function, platform.HttpArea):
        return "http"
    return "awaited" if function.awaited else "consumer"


def event_file(packages: Packages, function: platform.Function, folder: Path) -> Path:
    """A sample event that the function acts on by itself: a read where it has one. Raises when it acts on none."""
    listed = sorted(samples(function.name), key=lambda one: one[1].get("httpMethod") != "GET")
    path = folder / f"{function.name}.json"
    for _, event in listed:
        text = _TOKEN.sub(_token(), json.dumps(event))
        # The others are measured with the user of the samples.
        path.write_text(text.replace(USER_ID, clock.new_id()) if function.name == "erasure" else text)
        forget_markers()
        with contextlib.suppress(subprocess.CalledProcessError, TypeError, KeyError):
            if succeeded(function, run(packages, function.name, path)["answer"]):
                return path
    raise RuntimeError(f"{function.name} acts on none of its samples")


_TOKEN = re.compile(r"eyJ[\w-]+\.[\w-]+\.[\w-]+")


def _token() -> str:
    """An access token of the user of the samples: theirs have run out, and are refused before the store is asked."""
    account = repository.find_account(USER_ID)
    assert account
    return tokens.access_token(account, SESSION_ID)


def run(packages: Packages, name: str, event: Path, *how: str, **environment: str | None) -> dict[str, Any]:
    """What `child.py` says of one event, with variables set or (None) unset."""
    command, given = packages.command(name)
    command += [str(_CHILD), packages.module(name), str(event), *how]
    env = {key: value for key, value in {**given, **environment}.items() if value is not None}
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def forget_markers() -> None:
    """Let a consumer act on its event as if for the first time, and a user ask as if for the first time that minute."""
    dynamodb, table = client("dynamodb"), VARIABLES["TABLE_PLATFORM"]
    for item in dynamodb.scan(TableName=table)["Items"]:
        dynamodb.delete_item(TableName=table, Key={"pk": item["pk"], "sk": item["sk"]})


def _ratio(runs: list[dict[str, Any]], baselines: list[float]) -> float:
    """Of each run to the baselines right before and after it: a machine may be half as fast a minute later."""
    ratios = [run["import_ms"] / statistics.mean(baselines[run["beside"] : run["beside"] + 2]) for run in runs]
    return float(statistics.median(ratios))


def _summary(packages: Packages, name: str, runs: list[dict[str, Any]]) -> Cold:
    return Cold(
        import_ms=statistics.median(run["import_ms"] for run in runs),
        first_ms=statistics.median(run["first_ms"] or 0 for run in runs),
        modules=runs[0]["modules"],
        mb=statistics.median(run["mb"] for run in runs),
        heaviest=_heaviest(packages, name),
    )


_LINE = re.compile(r"import time:\s+(\d+) \|\s+\d+ \|\s+(\S+)")


def _heaviest(packages: Packages, name: str, count: int = 10) -> dict[str, float]:
    """The packages that an import spends the most time in, in milliseconds of their own."""
    command, environment = packages.command(name, "-X", "importtime")
    command += ["-c", f"import {packages.module(name)}"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    spent: dict[str, float] = defaultdict(float)
    for microseconds, imported in _LINE.findall(done.stderr):
        spent[_package(imported)] += int(microseconds) / 1000
    return dict(sorted(spent.items(), key=lambda each: -each[1])[:count])


def _package(module: str) -> str:
    top = module.split(".", maxsplit=1)[0]
    return "standard library" if top in sys.stdlib_module_names or top.startswith("_") else top
