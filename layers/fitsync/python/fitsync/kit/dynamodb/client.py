"""Calling operations of DynamoDB.

Requests and answers are as the API documents them, except that binary values are `bytes`.
"""

from __future__ import annotations

import base64
import contextlib
import zlib
from collections.abc import Callable
from typing import Any, TypeAlias, cast

import orjson
from botocore.exceptions import ChecksumError, ClientError

from fitsync.kit import clock
from fitsync.kit.dynamodb import retries, signing
from fitsync.kit.dynamodb.connections import Answer, Connections
from fitsync.kit.settings import settings

Request: TypeAlias = dict[str, Any]

_TARGET = "DynamoDB_20120810."
# Nothing but an attribute of a binary type has a key of this name before a string or a list.
_BINARY = (b'"B":"', b'"BS":[', b'"B": "', b'"BS": [')


class Client:
    """DynamoDB of one region. Timeouts in seconds; `attempts` counts the first one."""

    def __init__(self, *, connect_timeout: float, read_timeout: float, attempts: int) -> None:
        self._region = settings().region
        self._connections = Connections(
            settings().dynamodb_endpoint, connect_timeout=connect_timeout, read_timeout=read_timeout
        )
        self._attempts = attempts
        self._quota = retries.Quota()

    def call(self, operation: str, request: Request) -> Request:
        """The answer to a request.

        Raises `ClientError` when DynamoDB refuses it (its `response` has `Error` and, of a transaction,
        `CancellationReasons`), and botocore's `HTTPClientError` or `ConnectionError` when there is no answer, both
        after as many tries as made sense.
        """
        if operation == "TransactWriteItems":
            # The same for every try, so that one whose answer got lost is not made twice.
            request.setdefault("ClientRequestToken", clock.nonce())
        body = orjson.dumps(request, default=_plain)
        give_back: Callable[[], None] | None = None
        for number in retries.tries(self._attempts):
            answer, failure = self._try(operation, body)
            if failure is None:
                (give_back or self._quota.succeeded_at_once)()
                return _decoded(answer)
            if number + 1 == self._attempts or not _transient(answer, failure):
                raise failure
            give_back = self._quota.spend(failure)
            if give_back is None:
                raise failure
        raise AssertionError("no attempts")

    def close(self) -> None:
        """Close the connections that are idle."""
        self._connections.close()

    def _try(self, operation: str, body: bytes) -> tuple[Answer | None, Exception | None]:
        """One try: its answer, and what is wrong with it."""
        connections = self._connections
        headers = signing.signed(
            signing.credentials(),
            region=self._region,
            host=connections.host,
            path=connections.path,
            target=_TARGET + operation,
            body=body,
            at=clock.now(),
        )
        try:
            answer = connections.post(headers, body)
        except retries.UNANSWERED as error:
            return None, error
        if answer.status >= 300:
            return answer, _refusal(operation, answer)
        return answer, _damage(answer)


def _transient(answer: Answer | None, failure: Exception) -> bool:
    if answer is None or isinstance(failure, ChecksumError):
        return True
    assert isinstance(failure, ClientError)
    return retries.worth_another_try(answer.status, failure.response["Error"]["Code"])


def _damage(answer: Answer) -> ChecksumError | None:
    """What is wrong with an answer whose checksum is not that of its body."""
    expected = answer.headers.get("x-amz-crc32")
    if expected is None or int(expected) == (actual := zlib.crc32(answer.body)):
        return None
    return ChecksumError(checksum_type="crc32", expected_checksum=expected, actual_checksum=str(actual))


def _refusal(operation: str, answer: Answer) -> ClientError:
    said: dict[str, Any] = {}
    with contextlib.suppress(orjson.JSONDecodeError):
        parsed = orjson.loads(answer.body)
        # What stands in front of DynamoDB may answer something else.
        said = parsed if isinstance(parsed, dict) else {}
    # `com.amazonaws.dynamodb.v20120810#ResourceNotFoundException`, or a header like it with a URL behind a colon.
    kind = str(said.get("__type") or answer.headers.get("x-amzn-errortype") or answer.status)
    response = {
        "Error": {
            "Code": kind.partition(":")[0].rpartition("#")[2],
            "Message": said.get("message") or said.get("Message") or "",
        },
        "ResponseMetadata": {
            "HTTPStatusCode": answer.status,
            "RequestId": answer.headers.get("x-amzn-requestid", ""),
        },
        **({"CancellationReasons": said["CancellationReasons"]} if "CancellationReasons" in said else {}),
    }
    return ClientError(cast(Any, response), operation)


def _plain(value: object) -> object:
    """Binary values as JSON has them."""
    if isinstance(value, bytes | bytearray | memoryview):
        return base64.b64encode(value).decode()
    if isinstance(value, set | frozenset):
        return list(value)
    raise TypeError(f"DynamoDB has no {type(value).__name__}")


def _decoded(answer: Answer | None) -> Request:
    assert answer is not None
    parsed: Request = orjson.loads(answer.body)
    if any(sign in answer.body for sign in _BINARY):
        _read_binary(parsed)
    return parsed


def _read_binary(part: object) -> None:
    """Turn binary values into bytes, in place."""
    if isinstance(part, list):
        for each in part:
            _read_binary(each)
    elif isinstance(part, dict):
        for name, value in part.items():
            if name == "B" and isinstance(value, str):
                part[name] = base64.b64decode(value)
            elif name == "BS" and isinstance(value, list):
                part[name] = [base64.b64decode(each) for each in value]
            else:
                _read_binary(value)
