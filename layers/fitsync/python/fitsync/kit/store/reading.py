"""Reads: several items at once, and pages of a query."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pynamodb.expressions.condition import Condition

from fitsync.kit.errors import Unavailable
from fitsync.kit.store.client import connection
from fitsync.kit.store.items import Item, Ref

I = TypeVar("I", bound="Item")  # noqa: E741

# BatchGetItem takes at most 100 keys (DynamoDB service quota).
BATCH_LIMIT = 100
_UNPROCESSED_TRIES = 5


def get_many(*keys: Ref) -> list[Item | None]:
    """Several items, of one or many tables, in one strongly consistent request; None where there is none."""
    wanted = [(model, pk, sk) for model, pk, sk in keys]
    requests: dict[str, dict[str, Any]] = {}
    for model, pk, sk in dict.fromkeys(wanted):
        name = model._get_connection().table_name
        entry = requests.setdefault(name, {"Keys": [], "ConsistentRead": True})
        key = {"pk": {"S": pk}, "sk": {"S": sk}}
        if key not in entry["Keys"]:
            entry["Keys"].append(key)
    found: dict[tuple[str, str, str], Mapping[str, Any]] = {}
    for _ in range(_UNPROCESSED_TRIES):
        if not requests:
            break
        answer = connection().dispatch("BatchGetItem", {"RequestItems": requests})
        for name, raws in answer["Responses"].items():
            for raw in raws:
                found[name, raw["pk"]["S"], raw["sk"]["S"]] = raw
        requests = answer.get("UnprocessedKeys") or {}
    if requests:
        raise Unavailable()
    return [_built(model, found.get((model.Meta.table_name, pk, sk))) for model, pk, sk in wanted]


def _built(model: type[I], raw: Mapping[str, Any] | None) -> I | None:
    if raw is None:
        return None
    item = model.from_raw_data(dict(raw))
    return None if item.expired else item


@dataclass(frozen=True)
class Page(Generic[I]):
    """Items of one request, and the key to go on from (None at the end)."""

    items: list[I]
    last_key: dict[str, Any] | None


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
    """One request's worth of a query. `index` is the index's attribute name on the model."""
    source = getattr(model, index) if index else model
    results = source.query(
        pk,
        range_key_condition=range_condition,
        filter_condition=filter_condition,
        consistent_read=consistent,
        scan_index_forward=not newest_first,
        limit=limit,
        page_size=limit,
        last_evaluated_key=dict(start_key) if start_key else None,
    )
    items = [item for item in results if not item.expired]
    return Page(items, results.last_evaluated_key)
