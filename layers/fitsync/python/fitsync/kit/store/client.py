"""The client that every model shares."""

from __future__ import annotations

import functools
from typing import Literal

from fitsync.kit import aws
from fitsync.kit.dynamodb import retries
from fitsync.kit.dynamodb.client import Client, Request
from fitsync.kit.errors import Unavailable

_LEFT_OVER = {"BatchGetItem": "UnprocessedKeys", "BatchWriteItem": "UnprocessedItems"}
_BATCH_TRIES = 5


@functools.cache
def connection() -> Client:
    """The client of this process; tables are found by name in each request."""
    return Client(
        connect_timeout=aws.CONNECT_TIMEOUT_SECONDS,
        read_timeout=aws.READ_TIMEOUT_SECONDS,
        attempts=1 + aws.RETRIES,
    )


def batch(operation: Literal["BatchGetItem", "BatchWriteItem"], items: Request) -> list[Request]:
    """The answers to a request for many `items`, made again for what DynamoDB left over of them.

    Raises `Unavailable` when something is left over for good.
    """
    answers: list[Request] = []
    for _ in retries.tries(_BATCH_TRIES):
        answer = connection().call(operation, {"RequestItems": items})
        answers.append(answer)
        items = answer.get(_LEFT_OVER[operation]) or {}
        if not items:
            return answers
    raise Unavailable()


def reset() -> None:
    """Forget the client (tests)."""
    if connection.cache_info().currsize:
        connection().close()
    connection.cache_clear()
