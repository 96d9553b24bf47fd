"""What others may know of body measurements. Nothing here writes."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from fitsync.kit.store import Item, Ref
from fitsync.progress import figures, repository
from fitsync.progress.documents import BODY_FAT, RESTING_HEART_RATE, WEIGHT, named
from fitsync.progress.figures import Latest, Point
from fitsync.progress.models import EntryItem, StandingItem

__all__ = [
    "BODY_FAT",
    "RESTING_HEART_RATE",
    "WEIGHT",
    "Counts",
    "EntryItem",
    "EntryPage",
    "Latest",
    "Point",
    "changed_since",
    "changes",
    "counts",
    "history",
    "latest_measurements",
    "measurements",
    "named",
    "standing_ref",
]


class EntryPage(NamedTuple):
    """Entries, and the history key to go on from (None at the end)."""

    items: list[EntryItem]
    next_key: str | None


class Counts(NamedTuple):
    """How much a user has recorded."""

    entries: int
    photos: int


def counts(user_id: str) -> Counts:
    """How many body entries and progress photos a user has, in one request."""
    return Counts(*repository.find_counts(user_id))


def history(
    user_id: str, *, since: datetime | None, until: datetime | None, limit: int, after_key: str | None
) -> EntryPage:
    """A page of entries, the newest first, measured from `since` on and before `until`; one request."""
    items, next_key = repository.history_page(user_id, since=since, until=until, after_key=after_key, limit=limit)
    return EntryPage(items, next_key)


def standing_ref(user_id: str) -> Ref:
    """What to read along with something else to learn by `changed_since` whether entries changed."""
    return repository.standing_ref(user_id)


def changed_since(item: Item | None, since: datetime | None) -> bool:
    """Whether an entry was written at `since` or later (None: ever), by the item found under `standing_ref`."""
    if not isinstance(item, StandingItem):
        return False
    changed_at: datetime | None = item.standing.changed_at
    return since is None or (changed_at is not None and changed_at >= since)


def changes(user_id: str, *, since: datetime | None, after_key: str | None, limit: int) -> EntryPage:
    """A page of entries that changed, deleted ones included, oldest change first; one request."""
    items, next_key = repository.changes_page(user_id, since=since, after_key=after_key, limit=limit)
    return EntryPage(items, next_key)


def latest_measurements(user_id: str) -> dict[str, Latest]:
    """The latest of every figure (`documents.WEIGHT`, …, `documents.named("waist")`), in one request."""
    return {figure: known.latest for figure, known in repository.find_standing(user_id).figures.items()}


def measurements(user_id: str, start: datetime, end: datetime) -> list[Point]:
    """What was measured from `start` on and before `end`, in time order; one request for thirty years."""
    return list(figures.between(repository.months_between(user_id, start, end), start, end))
