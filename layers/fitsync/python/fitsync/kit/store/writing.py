"""Writes: one request each, a transaction when there are several."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from pynamodb.exceptions import PynamoDBException, TransactWriteError, VerboseClientError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action as UpdateAction

from fitsync.kit import riders
from fitsync.kit.store.client import connection
from fitsync.kit.store.failures import ConditionFailed, TransactionConflict, named_failures
from fitsync.kit.store.items import Item

# TransactWriteItems takes at most 100 actions (DynamoDB service quota).
TRANSACTION_LIMIT = 100
_CONFLICT_TRIES = 3


@dataclass(frozen=True)
class Action:
    """One write, alone or as part of a transaction."""

    kind: Literal["Put", "Update", "Delete", "ConditionCheck"]
    item: Item
    arguments: Mapping[str, Any]


def put(item: Item, condition: Condition | None = None) -> Action:
    """Write the whole item; a versioned one only over the version that was read."""
    return Action("Put", item, item.get_save_kwargs_from_instance(condition=condition))


def create(item: Item) -> Action:
    """Write the item if nothing has its key yet."""
    return put(item, type(item).pk.does_not_exist())


def update(item: Item, actions: Sequence[UpdateAction], condition: Condition | None = None) -> Action:
    """Change some attributes of the item in place (counters), without looking at its version."""
    arguments = item.get_update_kwargs_from_instance(
        actions=list(actions), condition=condition, add_version_condition=False
    )
    return Action("Update", item, arguments)


def delete(item: Item, condition: Condition | None = None) -> Action:
    """Remove the item; a versioned one only at the version that was read."""
    return Action("Delete", item, item.get_delete_kwargs_from_instance(condition=condition))


def check(item: Item, condition: Condition) -> Action:
    """Let the transaction happen only while `condition` holds for an item that it does not write."""
    arguments = type(item).get_operation_kwargs_from_class(item.pk, range_key=item.sk, condition=condition)
    return Action("ConditionCheck", item, arguments)


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
    if len(actions) == 1 and actions[0].kind in _SINGLE:
        _write_one(actions[0])
    else:
        _write_all(actions, token)


def _write_one(action: Action) -> None:
    try:
        connection().dispatch(_SINGLE[action.kind], dict(action.arguments))
    except VerboseClientError as error:
        raise PynamoDBException("request refused", error) from error


def _write_all(actions: Sequence[Action], token: str | None) -> None:
    request: dict[str, Any] = {"TransactItems": [{action.kind: dict(action.arguments)} for action in actions]}
    if token:
        request["ClientRequestToken"] = token
    try:
        connection().dispatch("TransactWriteItems", request)
    except VerboseClientError as error:
        raise TransactWriteError("transaction refused", error) from error
