"""What comes back, and what is wrong with it."""

from __future__ import annotations

import contextlib
import zlib
from collections.abc import Mapping
from typing import Any, NamedTuple, cast

import orjson
from botocore.exceptions import ChecksumError, ClientError


class Answer(NamedTuple):
    """What came back. The names of headers are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def problem(operation: str, answer: Answer) -> ClientError | ChecksumError | None:
    """The refusal that an answer is, or that it is not what was sent; None when nothing is wrong."""
    return _refusal(operation, answer) if answer.status >= 300 else _damage(answer)


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
        # What stands in front of a service may answer something else.
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
