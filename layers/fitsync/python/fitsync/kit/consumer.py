"""Queue consumers. A consumer's body sees one message, or all of one user's in a batch; raising means that what it saw
is tried again.

After the queue's last try the message goes to the dead-letter queue, alone: the rest of its batch is not held up.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias, TypeVar

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from fitsync.kit import erased, metrics
from fitsync.kit.context import RequestContext, serving
from fitsync.kit.errors import ConcurrentChange
from fitsync.kit.events import EventEnvelope
from fitsync.kit.log import logger

M = TypeVar("M")
Handler: TypeAlias = Callable[[dict[str, Any], LambdaContext], PartialItemFailureResponse]


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

    def handler(event: dict[str, Any], _context: LambdaContext) -> PartialItemFailureResponse:
        by_user, failed = _sorted_by_user(event["Records"])
        for user_id, received in by_user.items():
            failed.update(_together(handle, user_id, received))
        for record in event["Records"]:
            if record["messageId"] in failed:
                receives = record["attributes"]["ApproximateReceiveCount"]
                _note_failure(record["messageId"], receives, failed[record["messageId"]])
        return {"batchItemFailures": [{"itemIdentifier": message_id} for message_id in failed]}

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


def _note_failure(message_id: str, receive_count: str, error: Exception) -> None:
    logger().error("message failed", message_id=message_id, receive_count=receive_count, exc_info=error)
    metrics.emit("MessageFailed", 1)


def queue_consumer(parse: Callable[[dict[str, Any]], M], handle: Callable[[M], None]) -> Handler:
    """The Lambda handler for a queue of EventBridge messages: `parse` reads one, `handle` acts on it."""
    processor = BatchProcessor(event_type=EventType.SQS, raise_on_entire_batch_failure=False)

    def one(record: SQSRecord) -> None:
        try:
            message = parse(json.loads(record.body))
            handle(message)
        except Exception as error:
            _note_failure(record.message_id, record.attributes.approximate_receive_count or "", error)
            raise

    def handler(event: dict[str, Any], context: LambdaContext) -> PartialItemFailureResponse:
        return process_partial_response(event, one, processor, context)

    return handler
