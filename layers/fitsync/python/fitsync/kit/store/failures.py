"""What a conditional write or a transaction can end with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from botocore.exceptions import ClientError


class ConditionFailed(Exception):
    """A conditional write did not happen. `failed` are the positions of the actions whose condition did not hold."""

    def __init__(self, failed: tuple[int, ...]) -> None:
        super().__init__(f"condition failed at {failed}")
        self.failed = failed


class TransactionConflict(Exception):
    """Another transaction held one of the items; trying again is right."""


@contextmanager
def named_failures() -> Iterator[None]:
    """Raise the failures of the block as those of this module."""
    try:
        yield
    except ClientError as error:
        code = error.response["Error"]["Code"]
        reasons = [reason.get("Code") for reason in error.response.get("CancellationReasons", [])]
        failed = tuple(n for n, reason in enumerate(reasons) if reason == "ConditionalCheckFailed")
        if code == "ConditionalCheckFailedException":
            failed = (0,)
        if failed:
            raise ConditionFailed(failed) from error
        if "TransactionConflict" in reasons or code in _CONFLICTS:
            raise TransactionConflict from error
        raise


_CONFLICTS = {"TransactionConflictException", "TransactionInProgressException"}
