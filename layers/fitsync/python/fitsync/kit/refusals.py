"""What an exception amounts to, wherever requests come from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pynamodb.exceptions import PynamoDBException

from fitsync.kit.errors import ConcurrentChange, FitSyncError, InternalError, Unavailable
from fitsync.kit.store import ConditionFailed, TransactionConflict

# More would help nobody and make answers as large as the attack.
_FIELDS_SHOWN = 20

_THROTTLED = {"ProvisionedThroughputExceededException", "ThrottlingException", "RequestLimitExceeded"}


def refusal_of(error: Exception) -> FitSyncError:
    """The refusal that an exception amounts to; `InternalError` for one that nobody thought of."""
    if isinstance(error, FitSyncError):
        return error
    if isinstance(error, TransactionConflict | ConditionFailed):
        return ConcurrentChange()
    if isinstance(error, PynamoDBException) and error.cause_response_code in _THROTTLED:
        return Unavailable()
    return InternalError()


def field_problems(problems: Iterable[Mapping[str, Any]]) -> list[dict[str, str]]:
    """pydantic's error list as the client sees it: a path and a reason, never the value."""
    shown = list(problems)[:_FIELDS_SHOWN]
    return [
        {"field": ".".join(str(part) for part in problem["loc"]), "reason": str(problem["msg"])} for problem in shown
    ]
