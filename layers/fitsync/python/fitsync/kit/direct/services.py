"""The services that are spoken to directly, and how each is."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any, NamedTuple, TypeAlias

import orjson

from fitsync.kit import aws

Body: TypeAlias = dict[str, Any]

# Nothing but an attribute of a binary type has a key of this name before a string or a list.
_BINARY = (b'"B":"', b'"BS":[', b'"B": "', b'"BS": [')


def _attribute_values(content: bytes) -> Body:
    """JSON with DynamoDB's attribute values, the binary ones among them as bytes."""
    parsed: Body = orjson.loads(content)
    if any(sign in content for sign in _BINARY):
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


def _json(content: bytes) -> Body:
    # Some operations answer with nothing.
    parsed: Body = orjson.loads(content or b"{}")
    return parsed


class Service(NamedTuple):
    """A service of AWS that takes JSON.

    `name` is what signatures and host names call it, `identifier` what the SDKs' variables do
    (`AWS_ENDPOINT_URL_<IDENTIFIER>`), `target` stands before the operation in the header that names it. `attempts`
    counts the first one. Before the second up to `first_wait_seconds` pass, before each further one up to twice as
    long. `read` makes the answer of the bytes that come back.
    """

    name: str
    identifier: str
    target: str
    json: str
    attempts: int = aws.ATTEMPTS
    first_wait_seconds: float = 1.0
    read: Callable[[bytes], Body] = _json

    @property
    def content_type(self) -> str:
        return f"application/x-amz-json-{self.json}"


# The waits are those of the SDKs' standard mode ("Retry behavior", AWS SDKs and Tools Reference Guide), and for
# DynamoDB its own ("Error retries and exponential backoff", DynamoDB Developer Guide).
DYNAMODB = Service("dynamodb", "DYNAMODB", "DynamoDB_20120810", "1.0", 1 + aws.ATTEMPTS, 0.05, _attribute_values)
EVENTBRIDGE = Service("events", "EVENTBRIDGE", "AWSEvents", "1.1")
SECRETS_MANAGER = Service("secretsmanager", "SECRETS_MANAGER", "secretsmanager", "1.1")
SQS = Service("sqs", "SQS", "AmazonSQS", "1.0")
