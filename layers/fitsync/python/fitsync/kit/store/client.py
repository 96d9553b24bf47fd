"""The connection to DynamoDB."""

from __future__ import annotations

import functools

from pynamodb.connection import Connection

from fitsync.kit import aws


@functools.cache
def connection() -> Connection:
    """The connection whose client all models share."""
    shared = Connection(
        connect_timeout_seconds=aws.CONNECT_TIMEOUT_SECONDS,
        read_timeout_seconds=aws.READ_TIMEOUT_SECONDS,
        max_retry_attempts=aws.RETRIES,
    )
    shared._local.session = aws.session()
    return shared
