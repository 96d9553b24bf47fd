"""Writes: one request each, a transaction when there are several."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any, Literal, NamedTuple, TypeVar

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action as UpdateAction

from fitsync.kit import clock, riders
from fitsync.kit.store.client import batch, connection
from fitsync.kit.store.expressions import Expressions
from fitsync.kit.store.failures import ConditionFailed, TransactionConflict, named_failures
from fitsync.kit.store.items import Item, VersionedItem

I = TypeVar("I", bound=Item)  # noqa: E741

# TransactWriteItems takes at most 100 actions, BatchWriteItem 25 (DynamoDB service quotas).
TRANSACTION_LIMIT = 100
_BATCH = 25
_CONFLICT_TRIES = 3


class Action(NamedTuple):
    """One write, alone or as part of a transaction."""

    kind: Literal["Put", "Update", "Delete", "ConditionCheck"]
    item: Item
    arguments: Mapping[str, Any]


def put(item: Item, condition: Condition | None = None) -> Action:
    """Write the whole item; a versioned one only over the version that was read."""
    arguments = {"TableName": item.table_name(), "Item": item.raw(), **_where(_read(item, condition))}
    return Action("Put", item, arguments)


def create(item: Item) -> Action:
    """Write the item if nothing has its key yet."""
    return put(item, type(item).pk.does_not_exist())


def update(item: Item, actions: Sequence[UpdateAction], condition: Condition | None = None) -> Action:
    """Change some attributes of the item in place (counters), without looking at its version, which is raised."""
    raised: list[UpdateAction] = []
    if isinstance(item, VersionedItem):
        version = VersionedItem.version
        raised = [version.set(1) if item.version is None else version.add(1)]
    expressions = Expressions()
    expressions.add("ConditionExpression", condition)
    expressions.change([*actions, *raised])
    return Action("Update", item, {"TableName": item.table_name(), "Key": item.key, **expressions.parameters()})


def delete(item: Item, condition: Condition | None = None) -> Action:
    """Remove the item; a versioned one only at the version that was read."""
    arguments = {"TableName": item.table_name(), "Key": item.key, **_where(_read(item, condition))}
    return Action("Delete", item, arguments)


def check(item: Item, condition: Condition) -> Action:
    """Let the transaction happen only while `condition` holds for an item that it does not write."""
    return Action("ConditionCheck", item, {"TableName": item.table_name(), "Key": item.key, **_where(condition)})


def _read(item: Item, condition: Condition | None) -> Condition | None:
    """`condition`, and that the item is still the version that was read. What has expired is gone, as for readers."""
    if not isinstance(item, VersionedItem):
        return condition
    version = VersionedItem.version
    unchanged: Condition = version == item.version
    if item.version is None:
        unchanged = version.does_not_exist() | (VersionedItem.expires_at <= clock.now())
    return unchanged if condition is None else condition & unchanged


def _where(condition: Condition | None) -> dict[str, Any]:
    expressions = Expressions()
    expressions.add("ConditionExpression", condition)
    return expressions.parameters()


_SINGLE = {"Put": "PutItem", "Update": "UpdateItem", "Delete": "DeleteItem"}


def write(*actions: Action, token: str | None = None) -> None:
    """Do all of `actions` or none: one request, a transaction only when there are several.

    Raises `ConditionFailed`, or `TransactionConflict` when other transactions kept getting in the way; then nothing
    was written. `token` makes a repeated transaction within ten minutes happen once. A waiting rider is taken along
    (`riders.riding`); when it was written before, `AlreadyDone` is raised instead.
    """
    rider = riders.waiting()
    every = (*actions, rider.action) if rider else actions
    for attempt in range(_CONFLICT_TRIES):
        try:
            with named_failures():
                _write(every, token)
            break
        except ConditionFailed as failure:
            if rider and len(actions) in failure.failed:
                raise riders.AlreadyDone from failure
            raise
        except TransactionConflict:
            # The other transaction is over by the time the answer is here; the conditions are judged anew.
            if attempt == _CONFLICT_TRIES - 1:
                raise
    if rider:
        rider.written = True
    for action in actions:
        if action.kind == "Put":
            action.item.stored()


def _write(actions: Sequence[Action], token: str | None) -> None:
    first = actions[0]
    if len(actions) == 1 and first.kind in _SINGLE:
        connection().call(_SINGLE[first.kind], dict(first.arguments))
        return
    request: dict[str, Any] = {"TransactItems": [{action.kind: dict(action.arguments)} for action in actions]}
    if token:
        request["ClientRequestToken"] = token
    connection().call("TransactWriteItems", request)


def change(item: I, actions: Sequence[UpdateAction]) -> I:
    """Change some attributes of the item in place, and the item as it is then: one request."""
    request = {**update(item, actions).arguments, "ReturnValues": "ALL_NEW"}
    return type(item).from_raw(connection().call("UpdateItem", request)["Attributes"])


def put_all(items: Iterable[Item]) -> None:
    """Write the items without conditions or atomicity, 25 a request; doing it again is harmless. They hold no version.

    Raises `Unavailable` when the table did not take all of them; some may be written then.
    """
    _write_batches((item, {"PutRequest": {"Item": item.raw()}}) for item in items)


def delete_all(items: Iterable[Item]) -> None:
    """Remove the items without conditions or atomicity, 25 a request; doing it again is harmless.

    Raises `Unavailable` when the table did not remove all of them; some may be gone then.
    """
    _write_batches((item, {"DeleteRequest": {"Key": item.key}}) for item in items)


def _write_batches(writes: Iterable[tuple[Item, Mapping[str, Any]]]) -> None:
    remaining = iter(writes)
    while chunk := list(islice(remaining, _BATCH)):
        requests: dict[str, list[Mapping[str, Any]]] = {}
        for item, write_request in chunk:
            requests.setdefault(item.table_name(), []).append(write_request)
        batch("BatchWriteItem", requests)
