"""Listening to what the code under test sends to AWS, for as long as a test needs it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeAlias

from fitsync.kit.dynamodb.client import Client

Proceed: TypeAlias = Callable[[], dict[str, Any]]
Around: TypeAlias = Callable[[str, dict[str, Any], Proceed], dict[str, Any]]


@contextmanager
def hooked(client: Any, event: str, handler: Callable[..., object]) -> Iterator[None]:
    """Call `handler` on botocore's `event`; the client outlives the test, so the handler must not."""
    client.meta.events.register(event, handler)
    try:
        yield
    finally:
        client.meta.events.unregister(event, handler)


@contextmanager
def around_dynamodb(around: Around, *operations: str) -> Iterator[None]:
    """Put `around` between the store and DynamoDB, for `operations` or for all of them.

    It is given the operation, the request, and what sends it; it answers or raises in DynamoDB's place.
    """
    inner = Client.call

    def call(client: Client, operation: str, request: dict[str, Any]) -> dict[str, Any]:
        def proceed() -> dict[str, Any]:
            return inner(client, operation, request)

        return around(operation, request, proceed) if not operations or operation in operations else proceed()

    Client.call = call  # type: ignore[assignment, method-assign]
    try:
        yield
    finally:
        Client.call = inner  # type: ignore[method-assign]
