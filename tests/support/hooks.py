"""Listening to what a botocore client sends, for as long as a test needs it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def hooked(client: Any, event: str, handler: Callable[..., object]) -> Iterator[None]:
    """Call `handler` on botocore's `event`; the client outlives the test, so the handler must not."""
    client.meta.events.register(event, handler)
    try:
        yield
    finally:
        client.meta.events.unregister(event, handler)
