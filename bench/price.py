"""What the platform costs on AWS, from the figures that were measured and the prices in `prices.toml`.

Three bills: a month of a stage that nobody uses, a million requests of the mix with all that follows from them, and
what a month of 1,000 active users adds.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from bench.mix import MIX
from infra import platform
from infra.stages import STAGES
from tests.dynamodb.budgets import BUDGETS
from tests.support.declared import Operation, operation

PRICES: dict[str, Any] = tomllib.loads(Path(__file__).with_name("prices.toml").read_text())
ASSUMED: dict[str, Any] = PRICES["assumed"]

Bill: TypeAlias = dict[str, float]

_MILLION = 1_000_000
_STAGE = STAGES["prod"]
# AWS's month of 730 hours.
_MONTH_SECONDS = 730 * 3600


@dataclass
class Following:
    """What follows from a write: changes wake the publisher, which sends events. Messages, and the trips to DynamoDB
    that they take, are by consumer.
    """

    changes: float = 0
    events: float = 0
    read_units: float = 0
    write_units: float = 0
    messages: dict[str, float] = field(default_factory=dict)
    trips: dict[str, float] = field(default_factory=dict)

    def add(self, other: Following, share: float = 1) -> None:
        """Add another, or a share of it."""
        self.changes += share * other.changes
        self.events += share * other.events
        self.read_units += share * other.read_units
        self.write_units += share * other.write_units
        for mine, others in ((self.messages, other.messages), (self.trips, other.trips)):
            for name, count in others.items():
                mine[name] = mine.get(name, 0) + share * count


def bills(results: dict[str, Any]) -> dict[str, Bill]:
    """The three by name, and what snapshots cost a month as declared and if every function had one."""
    per_million = dollars_per_million(results)
    counted = results["stage"]
    return {
        "idle": dollars_idle(counted),
        "per_million": per_million,
        "per_thousand_users": dollars_per_thousand_users(per_million),
        "snapshots": {"declared": snapshots(counted["snapshot_gb"]), "all": snapshots(counted["functions_gb"])},
    }


def dollars_idle(counted: dict[str, float]) -> Bill:
    """By service: a month of a stage without a single request, from what it is made of."""
    cloudwatch, waf = PRICES["cloudwatch"], PRICES["waf"]
    polls = counted["polled_queues"] * ASSUMED["polls_per_queue_minute"] * _MONTH_SECONDS / 60
    return {
        "SnapStart": snapshots(counted["snapshot_gb"]),
        "WAF": counted["firewalls"] * waf["firewall_month"] + counted["firewall_rules"] * waf["rule_month"],
        "CloudWatch": counted["alarms"] * cloudwatch["alarm_month"]
        + counted["dashboards"] * cloudwatch["dashboard_month"],
        "SQS": polls / _MILLION * PRICES["sqs"]["million_requests"],
        "Secrets Manager": counted["secrets"] * PRICES["secrets_manager"]["secret_month"],
        "KMS": counted["keys"] * PRICES["kms"]["key_month"],
    }


def snapshots(gb: float) -> float:
    """Dollars for a month of one published version each of functions with so much memory together."""
    return gb * _MONTH_SECONDS * float(PRICES["lambda"]["snapshot_gb_second"])


def dollars_per_million(results: dict[str, Any]) -> Bill:
    """By service: a million requests of the mix with all that follows from them."""
    warm, cold, consumers = results["warm"], results["cold"], results["consumers"]
    weights = {name: weight / sum(MIX.values()) for name, weight in MIX.items()}
    gb_seconds = sum(weight * _gb_seconds(name, warm) for name, weight in weights.items())
    authorizer = platform.AUTHORIZER.memory / 1024
    gb_seconds += authorizer * ASSUMED["authorizer_ms"] / 1000 / ASSUMED["requests_per_authorizer_call"]
    invocations = 1 + 1 / ASSUMED["requests_per_authorizer_call"]
    following = of_mix(results["follows"])
    reads = sum(weight * BUDGETS[name].read_units for name, weight in weights.items()) + following.read_units
    # A tenth of a write for the lease of the rate limit.
    writes = sum(weight * BUDGETS[name].write_units for name, weight in weights.items()) + following.write_units + 0.1
    changes, messages = following.changes, sum(following.messages.values())
    # The publisher runs for each change, a consumer for each message: nothing arrives in batches at this rate.
    invocations += changes + messages
    gb_seconds += changes * (platform.PUBLISHER.memory / 1024 * 0.010 + _start_gb_seconds(platform.PUBLISHER, cold))
    for name, count in following.messages.items():
        consumer = platform.function(name)
        gb_seconds += _consumer_gb_seconds(consumer, consumers, count, following.trips[name])
        gb_seconds += count * _start_gb_seconds(consumer, cold)
    memory = sum(weight * _area(name).memory / 1024 for name, weight in weights.items())
    restored_gb = ASSUMED["cold_share"] * (memory + authorizer / ASSUMED["requests_per_authorizer_call"])
    # A request is one trace through gateway and functions; what a stream or a queue begins is one of its own.
    traces = _STAGE.traced_share + ASSUMED["traced_share_of_invocations"] * (changes + messages)
    logs_gb = (ASSUMED["log_bytes_per_request"] + messages * ASSUMED["log_bytes_per_message"]) * _MILLION / 1e9
    cloudwatch = PRICES["cloudwatch"]
    return {
        "API Gateway": PRICES["api_gateway"]["rest_million_requests"],
        "WAF": PRICES["waf"]["million_requests"],
        "Lambda requests": invocations * PRICES["lambda"]["million_requests"],
        "Lambda time": gb_seconds * _MILLION * PRICES["lambda"]["gb_second_arm64"],
        "SnapStart": restored_gb * _MILLION * PRICES["lambda"]["restored_gb"],
        "DynamoDB": reads * PRICES["dynamodb"]["million_read_units"]
        + writes * PRICES["dynamodb"]["million_write_units"],
        # Sent, received and deleted.
        "SQS": 3 * messages * PRICES["sqs"]["million_requests"],
        "EventBridge": following.events * PRICES["eventbridge"]["million_events"],
        "CloudWatch": logs_gb * (cloudwatch["gb_of_logs"] + cloudwatch["gb_of_logs_month"]),
        "X-Ray": traces * PRICES["xray"]["million_traces"],
        "Data transfer": ASSUMED["answer_bytes"] * _MILLION / 1e9 * PRICES["transfer"]["gb_out"],
    }


def dollars_per_thousand_users(per_million: Bill) -> Bill:
    """By service: what a month of 1,000 active users adds, with what their year of history takes to keep."""
    sets = 1000 * ASSUMED["sets_per_user_month"]
    requests = sets * sum(MIX.values()) / MIX["completeSet"]
    sessions = sets / 20
    found = {service: dollars * requests / _MILLION for service, dollars in per_million.items()}
    gateway = PRICES["api_gateway"]
    found["API Gateway"] += sets / _MILLION * gateway["websocket_million_messages"]
    found["API Gateway"] += (
        sessions * ASSUMED["session_minutes"] / _MILLION * gateway["websocket_million_connection_minutes"]
    )
    stored_gb = sessions * 12 * ASSUMED["stored_kb_per_session"] / 1e6
    found["DynamoDB"] += stored_gb * (PRICES["dynamodb"]["gb_month"] + PRICES["dynamodb"]["recovery_gb_month"])
    # A full copy a day, in two regions.
    backup = PRICES["backup"]
    found["Backups"] = stored_gb * (2 * _STAGE.backup_retention * backup["gb_month"] + 30 * backup["transferred_gb"])
    found["CloudWatch"] += _metrics(map(operation, MIX)) * PRICES["cloudwatch"]["metric_month"]
    pictures_gb = 1000 * ASSUMED["picture_kb"] / 1e6
    found["S3"] = pictures_gb * PRICES["s3"]["gb_month"] + PRICES["s3"]["thousand_puts"]
    found["SES"] = ASSUMED["mails_per_user_month"] * PRICES["ses"]["thousand_mails"]
    return found


def of_mix(measured: dict[str, Any]) -> Following:
    """What follows from a request of the mix, given what follows from each operation that writes."""
    found = Following()
    for name, one in measured.items():
        found.add(Following(**one), MIX[name] / sum(MIX.values()))
    return found


def milliseconds(cpu_ms: float, trips: float, memory: int) -> float:
    """How long a function of so many MB takes for so much CPU and so many requests to DynamoDB."""
    share = min(1.0, memory / ASSUMED["mb_of_one_cpu"])
    return float(cpu_ms * ASSUMED["cpu_factor"] / share + trips * ASSUMED["dynamodb_round_trip_ms"])


def _gb_seconds(name: str, warm: dict[str, Any]) -> float:
    memory, trips = _area(name).memory, BUDGETS[name].reads + BUDGETS[name].writes
    return memory / 1024 * milliseconds(warm[name]["cpu_ms"]["p50"], trips, memory) / 1000


def _area(name: str) -> platform.Function:
    return platform.function(operation(name).area)


def _consumer_gb_seconds(
    consumer: platform.Function, speeds: dict[str, float | None], messages: float, trips: float
) -> float:
    cpu = messages * 1000 / (speeds.get(consumer.name) or 500)
    return consumer.memory / 1024 * milliseconds(cpu, trips, consumer.memory) / 1000


def _start_gb_seconds(function: platform.Function, cold: dict[str, Any]) -> float:
    """Of an invocation, its part in the cold starts without a snapshot, whose imports are charged as well."""
    starts = milliseconds(cold[function.name]["import_ms"], 0, function.memory) / 1000
    return float(ASSUMED["cold_share"] * function.memory / 1024 * starts)


def _metrics(asked: Iterable[Operation]) -> int:
    """How many metrics the requests make: by method, resource of the gateway, and whether they were refused."""
    return 2 * len({(one.method, one.path.split("/")[2], one.path.count("/") > 2) for one in asked})
