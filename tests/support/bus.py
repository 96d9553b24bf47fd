"""Carrying events by hand: from a table's stream through the publisher to a consumer's queue."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

from fitsync.kit import clock
from fitsync.kit.events import EventEnvelope, envelopes_of
from tests.support.api import LambdaContext
from tests.support.environment import REGION, VARIABLES, client


def stored_events(*tables: str) -> list[EventEnvelope]:
    """Every event that is on an item of `tables` now, oldest first."""
    found: list[EventEnvelope] = []
    for table in tables:
        for page in client("dynamodb").get_paginator("scan").paginate(TableName=VARIABLES[f"TABLE_{table.upper()}"]):
            for item in page["Items"]:
                found += envelopes_of(item)
    return sorted(found, key=lambda event: event.occurred_at)


def sqs_event(events: Iterable[EventEnvelope], receive_count: int = 1) -> dict[str, Any]:
    """The SQS batch in which a consumer gets domain events that came over the bus."""
    return {"Records": [sqs_record(bus_message(event), receive_count) for event in events]}


def bus_message(event: EventEnvelope) -> dict[str, Any]:
    """An EventBridge event as a rule delivers it to a queue."""
    return {
        "version": "0",
        "id": clock.new_id(),
        "detail-type": event.name,
        "source": f"fitsync.{event.name.partition('.')[0]}",
        "account": "123456789012",
        "time": event.occurred_at.isoformat(),
        "region": REGION,
        "resources": [],
        "detail": event.model_dump(mode="json"),
    }


def sqs_record(body: object, receive_count: int = 1) -> dict[str, Any]:
    """One record of an SQS batch; `body` goes as JSON."""
    return {
        "messageId": clock.new_id(),
        "receiptHandle": "handle",
        "body": json.dumps(body),
        "attributes": {
            "ApproximateReceiveCount": str(receive_count),
            "SentTimestamp": "0",
            "SenderId": "sender",
            "ApproximateFirstReceiveTimestamp": "0",
        },
        "messageAttributes": {},
        "md5OfBody": "",
        "eventSource": "aws:sqs",
        "eventSourceARN": f"arn:aws:sqs:{REGION}:123456789012:queue",
        "awsRegion": REGION,
    }


def deliver(handler: Callable[[dict[str, Any], Any], Any], events: Iterable[EventEnvelope]) -> list[str]:
    """Give `events` to a consumer in one batch; the ids of the messages it wants again."""
    answer = handler(sqs_event(events), LambdaContext())
    return [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]
