"""Queue consumers. A consumer's body sees one message, or all of one user's in a batch; raising means that what it saw
is tried again.

After the queue's last try the message goes to the dead-letter queue, alone: the rest of its batch is not held up.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias, TypeVar

from fitsync.kit import erased, metrics
from fitsync.kit.context import RequestContext, serving
from fitsync.kit.errors import ConcurrentChange
from fitsync.kit.events import EventEnvelope
from fitsync.kit.log import logger

M = TypeVar("M")
BatchAnswer: TypeAlias = dict[str, list[dict[str, str]]]
"""Which messages are tried again: "Reporting batch item failures for Lambda functions" of the SQS guide."""
Handler: TypeAlias = Callable[[dict[str, Any], object], BatchAnswer]


def consumer(handle: Callable[[EventEnvelope], None], *, also_of_erased: bool = False) -> Handler:
    """The Lambda handler that gives each domain event on the queue to `handle`.

    An old event of a user who has been erased is dropped, lest it bring their data back; not with `also_of_erased`.
    """

    def with_context(event: EventEnvelope) -> None:
        if not also_of_erased and _dropped(event):
            return
        with serving(RequestContext(request_id=event.request_id)):
            handle(event)

    return queue_consumer(_event, with_context)


def batch_consumer(handle: Callable[[str, Sequence[EventEnvelope]], None]) -> Handler:
    """The Lambda handler that gives the events of each user in a batch to `handle` together.

    For what is written once per user and not once per event. When the events of a user fail together, each is given
    alone, so that one that can never succeed takes no other with it; not when somebody else only was faster. Old
    events of erased users are dropped.
    """

    def handler(event: dict[str, Any], _context: object) -> BatchAnswer:
        by_user, failed = _sorted_by_user(event["Records"])
        for user_id, received in by_user.items():
            failed.update(_together(handle, user_id, received))
        return _answer(event["Records"], failed)

    return handler


def _sorted_by_user(
    records: Sequence[Mapping[str, Any]],
) -> tuple[dict[str, dict[str, EventEnvelope]], dict[str, Exception]]:
    """The events of each user by message id, and why others cannot be read."""
    by_user: dict[str, dict[str, EventEnvelope]] = {}
    failed: dict[str, Exception] = {}
    for record in records:
        try:
            event = _event(json.loads(record["body"]))
            if event.user_id is not None and not _dropped(event):
                by_user.setdefault(event.user_id, {})[record["messageId"]] = event
        except Exception as error:  # noqa: BLE001 - whatever it was, the message is tried again
            failed[record["messageId"]] = error
    return by_user, failed


def _together(
    handle: Callable[[str, Sequence[EventEnvelope]], None], user_id: str, received: Mapping[str, EventEnvelope]
) -> Iterator[tuple[str, Exception]]:
    """Handle a user's events, together or else alone; the message ids of those that failed, and why."""
    events = list(received.values())
    try:
        with serving(RequestContext(request_id=events[0].request_id)):
            handle(user_id, events)
    except Exception as error:  # noqa: BLE001 - as above
        if len(received) == 1 or isinstance(error, ConcurrentChange):
            yield from ((message_id, error) for message_id in received)
            return
        for message_id, event in received.items():
            yield from _together(handle, user_id, {message_id: event})


def _event(body: dict[str, Any]) -> EventEnvelope:
    return EventEnvelope.model_validate(body["detail"])


def _dropped(event: EventEnvelope) -> bool:
    if not erased.forbids(event.user_id, event.occurred_at):
        return False
    logger().info("event of an erased user dropped", event_name=event.name)
    return True


def _answer(records: Sequence[Mapping[str, Any]], failed: Mapping[str, Exception]) -> BatchAnswer:
    """The answer that has the failed messages, by their ids, tried again."""
    for record in records:
        message_id, receives = record["messageId"], record["attributes"]["ApproximateReceiveCount"]
        if message_id in failed:
            logger().error("message failed", message_id=message_id, receive_count=receives, exc_info=failed[message_id])
            metrics.emit("MessageFailed", 1)
    return {"batchItemFailures": [{"itemIdentifier": message_id} for message_id in failed]}


def queue_consumer(parse: Callable[[dict[str, Any]], M], handle: Callable[[M], None]) -> Handler:
    """The Lambda handler for a queue of EventBridge messages: `parse` reads one, `handle` acts on it."""

    def handler(event: dict[str, Any], _context: object) -> BatchAnswer:
        failed: dict[str, Exception] = {}
        for record in event["Records"]:
            try:
                handle(parse(json.loads(record["body"])))
            except Exception as error:  # noqa: BLE001 - whatever it was, the message is tried again
                failed[record["messageId"]] = error
        return _answer(event["Records"], failed)

    return handler
