"""Queue consumers. A consumer's body sees one message; raising means that the message is tried again.

After the queue's last try the message goes to the dead-letter queue, alone: the rest of its batch is not held up.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, TypeAlias, TypeVar

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from fitsync.kit import erased, metrics
from fitsync.kit.context import RequestContext, serving
from fitsync.kit.events import EventEnvelope
from fitsync.kit.log import logger

M = TypeVar("M")
Handler: TypeAlias = Callable[[dict[str, Any], LambdaContext], PartialItemFailureResponse]


def consumer(handle: Callable[[EventEnvelope], None], *, also_of_erased: bool = False) -> Handler:
    """The Lambda handler that gives each domain event on the queue to `handle`.

    An old event of a user who has been erased is dropped, lest it bring their data back; not with `also_of_erased`.
    """

    def parse(body: dict[str, Any]) -> EventEnvelope:
        return EventEnvelope.model_validate(body["detail"])

    def with_context(event: EventEnvelope) -> None:
        if not also_of_erased and erased.forbids(event.user_id, event.occurred_at):
            logger().info("event of an erased user dropped", event_name=event.name)
            return
        with serving(RequestContext(request_id=event.request_id)):
            handle(event)

    return queue_consumer(parse, with_context)


def queue_consumer(parse: Callable[[dict[str, Any]], M], handle: Callable[[M], None]) -> Handler:
    """The Lambda handler for a queue of EventBridge messages: `parse` reads one, `handle` acts on it."""
    processor = BatchProcessor(event_type=EventType.SQS, raise_on_entire_batch_failure=False)

    def one(record: SQSRecord) -> None:
        try:
            message = parse(json.loads(record.body))
            handle(message)
        except Exception:
            logger().exception(
                "message failed",
                message_id=record.message_id,
                receive_count=record.attributes.approximate_receive_count,
            )
            metrics.emit("MessageFailed", 1)
            raise

    def handler(event: dict[str, Any], context: LambdaContext) -> PartialItemFailureResponse:
        return process_partial_response(event, one, processor, context)

    return handler
