"""Which AWS quota binds first at 10,000 requests a second and 10,000 connections (defaults of a large region)."""

from __future__ import annotations

from typing import Any, NamedTuple

from bench.mix import MIX
from bench.price import PRICES
from infra import platform
from tests.dynamodb.budgets import BUDGETS
from tests.support.declared import operation

REQUESTS_PER_SECOND = 10_000
CONNECTIONS = 10_000


class Quota(NamedTuple):
    """A default quota, what of it is needed, and what to do about it."""

    name: str
    needed: float
    limit: float
    remedy: str


def quotas(warm: dict[str, Any], follows: dict[str, Any]) -> list[Quota]:
    """The tightest one first."""
    weights = {name: weight / sum(MIX.values()) for name, weight in MIX.items()}
    seconds = sum(weight * _seconds(name, warm) for name, weight in weights.items())
    writes: dict[str, float] = {}
    for name, weight in weights.items():
        area = operation(name).area
        writes[area] = writes.get(area, 0) + weight * BUDGETS[name].write_units * REQUESTS_PER_SECOND
    table, units = max(writes.items(), key=lambda each: each[1])
    events = sum(weights[name] * found["events"] for name, found in follows.items()) * REQUESTS_PER_SECOND
    found = [
        Quota(
            f"DynamoDB: write units a second of one on-demand table ({table})",
            units,
            40_000,
            "raise the table quota before the launch, and pre-warm the table",
        ),
        Quota(
            "Lambda: functions running at once in a region",
            seconds * REQUESTS_PER_SECOND,
            1_000,
            "raise the concurrency quota; it is granted to tens of thousands",
        ),
        Quota(
            "API Gateway: requests a second in a region",
            REQUESTS_PER_SECOND,
            10_000,
            "raise the account throttle, or a second account or region behind Route 53",
        ),
        Quota("EventBridge: PutEvents a second", events, 10_000, "raise the quota; the publisher sends batches of ten"),
        Quota(
            "API Gateway: new WebSocket connections a second, all coming back within a minute",
            CONNECTIONS / 60,
            500,
            "none needed: clients come back after a random wait",
        ),
    ]
    return sorted(found, key=lambda one: one.limit / one.needed)


def _seconds(name: str, warm: dict[str, Any]) -> float:
    function, assumed = platform.function(operation(name).area), PRICES["assumed"]
    cpu = warm[name]["cpu_ms"]["p50"] / min(1.0, function.memory / assumed["mb_of_one_cpu"])
    trips = BUDGETS[name].reads + BUDGETS[name].writes
    return float(cpu + trips * assumed["dynamodb_round_trip_ms"]) / 1000
