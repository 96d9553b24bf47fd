"""Warm requests: CPU and wall time through the real handler, beside a FastAPI and Mangum route that does nothing.

The routes take turns, the empty one among them, so that whatever else the machine does falls on all of them. Where
code and data come to lie in memory differs from process to process, and with it a ratio by a tenth: it is the median of
several. Each has one core, as a function of less than 1,769 MB has, and so has the DynamoDB that it asks: waking
another core takes a virtual machine as long as the request does, and is no function's to pay. The write that every
tenth request of a user makes for the rate limit is not in the figures.
"""

from __future__ import annotations

import cProfile
import json
import os
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from bench import split, stage
from bench.baselines import empty
from bench.mix import MIX, Asked, requests_of
from bench.processes import told_by
from tests.support.accounts import Member
from tests.support.api import LambdaContext, handler_for, rest_event

EMPTY = "empty"
PROFILED = 40

Call = Callable[[], Any]


def measure(processes: int, rounds: int) -> dict[str, Any]:
    """Milliseconds per request of every route of the mix, by operation, in so many processes one after the other."""
    # One is profiled, too: it is slow.
    runs = [told_by("bench.warm", str(rounds), str(0 if number else PROFILED)) for number in range(processes)]
    return {
        name: {
            "cpu_ms": percentiles([ms for run in runs for ms in run["cpu"][name]]),
            "wall_ms": percentiles([ms for run in runs for ms in run["wall"][name]]),
            "ratio": statistics.median(
                statistics.median(run["cpu"][name]) / statistics.median(run["cpu"][EMPTY]) for run in runs
            ),
            "parts": runs[0]["parts"].get(name, {}),
        }
        for name in runs[0]["cpu"]
    }


def run(rounds: int, profiled: int) -> dict[str, Any]:
    """Milliseconds of each request in this process, and the share of each part in further, profiled ones."""
    with stage.running():
        owner = stage.new_member("ada")
        stage.train(owner, 100)
        calls = {name: _calls(requests_of(name, owner, rounds + profiled), owner) for name in MIX}
        calls[EMPTY] = [_empty] * (rounds + profiled)
        for listed in calls.values():
            listed[0]()
        cpu: dict[str, list[float]] = defaultdict(list)
        wall: dict[str, list[float]] = defaultdict(list)
        for number in range(1, rounds):
            turn = number % len(calls)
            for name, listed in [*calls.items()][turn:] + [*calls.items()][:turn]:
                began, used = time.perf_counter(), time.process_time()
                listed[number]()
                cpu[name].append((time.process_time() - used) * 1000)
                wall[name].append((time.perf_counter() - began) * 1000)
        parts = {name: _split(listed[rounds:]) for name, listed in calls.items() if profiled and name != EMPTY}
    return {"cpu": cpu, "wall": wall, "parts": parts}


def _calls(asked: Sequence[Asked], owner: Member) -> list[Call]:
    return [call_of(one, owner) for one in asked]


def call_of(asked: Asked, owner: Member) -> Call:
    """What makes the request; it raises when that is refused."""
    event = event_of(asked, owner)
    handler = handler_for(asked.request.path)

    def call() -> None:
        answer = handler(event, LambdaContext())
        if not 200 <= answer["statusCode"] < 300:
            raise RuntimeError(answer["body"])

    return call


def event_of(asked: Asked, owner: Member) -> dict[str, Any]:
    """The event that the gateway would send for the request."""
    body = None if asked.request.body is None else json.dumps(asked.request.body)
    headers = {str(name): str(value) for name, value in (asked.request.headers or {}).items()}
    return rest_event(asked.operation.method, asked.request.path, body, user=owner.principal, headers=headers)


_EMPTY_EVENT = rest_event("GET", "/v1/empty")


def _empty() -> None:
    empty.handler(_EMPTY_EVENT, LambdaContext())  # type: ignore[arg-type]


def _split(calls: Sequence[Call]) -> dict[str, float]:
    profile = cProfile.Profile(time.process_time)
    for call in calls:
        profile.runcall(call)
    return split.shares(profile)


def percentiles(times: list[float]) -> dict[str, float]:
    """The median, the 95th and the 99th percentile."""
    ordered = sorted(times)
    return {
        "p50": statistics.median(ordered),
        "p95": ordered[int(len(ordered) * 0.95)],
        "p99": ordered[int(len(ordered) * 0.99)],
    }


def _on_one_core() -> None:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


if __name__ == "__main__":
    _on_one_core()
    print(json.dumps(run(*map(int, sys.argv[1:]))))
