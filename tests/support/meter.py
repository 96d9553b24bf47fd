"""Counting what the code under test asks of DynamoDB."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from fitsync.kit import store
from infra import platform
from tests.support.environment import VARIABLES

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
    _leasing: bool = False

    def note_request(self, params: dict[str, Any], model: Any, **_: object) -> None:
        """Take note of a request about to be sent, and ask for its capacity."""
        params["ReturnConsumedCapacity"] = "TOTAL"
        self.touched.update(_permissions(model.name, params))
        self._leasing = str(params.get("Key", {}).get("pk", {}).get("S", "")).startswith("LIMIT#")

    def note_answer(self, parsed: Mapping[str, Any], model: Any, **_: object) -> None:
        """Take note of an answer, whatever it was."""
        consumed = parsed.get("ConsumedCapacity") or []
        units = sum(float(one["CapacityUnits"]) for one in ([consumed] if isinstance(consumed, Mapping) else consumed))
        if self._leasing:
            self.leases += 1
        elif model.name in _READS:
            self.reads += 1
            self.read_units += units
        else:
            self.writes += 1
            self.write_units += units


@contextmanager
def metered() -> Iterator[Meter]:
    """Count the requests of the block."""
    meter, events = Meter(), store.connection().client.meta.events
    events.register("provide-client-params.dynamodb", meter.note_request)
    events.register("after-call.dynamodb", meter.note_answer)
    try:
        yield meter
    finally:
        events.unregister("provide-client-params.dynamodb", meter.note_request)
        events.unregister("after-call.dynamodb", meter.note_answer)


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
