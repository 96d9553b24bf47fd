"""What a client is told when DynamoDB does not answer, throttles, or finds an item too large."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ChecksumError, ClientError, EndpointConnectionError, ReadTimeoutError
from pynamodb.attributes import UnicodeAttribute

from fitsync.kit import store
from fitsync.kit.refusals import refusal_of
from tests.support.api import Api
from tests.support.hooks import around_dynamodb


def _throttled(operation: str) -> ClientError:
    return ClientError({"Error": {"Code": "ThrottlingException", "Message": "slow down"}}, operation)


def _cancelled(*reasons: str) -> ClientError:
    response: Any = {
        "Error": {"Code": "TransactionCanceledException", "Message": "cancelled"},
        "CancellationReasons": [{"Code": reason} for reason in reasons],
    }
    return ClientError(response, "TransactWriteItems")


def _broken() -> ClientError:
    response: Any = {"Error": {"Code": "InternalServerError"}, "ResponseMetadata": {"HTTPStatusCode": 500}}
    return ClientError(response, "any")


FAILURES: list[Callable[[], Exception]] = [
    lambda: ReadTimeoutError(endpoint_url="dynamodb"),
    lambda: EndpointConnectionError(endpoint_url="dynamodb"),
    lambda: _throttled("any"),
    lambda: ChecksumError(checksum_type="crc32", expected_checksum="1", actual_checksum="2"),
    _broken,
    lambda: _cancelled("None", "ThrottlingError"),
    lambda: _cancelled("ProvisionedThroughputExceeded", "None"),
]


class Note(store.Item):
    table = "platform"
    text = UnicodeAttribute()


@pytest.mark.parametrize("failure", FAILURES)
@pytest.mark.parametrize("path", ["/v1/users/profile", "/v1/workouts", "/v1/sync"])
def test_a_store_that_does_not_answer_is_unavailable(api: Api, path: str, failure: Callable[[], Exception]) -> None:
    def fail(*_: Any) -> dict[str, Any]:
        raise failure()

    with around_dynamodb(fail):
        answer = api.get(path)
    assert (answer.status, answer.code) == (503, "UNAVAILABLE")
    assert "dynamodb" not in answer.body.lower()


@pytest.mark.parametrize("failure", FAILURES)
def test_several_items_at_once_too(failure: Callable[[], Exception]) -> None:
    def fail(*_: Any) -> dict[str, Any]:
        raise failure()

    with around_dynamodb(fail), pytest.raises(Exception) as raised:  # noqa: PT011
        store.get_many((Note, "A", "A"))
    assert refusal_of(raised.value).code == "UNAVAILABLE"


@pytest.mark.parametrize("together", [1, 2])
def test_an_item_over_the_limit_is_a_payload_too_large(together: int) -> None:
    notes = [store.put(Note("A", str(number), text="x" * 410_000)) for number in range(together)]
    with pytest.raises(Exception) as raised:  # noqa: PT011
        store.write(*notes)
    assert refusal_of(raised.value).code == "PAYLOAD_TOO_LARGE"
