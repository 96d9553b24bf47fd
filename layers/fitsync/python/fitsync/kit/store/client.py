"""The client that every model shares."""

from __future__ import annotations

from typing import Literal

from fitsync.kit import backoff
from fitsync.kit.direct.client import Client, client
from fitsync.kit.direct.services import DYNAMODB, Body
from fitsync.kit.errors import Unavailable

_LEFT_OVER = {"BatchGetItem": "UnprocessedKeys", "BatchWriteItem": "UnprocessedItems"}
_BATCH_TRIES = 5


def connection() -> Client:
    """The client of this process; tables are found by name in each request."""
    return client(DYNAMODB)


def batch(operation: Literal["BatchGetItem", "BatchWriteItem"], items: Body) -> list[Body]:
    """The answers to a request for many `items`, made again for what DynamoDB left over of them.

    Raises `Unavailable` when something is left over for good.
    """
    answers: list[Body] = []
    for _ in backoff.tries(_BATCH_TRIES, first_seconds=DYNAMODB.first_wait_seconds):
        answer = connection().call(operation, {"RequestItems": items})
        answers.append(answer)
        items = answer.get(_LEFT_OVER[operation]) or {}
        if not items:
            return answers
    raise Unavailable()
