"""Memory by measurement: the smallest size at which a function does what is wanted of it.

Lambda gives CPU in proportion to memory, one vCPU at 1,769 MB ("Configure Lambda function memory"), so a request takes
its round trips and its CPU through that share. CPU costs the same at every size, waiting and snapshots cost more at a
larger one: the smallest size that is enough is the cheapest. One is enough when

- the most memory that the function has been seen with is at most two thirds of it, for events larger than the samples
  and for what Lambda's runtime takes;
- for whoever waits (`awaited`): the slowest route's p95 is within what the design wants, 100 ms for a simple read and
  500 ms otherwise, and a start without a snapshot within a second, its p99: about one request in a hundred is cold;
- for a consumer: a batch from a cold start ends within a tenth of its messages' visibility timeout, so that what waits
  behind it is not delivered twice;
- for one that tells devices, and the publisher before them: that start within a second, too, and a message to a room of
  ten within the 100 ms that the design gives a change to reach other devices.

What a sample cannot show is in `KEPT`, with the reason.
"""

from __future__ import annotations

import statistics
import time
from typing import Any, NamedTuple

from bench import stage
from bench.cold import EMPTY
from bench.mix import MIX
from bench.price import ASSUMED, PRICES, milliseconds
from fitsync.kit import clock, limits
from fitsync.kit.auth import Role
from infra import platform
from tests.dynamodb.budgets import BUDGETS
from tests.support.accounts import STARTED, Member, member
from tests.support.api import Api
from tests.support.declared import Operation, operation, operations
from tests.support.requests import prepared, send

SIZES = (256, 512, 768, 1024, 1280, 1536, 1769)
SIMPLE_READ_MS, OTHER_MS, TOLD_MS = 100, 500, 100
# A second, less a fifth by which imports differ between runs.
COLD_MS = 800
_WORKOUTS = 250

KEPT: dict[str, tuple[int, str]] = {
    "auth": (1769, "a bcrypt hash of cost 12 is a quarter of a second of a whole vCPU; measured is the cheapest one"),
    "publisher": (512, "a batch of a hundred records is more than the sample"),
    "media": (2048, "the largest picture takes 1.1 GB"),
    "workout_import": (1769, "the largest file takes a minute of a whole vCPU and 700 MB"),
    "data_export": (1024, "its size decides how fast 15 GB of pictures are copied"),
    "shared_workouts": (512, "a thousand friends take two seconds of a whole vCPU"),
    "erasure": (512, "an account may own much more than the sample's"),
    "training_rebuild": (512, "a history may be much longer than the sample's"),
}


class Size(NamedTuple):
    """What a function has and what it needs; dollars for a million warm runs by size."""

    function: str
    declared: int
    needed: int
    bound_by: str
    per_million: dict[int, float]


def measure(rounds: int) -> dict[str, list[float]]:
    """Milliseconds of CPU of every operation, once a round, by a user with 250 past workouts.

    One more round goes before them, in which models are built.
    """
    found: dict[str, list[float]] = {}
    with stage.running() as running:
        for _ in range(rounds + 1):
            running.empty()
            with clock.fixed(STARTED):
                owner = member(role=Role.PREMIUM)
                stage.train(owner, _WORKOUTS)
                for one in operations():
                    found.setdefault(one.id, []).append(_time(one, owner))
    return {name: times[1:] for name, times in found.items()}


def _time(one: Operation, owner: Member) -> float:
    request, api = prepared(one, owner), owner.api if one.access.signed_in else Api()
    clock.advance(limits.WINDOW_SECONDS)
    began = time.process_time()
    answer = send(api, one, request)
    spent = (time.process_time() - began) * 1000
    if not 200 <= answer.status < 300:
        raise RuntimeError(f"{one.id}: {answer.body}")
    return spent


def sizes(results: dict[str, Any]) -> list[Size]:
    """Every function, in the order it is declared."""
    return [_size(one, results) for one in platform.functions()]


def _size(function: platform.Function, results: dict[str, Any]) -> Size:
    declared, per_million = function.memory, _per_million(function, results)
    if function.name in KEPT:
        needed, why = KEPT[function.name]
        return Size(function.name, declared, needed, why, per_million)
    bound_by = "the smallest"
    for size in SIZES:
        missed = _missed(function, size, results)
        if not missed:
            return Size(function.name, declared, size, bound_by, per_million)
        bound_by = missed
    return Size(function.name, declared, SIZES[-1], f"misses: {bound_by}", per_million)


def _missed(function: platform.Function, size: int, results: dict[str, Any]) -> str:
    """What the size is too small for; nothing when it is enough."""
    cold = results["cold"][function.name]
    # A machine that does something else is as slow with the empty function.
    quiet = ASSUMED["empty_import_ms"] / results["cold"][EMPTY]["import_ms"]
    start = milliseconds((cold["import_ms"] + cold["first_ms"]) * quiet, 0, size)
    if cold["mb"] > size * 2 / 3:
        return f"memory: {cold['mb']:.0f} MB"
    for name, cpu in _slowest(function, results):
        trips = BUDGETS[name].reads + BUDGETS[name].writes
        simple = operation(name).method == "GET" and trips == 1
        if (took := milliseconds(cpu, trips, size)) > (SIMPLE_READ_MS if simple else OTHER_MS):
            return f"{name}: {took:.0f} ms"
    told = function.pushes or isinstance(function, platform.Publisher)
    if (function.awaited or told) and start > COLD_MS:
        return f"a cold start: {start:.0f} ms"
    if isinstance(function, platform.Consumer):
        message = 1000 / (results["consumers"][function.name] or 500)
        batch = start + milliseconds(message, 2, size) * function.batch_size
        if batch > (allowed := function.visibility_timeout * 1000 / 10):
            return f"a batch: {batch:.0f} of {allowed:.0f} ms"
        if told and (took := milliseconds(message + results["live"]["fan_out_ms"]["10"], 2, size)) > TOLD_MS:
            return f"telling ten members: {took:.0f} ms"
    return ""


def _slowest(function: platform.Function, results: dict[str, Any]) -> list[tuple[str, float]]:
    """The p95 of each of its routes in ms of CPU: of many requests for those of the mix, else the highest of a few."""
    if isinstance(function, platform.Socket):
        return [("completeSet", results["warm"]["completeSet"]["cpu_ms"]["p95"])]
    return [
        (one.id, results["warm"][one.id]["cpu_ms"]["p95"] if one.id in MIX else max(results["routes"][one.id]))
        for one in operations()
        if one.area == function.name and one.id in BUDGETS
    ]


def _per_million(function: platform.Function, results: dict[str, Any]) -> dict[int, float]:
    """Dollars for the time of a million runs: its median route, or one message."""
    routes = _slowest(function, results)
    if routes:
        name = sorted(routes, key=lambda one: one[1])[len(routes) // 2][0]
        known = results["warm"].get(name)
        cpu = known["cpu_ms"]["p50"] if known else statistics.median(results["routes"][name])
        trips = BUDGETS[name].reads + BUDGETS[name].writes
    else:
        cpu, trips = 1000 / (results["consumers"].get(function.name) or 500), 2
    price = PRICES["lambda"]["gb_second_arm64"] * 1000
    return {size: size / 1024 * milliseconds(cpu, trips, size) * price for size in SIZES}
