"""Calling operations of services that take JSON.

Requests and answers are as the APIs document them, except that binary values are `bytes`.
"""

from __future__ import annotations

import base64
from collections.abc import Callable

import orjson
from botocore.exceptions import ChecksumError, ClientError

from fitsync.kit import aws, backoff, clock, snapshot
from fitsync.kit.direct import answers, retries
from fitsync.kit.direct.answers import Answer
from fitsync.kit.direct.endpoint import Endpoint
from fitsync.kit.direct.services import Body, Service
from fitsync.kit.settings import settings

# Of the SDKs' standard mode ("Retry behavior", AWS SDKs and Tools Reference Guide).
_LONGEST_WAIT_SECONDS = 20


class Client:
    """A service in the function's region. Timeouts in seconds."""

    def __init__(self, service: Service, *, connect_timeout: float, read_timeout: float) -> None:
        self.service = service
        self._endpoint = Endpoint(
            settings().endpoint(service.name, service.identifier),
            service.name,
            connect_timeout=connect_timeout,
            read_timeout=read_timeout,
        )
        self._quota = retries.Quota()

    def call(self, operation: str, request: Body) -> Body:
        """The answer to a request.

        Raises `ClientError` when the service refuses it (its `response` has `Error` and, of a transaction,
        `CancellationReasons`), and botocore's `HTTPClientError` or `ConnectionError` when there is no answer, both
        after as many tries as made sense.
        """
        if operation == "TransactWriteItems":
            # The same for every try, so that one whose answer got lost is not made twice.
            request.setdefault("ClientRequestToken", clock.nonce())
        body = orjson.dumps(request, default=_plain)
        attempts = self.service.attempts
        give_back: Callable[[], None] | None = None
        waits = backoff.tries(
            attempts, first_seconds=self.service.first_wait_seconds, longest_seconds=_LONGEST_WAIT_SECONDS
        )
        for number in waits:
            answer, failure = self._try(operation, body)
            if failure is None:
                assert answer is not None
                (give_back or self._quota.succeeded_at_once)()
                return self.service.read(answer.body)
            if number + 1 == attempts or not _transient(answer, failure):
                raise failure
            give_back = self._quota.spend(failure)
            if give_back is None:
                raise failure
        raise AssertionError("no attempts")

    def close(self) -> None:
        """Close the connections that are idle."""
        self._endpoint.close()

    def _try(self, operation: str, body: bytes) -> tuple[Answer | None, Exception | None]:
        """One try: its answer, and what is wrong with it."""
        headers = {"content-type": self.service.content_type, "x-amz-target": f"{self.service.target}.{operation}"}
        try:
            answer = self._endpoint.send("POST", "", headers, body)
        except retries.UNANSWERED as error:
            return None, error
        return answer, answers.problem(operation, answer)


_clients: dict[Service, Client] = {}


def client(service: Service) -> Client:
    """The client of `service` in this process."""
    kept = _clients.get(service)
    if kept is None:
        kept = _clients[service] = Client(
            service, connect_timeout=aws.CONNECT_TIMEOUT_SECONDS, read_timeout=aws.READ_TIMEOUT_SECONDS
        )
    return kept


@snapshot.forgets
def reset() -> None:
    """Forget every client, and close its connections."""
    while _clients:
        _clients.popitem()[1].close()


def _transient(answer: Answer | None, failure: Exception) -> bool:
    if answer is None or isinstance(failure, ChecksumError):
        return True
    assert isinstance(failure, ClientError)
    return retries.worth_another_try(answer.status, failure.response["Error"]["Code"])


def _plain(value: object) -> object:
    """Binary values as JSON has them."""
    if isinstance(value, bytes | bytearray | memoryview):
        return base64.b64encode(value).decode()
    if isinstance(value, set | frozenset):
        return list(value)
    raise TypeError(f"JSON has no {type(value).__name__}")
