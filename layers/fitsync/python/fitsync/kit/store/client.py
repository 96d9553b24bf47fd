"""The client that every model shares."""

from __future__ import annotations

import functools

from fitsync.kit import aws
from fitsync.kit.dynamodb.client import Client


@functools.cache
def connection() -> Client:
    """The client of this process; tables are found by name in each request."""
    return Client(
        connect_timeout=aws.CONNECT_TIMEOUT_SECONDS,
        read_timeout=aws.READ_TIMEOUT_SECONDS,
        attempts=1 + aws.RETRIES,
    )


def reset() -> None:
    """Forget the client (tests)."""
    if connection.cache_info().currsize:
        connection().close()
    connection.cache_clear()
