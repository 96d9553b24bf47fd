"""Messages to the queues of the platform's own consumers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import timedelta

from pydantic import BaseModel

from fitsync.kit.direct.client import client
from fitsync.kit.direct.services import SQS
from fitsync.kit.errors import Unavailable
from fitsync.kit.settings import settings

# SQS takes ten messages in one request, and keeps one back for 15 minutes at most (its quotas).
_BATCH = 10
_LONGEST_DELAY = timedelta(minutes=15)


def send(queue: str, message: BaseModel, *, delay: timedelta = timedelta(0)) -> None:
    """Put a message on the queue of the consumer `queue`, to be delivered in whole seconds and at most 15 minutes.

    One that is to wait longer must know so itself and be sent on. Raises what `direct.Client.call` does.
    """
    request = {
        "QueueUrl": settings().queue_url(queue),
        "MessageBody": message.model_dump_json(),
        "DelaySeconds": math.ceil(min(max(delay, timedelta(0)), _LONGEST_DELAY).total_seconds()),
    }
    client(SQS).call("SendMessage", request)


def send_all(queue: str, messages: Sequence[BaseModel]) -> None:
    """Put messages on the queue of the consumer `queue`; raises `Unavailable` when it did not take all of them."""
    for start in range(0, len(messages), _BATCH):
        entries = [
            {"Id": str(number), "MessageBody": message.model_dump_json()}
            for number, message in enumerate(messages[start : start + _BATCH])
        ]
        answer = client(SQS).call("SendMessageBatch", {"QueueUrl": settings().queue_url(queue), "Entries": entries})
        if answer.get("Failed"):
            raise Unavailable()
