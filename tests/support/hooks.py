"""Listening to what the code under test sends to AWS, for as long as a test needs it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, TypeAlias

from fitsync.kit.direct.client import Client
from fitsync.kit.direct.services import DYNAMODB, Service

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
def around_service(service: Service, around: Around, *operations: str) -> Iterator[None]:
    """Put `around` between the code and a service that it speaks to directly, for `operations` or for all of them.

    It is given the operation, the request, and what sends it; it answers or raises in the service's place.
    """
    inner = Client.call

    def call(client: Client, operation: str, request: dict[str, Any]) -> dict[str, Any]:
        def proceed() -> dict[str, Any]:
            return inner(client, operation, request)

        if client.service is not service or (operations and operation not in operations):
            return proceed()
        return around(operation, request, proceed)

    Client.call = call  # type: ignore[assignment, method-assign]
    try:
        yield
    finally:
        Client.call = inner  # type: ignore[method-assign]


def around_dynamodb(around: Around, *operations: str) -> AbstractContextManager[None]:
    """`around_service` for the store."""
    return around_service(DYNAMODB, around, *operations)
