"""Counting what the code under test asks of DynamoDB."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from infra import platform
from tests.support.environment import VARIABLES
from tests.support.hooks import Proceed, around_dynamodb

_READS = {"GetItem", "BatchGetItem", "Query", "Scan", "TransactGetItems"}


@dataclass
class Meter:
    """Requests made and capacity units consumed; `touched` are the (table, permission) pairs they needed.

    Leases of the rate limiter are counted apart: a call takes one, or not, by what came before it.
    """

    reads: int = 0
    writes: int = 0
    read_units: float = 0
    write_units: float = 0
    leases: int = 0
    touched: set[tuple[str, str]] = field(default_factory=set)

    def measure(self, operation: str, request: dict[str, Any], proceed: Proceed) -> dict[str, Any]:
        """Make the request, and take note of it and of the capacity it took."""
        request["ReturnConsumedCapacity"] = "TOTAL"
        self.touched.update(_permissions(operation, request))
        leasing = str(request.get("Key", {}).get("pk", {}).get("S", "")).startswith("LIMIT#")
        units = 0.0
        try:
            answer = proceed()
            consumed = answer.get("ConsumedCapacity") or []
            listed = [consumed] if isinstance(consumed, Mapping) else consumed
            units = sum(float(one["CapacityUnits"]) for one in listed)
            return answer
        finally:
            self._count(operation, units, leasing=leasing)

    def _count(self, operation: str, units: float, *, leasing: bool) -> None:
        if leasing:
            self.leases += 1
        elif operation in _READS:
            self.reads += 1
            self.read_units += units
        else:
            self.writes += 1
            self.write_units += units


@contextmanager
def metered() -> Iterator[Meter]:
    """Count the requests of the block."""
    meter = Meter()
    with around_dynamodb(meter.measure):
        yield meter


def permissions(function: platform.Function) -> set[tuple[str, str]]:
    """The (table, permission) pairs that the platform grants a function."""
    return {(VARIABLES[f"TABLE_{use.table.upper()}"], action) for use in function.tables for action in use.actions}


def _permissions(operation: str, params: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The permissions that the request needs (Service Authorization Reference for DynamoDB)."""
    if operation == "TransactWriteItems":
        for action in params["TransactItems"]:
            for kind, arguments in action.items():
                needed = {"Put": "PutItem", "Update": "UpdateItem", "Delete": "DeleteItem"}
                yield arguments["TableName"], needed.get(kind, "ConditionCheckItem")
    elif "RequestItems" in params:
        for table in params["RequestItems"]:
            yield table, operation
    else:
        yield params["TableName"], operation
