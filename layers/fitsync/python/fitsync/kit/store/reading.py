"""Reads: several items at once, and pages of a query."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Generic, NamedTuple, TypeVar

from pynamodb.expressions.condition import Condition

from fitsync.kit.store.client import batch, connection
from fitsync.kit.store.expressions import Expressions
from fitsync.kit.store.items import Item, Ref, key_of

I = TypeVar("I", bound="Item")  # noqa: E741

# BatchGetItem takes at most 100 keys (DynamoDB service quota).
BATCH_LIMIT = 100


def get_many(*keys: Ref) -> list[Item | None]:
    """Several items, of one or many tables, in one strongly consistent request; None where there is none."""
    if not keys:
        return []
    wanted = [(model, pk, sk) for model, pk, sk in keys]
    requests: dict[str, dict[str, Any]] = {}
    for model, pk, sk in dict.fromkeys(wanted):
        entry = requests.setdefault(model.table_name(), {"Keys": [], "ConsistentRead": True})
        key = key_of(pk, sk)
        if key not in entry["Keys"]:
            entry["Keys"].append(key)
    found: dict[tuple[str, str, str], Mapping[str, Any]] = {}
    for answer in batch("BatchGetItem", requests):
        for name, raws in answer["Responses"].items():
            for raw in raws:
                found[name, raw["pk"]["S"], raw["sk"]["S"]] = raw
    raws = ((model, found.get((model.table_name(), pk, sk))) for model, pk, sk in wanted)
    return [model.live(raw) if raw else None for model, raw in raws]


class Page(NamedTuple, Generic[I]):
    """Items of one request, and the key to go on from (None at the end)."""

    items: list[I]
    last_key: dict[str, Any] | None

    def last(self, attribute: str = "sk") -> str | None:
        """That attribute of the key to go on from; None at the end."""
        return str(self.last_key[attribute]["S"]) if self.last_key else None


def query_page(
    model: type[I],
    pk: str,
    *,
    limit: int,
    range_condition: Condition | None = None,
    index: str | None = None,
    start_key: Mapping[str, Any] | None = None,
    newest_first: bool = False,
    consistent: bool = True,
    filter_condition: Condition | None = None,
) -> Page[I]:
    """One request's worth of a query; a `filter_condition` makes as many as it takes to find `limit` items.

    `index` is the index's attribute name on the model.
    """
    keys = _keys(model, index)
    expressions = Expressions()
    expressions.add("KeyConditionExpression", keys.of(pk) if range_condition is None else keys.of(pk) & range_condition)
    expressions.add("FilterExpression", filter_condition)
    request = {
        "TableName": model.table_name(),
        **({"IndexName": keys.index_name} if keys.index_name else {}),
        **expressions.parameters(),
        "ConsistentRead": consistent,
        "ScanIndexForward": not newest_first,
    }
    raws: list[dict[str, Any]] = []
    last_key = dict(start_key) if start_key else None
    while True:
        start = {"ExclusiveStartKey": last_key} if last_key else {}
        answer = connection().call("Query", {**request, **start, "Limit": limit - len(raws)})
        raws += answer["Items"]
        last_key = answer.get("LastEvaluatedKey")
        if last_key is None or len(raws) >= limit:
            break
    items = [item for raw in raws if (item := model.live(raw))]
    return Page(items, last_key)


def newest(model: type[I], pk: str, prefix: str, *, limit: int, before: str | None) -> tuple[list[I], str | None]:
    """Items whose sort keys are `prefix` and a name, the highest name first, and the name to go on from.

    `before` is the name that the page before ended with.
    """
    page = query_page(
        model,
        pk,
        limit=limit,
        range_condition=model.sk.startswith(prefix) if prefix else None,
        start_key=key_of(pk, prefix + before) if before else None,
        newest_first=True,
    )
    last = page.last()
    return page.items, last.removeprefix(prefix) if last else None


def local_page(
    model: type[I],
    pk: str,
    index: str,
    span: Condition,
    *,
    prefix: str,
    limit: int,
    after: str | None,
    newest_first: bool = False,
) -> tuple[list[I], str | None]:
    """Items in the order of a local index whose keys end with `#` and an id, and the key to go on from.

    The sort key of an item is `prefix` and that id; `after` is the key that the page before ended with.
    """
    attribute = _sort_key(model, index)
    start = {**key_of(pk, prefix + after.rpartition("#")[2]), attribute: {"S": after}} if after else None
    page = query_page(
        model, pk, limit=limit, range_condition=span, index=index, start_key=start, newest_first=newest_first
    )
    return page.items, page.last(attribute)


def query_all(
    model: type[I],
    pk: str,
    *,
    page_size: int,
    range_condition: Condition | None = None,
    index: str | None = None,
    consistent: bool = True,
) -> Iterator[I]:
    """Every item of a query, `page_size` a request, each made when its items are asked for."""
    start_key = None
    while True:
        page = query_page(
            model,
            pk,
            limit=page_size,
            range_condition=range_condition,
            index=index,
            start_key=start_key,
            consistent=consistent,
        )
        yield from page.items
        start_key = page.last_key
        if start_key is None:
            return


class _Keys(NamedTuple):
    """What a partition of a table, or of the index of that name, is asked for with."""

    of: Callable[[str], Condition]
    index_name: str | None


@functools.cache
def _keys(model: type[Item], index: str | None) -> _Keys:
    if index is None:
        return _Keys(model.pk.__eq__, None)
    meta = getattr(model, index).Meta
    attribute = next(each for each in meta.attributes.values() if each.is_hash_key)
    return _Keys(attribute.__eq__, meta.index_name)


@functools.cache
def _sort_key(model: type[Item], index: str) -> str:
    """The name of the sort key of an index that has one."""
    attributes = getattr(model, index).Meta.attributes.values()
    return str(next(each.attr_name for each in attributes if each.is_range_key))
