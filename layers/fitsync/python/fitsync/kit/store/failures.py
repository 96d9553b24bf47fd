"""What a conditional write or a transaction can end with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from pynamodb.exceptions import PynamoDBException, TransactWriteError


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
    except TransactWriteError as error:
        codes = [reason.code if reason else None for reason in error.cancellation_reasons]
        failed = tuple(n for n, code in enumerate(codes) if code == "ConditionalCheckFailed")
        if failed:
            raise ConditionFailed(failed) from error
        if "TransactionConflict" in codes or error.cause_response_code == "TransactionInProgressException":
            raise TransactionConflict from error
        raise
    except PynamoDBException as error:
        code = error.cause_response_code
        if code == "ConditionalCheckFailedException":
            raise ConditionFailed((0,)) from error
        if code == "TransactionConflictException":
            raise TransactionConflict from error
        raise
