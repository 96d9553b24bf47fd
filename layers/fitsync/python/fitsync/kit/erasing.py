"""The steps that most erasures are made of: a partition of a table, and the objects under a prefix."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

from fitsync.kit import aws, store
from fitsync.kit.keys import keys_of
from fitsync.kit.personal import STEP_ITEMS, Step
from fitsync.kit.settings import settings
from fitsync.kit.store import Item

I = TypeVar("I", bound=Item)  # noqa: E741

_PAGE = 100


def in_turn(*steps: Callable[[], Step]) -> Step:
    """One step after the other, until one has more to do than a message should."""
    removed = 0
    for step in steps:
        outcome = step()
        removed += outcome.removed
        if not outcome.done or removed >= STEP_ITEMS:
            # Even after the last one: the next call finds nothing and says so.
            return Step(removed, done=False)
    return Step(removed, done=True)


def partition(table: str, pk: str, prefix: str = "") -> Step:
    """Delete the items of a partition whose sort key begins with `prefix`, expired ones included."""
    model = keys_of(table)
    page = store.query_page(
        model, pk, limit=STEP_ITEMS, range_condition=model.sk.startswith(prefix) if prefix else None
    )
    store.delete_all(page.items)
    return Step(len(page.items), done=page.last_key is None)


def objects(bucket: str, prefix: str) -> Step:
    """Delete the objects of a declared bucket whose key begins with `prefix`."""
    name = settings().bucket(bucket)
    answer = aws.client("s3").list_objects_v2(Bucket=name, Prefix=prefix, MaxKeys=STEP_ITEMS)
    found = [{"Key": each["Key"]} for each in answer.get("Contents", ()) if "Key" in each]
    for each in found:
        aws.client("s3").delete_object(Bucket=name, Key=each["Key"])
    return Step(len(found), done=not answer.get("IsTruncated", False))


def every(model: type[I], pk: str, prefix: str = "") -> Iterator[I]:
    """The live items of a partition whose sort key begins with `prefix`, page by page: for exports."""
    condition = model.sk.startswith(prefix) if prefix else None
    return store.query_all(model, pk, page_size=_PAGE, range_condition=condition)
