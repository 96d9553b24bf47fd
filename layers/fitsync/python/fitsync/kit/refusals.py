"""What an exception amounts to, wherever requests come from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from botocore.exceptions import ChecksumError, ClientError, HTTPClientError
from botocore.exceptions import ConnectionError as NotConnected

from fitsync.kit.direct import retries
from fitsync.kit.errors import ConcurrentChange, FitSyncError, InternalError, PayloadTooLarge, Unavailable
from fitsync.kit.store import ConditionFailed, TransactionConflict

# More would help nobody and make answers as large as the attack.
_FIELDS_SHOWN = 20

# What a cancelled transaction has as the reason of the action that was too much.
_THROTTLED_ACTIONS = {"ThrottlingError", "ProvisionedThroughputExceeded"}
# DynamoDB has no code of its own for an item over 400 KB, alone or in a transaction.
_TOO_LARGE = "Item size has exceeded the maximum allowed size"

UNREACHABLE = (HTTPClientError, NotConnected, ChecksumError)
"""What is raised, after all retries, when a service does not answer in time, or not as it meant to."""


def refusal_of(error: Exception) -> FitSyncError:
    """The refusal that an exception amounts to; `InternalError` for one that nobody thought of."""
    if isinstance(error, FitSyncError):
        return error
    if isinstance(error, TransactionConflict | ConditionFailed):
        return ConcurrentChange()
    if isinstance(error, UNREACHABLE):
        return Unavailable()
    if isinstance(error, ClientError):
        return _of_service(error)
    return InternalError()


def _of_service(error: ClientError) -> FitSyncError:
    said, status = error.response.get("Error", {}), error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    reasons = {reason.get("Code") for reason in error.response.get("CancellationReasons", ())}
    if retries.worth_another_try(status, said.get("Code", "")) or reasons & _THROTTLED_ACTIONS:
        return Unavailable()
    if _TOO_LARGE in said.get("Message", "") or _TOO_LARGE in str(error.response.get("CancellationReasons", "")):
        return PayloadTooLarge()
    return InternalError()


def field_problems(problems: Iterable[Mapping[str, Any]]) -> list[dict[str, str]]:
    """pydantic's error list as the client sees it: a path and a reason, never the value."""
    shown = list(problems)[:_FIELDS_SHOWN]
    return [
        # What our own validators say; pydantic puts that in front of it.
        {"field": ".".join(map(str, problem["loc"])), "reason": str(problem["msg"]).removeprefix("Value error, ")}
        for problem in shown
    ]
