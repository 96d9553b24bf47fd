"""What the mix costs on AWS, from the figures that were measured and the prices in `prices.toml`."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from bench.mix import MIX
from infra import platform
from tests.dynamodb.budgets import BUDGETS
from tests.support.declared import operation

PRICES: dict[str, Any] = tomllib.loads(Path(__file__).with_name("prices.toml").read_text())

# The event that a write of the mix raises.
_RAISED = {
    "completeSet": "workouts.set_completed",
    "createWorkout": "workouts.workout_started",
    "completeWorkout": "workouts.workout_completed",
}
_MILLION = 1_000_000


def dollars_per_million(warm: dict[str, Any], consumers: dict[str, float | None]) -> dict[str, float]:
    """By service: a million requests of the mix with all that follows from them."""
    weights = {name: weight / sum(MIX.values()) for name, weight in MIX.items()}
    assumed = PRICES["assumed"]
    gb_seconds = sum(weight * _gb_seconds(name, warm) for name, weight in weights.items())
    authorizer = platform.AUTHORIZER.memory / 1024 * assumed["authorizer_ms"] / 1000
    gb_seconds += authorizer / assumed["requests_per_authorizer_call"]
    invocations = 1 + 1 / assumed["requests_per_authorizer_call"]
    reads = sum(weight * BUDGETS[name].read_units for name, weight in weights.items())
    # A tenth of a write for the lease of the rate limit.
    writes = sum(weight * BUDGETS[name].write_units for name, weight in weights.items()) + 0.1
    events = sum(weights[name] for name in _RAISED)
    messages = sum(weights[name] * len(_listeners(event)) for name, event in _RAISED.items())
    gb_seconds += sum(
        weights[name] * _consumer_gb_seconds(one, consumers)
        for name, event in _RAISED.items()
        for one in _listeners(event)
    )
    # The publisher runs for each event, a consumer for each message: nothing arrives in batches at this rate.
    invocations += events + messages
    gb_seconds += events * platform.PUBLISHER.memory / 1024 * 0.010
    logs = assumed["log_bytes_per_request"] + messages * assumed["log_bytes_per_message"]
    return {
        "API Gateway": PRICES["api_gateway"]["rest_million_requests"],
        "Lambda requests": invocations * PRICES["lambda"]["million_requests"],
        "Lambda time": gb_seconds * _MILLION * PRICES["lambda"]["gb_second_arm64"],
        "DynamoDB": reads * PRICES["dynamodb"]["million_read_units"]
        + writes * PRICES["dynamodb"]["million_write_units"],
        # Sent, received and deleted.
        "SQS": 3 * messages * PRICES["sqs"]["million_requests"],
        "EventBridge": events * PRICES["eventbridge"]["million_events"],
        "CloudWatch": logs * _MILLION / 1e9 * PRICES["cloudwatch"]["gb_of_logs"],
    }


def dollars_per_thousand_users(per_million: dict[str, float]) -> dict[str, float]:
    """By service: a month of 1,000 active users, with what their year of history takes to keep."""
    assumed = PRICES["assumed"]
    requests = 1000 * assumed["sets_per_user_month"] * sum(MIX.values()) / MIX["completeSet"]
    sessions = 1000 * assumed["sets_per_user_month"] / 20
    found = {service: dollars * requests / _MILLION for service, dollars in per_million.items()}
    stored_gb = sessions * 12 * assumed["stored_kb_per_session"] / 1e6
    found["DynamoDB"] += stored_gb * PRICES["dynamodb"]["gb_month"]
    # A profile picture of 200 KB each.
    found["S3"] = 1000 * 200 / 1e6 * PRICES["s3"]["gb_month"] + PRICES["s3"]["thousand_puts"]
    return found


def _gb_seconds(name: str, warm: dict[str, Any]) -> float:
    function, assumed = platform.function(operation(name).area), PRICES["assumed"]
    share = min(1.0, function.memory / assumed["mb_of_one_cpu"])
    cpu = warm[name]["cpu_ms"]["p50"] * assumed["cpu_factor"] / share
    trips = BUDGETS[name].reads + BUDGETS[name].writes
    return float(function.memory / 1024 * (cpu + trips * assumed["dynamodb_round_trip_ms"]) / 1000)


def _listeners(event: str) -> list[platform.Consumer]:
    return [one for one in platform.CONSUMERS if event in one.events]


def _consumer_gb_seconds(consumer: platform.Consumer, speeds: dict[str, float | None]) -> float:
    assumed = PRICES["assumed"]
    cpu = 1000 / (speeds.get(consumer.name) or 500)
    share = min(1.0, consumer.memory / assumed["mb_of_one_cpu"])
    return float(consumer.memory / 1024 * (cpu / share + 2 * assumed["dynamodb_round_trip_ms"]) / 1000)
