"""Erases everything of a user whose account was closed.

Its queue gets the event of the closed account, and then its own messages: to go on, and to look again later.
"""

from __future__ import annotations

from typing import Any

from fitsync.auth.events import AccountClosed
from fitsync.kit import clock
from fitsync.kit.consumer import queue_consumer
from fitsync.kit.context import RequestContext, serving
from fitsync.kit.events import EventEnvelope
from fitsync.privacy import erasure
from fitsync.privacy.erasure import Task


def parse(message: dict[str, Any]) -> Task:
    """The erasure that a message is about."""
    if "detail" not in message:
        return Task.model_validate(message)
    event = EventEnvelope.model_validate(message["detail"])
    assert event.user_id
    closed = event.payload(AccountClosed)
    return Task(user_id=event.user_id, erasure_id=closed.erasure_id, requested_at=event.occurred_at)


def handle(task: Task) -> None:
    """Carry one erasure on."""
    with serving(RequestContext(request_id=clock.new_id())):
        erasure.advance(task)


handler = queue_consumer(parse, handle)
