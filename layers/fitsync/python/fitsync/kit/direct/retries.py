"""When a failed request is sent again.

The rules of the SDKs' standard mode ("Retry behavior", AWS SDKs and Tools Reference Guide), with full jitter.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from botocore.exceptions import (
    ConnectionClosedError,
    ConnectTimeoutError,
    EndpointConnectionError,
    HTTPClientError,
    ReadTimeoutError,
)

UNANSWERED: Final = (ConnectionClosedError, ConnectTimeoutError, EndpointConnectionError, ReadTimeoutError)
_TIMEOUTS: Final = (ConnectTimeoutError, ReadTimeoutError)
_TRANSIENT_STATUSES: Final = frozenset({500, 502, 503, 504})
_TRANSIENT: Final = frozenset({"RequestTimeout", "RequestTimeoutException", "PriorRequestNotComplete"})
_THROTTLED: Final = frozenset(
    {
        "Throttling",
        "ThrottlingException",
        "ThrottledException",
        "RequestThrottledException",
        "TooManyRequestsException",
        "ProvisionedThroughputExceededException",
        "TransactionInProgressException",
        "RequestLimitExceeded",
        "BandwidthLimitExceeded",
        "LimitExceededException",
        "RequestThrottled",
        "SlowDown",
    }
)

# A retry costs tokens and a success gives them back, so that retries end while nothing succeeds (same guide).
_TOKENS: Final = 500
_COST: Final = 5
_TIMEOUT_COST: Final = 10
_EARNED: Final = 1


def worth_another_try(status: int, code: str) -> bool:
    """Whether the request that was refused like that may succeed when it is sent again."""
    return status in _TRANSIENT_STATUSES or code in _TRANSIENT or code in _THROTTLED


class Quota:
    """What is left to spend on retries in this process."""

    def __init__(self) -> None:
        self._left = _TOKENS

    def spend(self, failure: HTTPClientError | Exception | None) -> Callable[[], None] | None:
        """Pay for a retry; None when there is too little left. Calling the result gives the tokens back."""
        cost = _TIMEOUT_COST if isinstance(failure, _TIMEOUTS) else _COST
        if self._left < cost:
            return None
        self._left -= cost
        return lambda: self._earn(cost)

    def succeeded_at_once(self) -> None:
        """Take note of a request that needed no retry."""
        self._earn(_EARNED)

    def _earn(self, tokens: int) -> None:
        self._left = min(_TOKENS, self._left + tokens)
