"""Reading and writing entries, the figures of months and standings."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import NamedTuple

from fitsync.kit import clock, store
from fitsync.kit.events import DomainEvent
from fitsync.kit.store import Action, Item, Ref
from fitsync.progress.documents import Entry
from fitsync.progress.figures import Month, Standing, month_of
from fitsync.progress.limits import TOMBSTONE_KEPT
from fitsync.progress.models import CHANGES, HISTORY, EntryItem, MonthItem, PhotosItem, StandingItem

ENTRY, _MONTH, _STANDING, _PHOTOS = "ENTRY#", "MONTH#", "STANDING", "PHOTOS"
# A month of daily entries is about 3 KB, so that thirty years come in one request of at most 1 MB (DynamoDB quota).
_MONTHS_PER_REQUEST = 360


def user_key(user_id: str) -> str:
    return f"USER#{user_id}"


class State(NamedTuple):
    """What a change of an entry starts from, and what was read along with it."""

    entry: EntryItem | None
    standing: StandingItem
    months: dict[str, MonthItem]
    others: list[Item | None]


def entry_ref(user_id: str, entry_id: str) -> Ref:
    return EntryItem, user_key(user_id), ENTRY + entry_id


def find_entry(user_id: str, entry_id: str) -> EntryItem | None:
    """An entry, deleted ones included."""
    return EntryItem.find(user_key(user_id), ENTRY + entry_id)


def find_state(user_id: str, entry_id: str | None, months: Collection[str] = (), others: tuple[Ref, ...] = ()) -> State:
    """An entry with the user's standing, some months and anything else, in one request."""
    pk, listed = user_key(user_id), sorted(months)
    entry: tuple[Ref, ...] = (entry_ref(user_id, entry_id),) if entry_id else ()
    refs: list[Ref] = [(StandingItem, pk, _STANDING), *((MonthItem, pk, _MONTH + name) for name in listed)]
    found = store.get_many(*entry, *refs, *others)
    item = found.pop(0) if entry else None
    standing, *rest = found
    return State(
        entry=item if isinstance(item, EntryItem) else None,
        standing=standing if isinstance(standing, StandingItem) else StandingItem(pk, _STANDING, standing=Standing()),
        months={name: _month(user_id, name, each) for name, each in zip(listed, rest, strict=False)},
        others=rest[len(listed) :],
    )


def find_months(user_id: str, names: Collection[str]) -> dict[str, MonthItem]:
    """Some months of a user, in one request; empty ones where there is nothing."""
    listed = sorted(names)
    found = store.get_many(*((MonthItem, user_key(user_id), _MONTH + name) for name in listed))
    return {name: _month(user_id, name, item) for name, item in zip(listed, found, strict=True)}


def _month(user_id: str, name: str, item: Item | None) -> MonthItem:
    return item if isinstance(item, MonthItem) else MonthItem(user_key(user_id), _MONTH + name, month=Month())


def find_standing(user_id: str) -> Standing:
    """What is known of a user's figures; an empty standing when nothing was measured."""
    item = StandingItem.find(user_key(user_id), _STANDING)
    standing: Standing = item.standing if item else Standing()
    return standing


def find_counts(user_id: str) -> tuple[int, int]:
    """How many entries and how many photos a user has, in one request."""
    pk = user_key(user_id)
    standing, photos = store.get_many((StandingItem, pk, _STANDING), photos_ref(user_id))
    entries = standing.standing.entries if isinstance(standing, StandingItem) else 0
    return entries, int(photos.total) if isinstance(photos, PhotosItem) else 0


def photos_ref(user_id: str) -> Ref:
    """Where the number of a user's photos is."""
    return PhotosItem, user_key(user_id), _PHOTOS


def months_between(user_id: str, start: datetime, end: datetime) -> Iterator[Month]:
    """The months from that of `start` to that of `end`, in order; one request for thirty years."""
    key = MonthItem.sk.between(_MONTH + month_of(start), _MONTH + month_of(end))
    found = store.query_all(MonthItem, user_key(user_id), page_size=_MONTHS_PER_REQUEST, range_condition=key)
    return (item.month for item in found)


def history_page(
    user_id: str, *, since: datetime | None, until: datetime | None, after_key: str | None, limit: int
) -> tuple[list[EntryItem], str | None]:
    """Entries, the newest first, from `since` on and before `until`, and the history key to go on after."""
    low = ENTRY + (clock.sort_key(since) if since else "0")
    # Before the instant itself: a key of that very instant goes on with its id.
    high = ENTRY + (clock.sort_key(until) if until else "~")
    span = EntryItem.history_key.between(low, high)
    return store.local_page(
        EntryItem, user_key(user_id), HISTORY, span, prefix=ENTRY, limit=limit, after=after_key, newest_first=True
    )


def changes_page(
    user_id: str, *, since: datetime | None, after_key: str | None, limit: int
) -> tuple[list[EntryItem], str | None]:
    """Entries that changed, deleted ones included, oldest change first, and the change key to go on after."""
    span = EntryItem.changed_key >= (clock.sort_key(since) if since else "0")
    return store.local_page(EntryItem, user_key(user_id), CHANGES, span, prefix=ENTRY, limit=limit, after=after_key)


def standing_ref(user_id: str) -> Ref:
    """Where a user's standing is."""
    return StandingItem, user_key(user_id), _STANDING


def new_entry(entry: Entry) -> EntryItem:
    return EntryItem(user_key(entry.user_id), ENTRY + entry.id, document=entry)


def save_entry(item: EntryItem, entry: Entry, event: DomainEvent) -> Action:
    """The write of an entry, over the version that was read; a new one only where nothing has its id."""
    item.document = entry
    item.history_key = f"{ENTRY}{clock.sort_key(entry.content.measured_at)}#{entry.id}"
    item.changed_key = f"{clock.sort_key(entry.updated_at)}#{entry.id}"
    item.raise_events(event, aggregate_id=entry.id, user_id=entry.user_id)
    return store.put(item)


def bury_entry(item: EntryItem, event: DomainEvent, now: datetime) -> Action:
    """The write that leaves a tombstone of an entry, without what it said."""
    entry: Entry = item.document
    blank = type(entry.content)(measured_at=entry.content.measured_at)
    item.document = entry.model_copy(update={"content": blank, "known_height": None, "updated_at": now})
    item.history_key, item.deleted, item.expires_at = None, True, now + TOMBSTONE_KEPT
    item.changed_key = f"{clock.sort_key(now)}#{entry.id}"
    item.raise_events(event, aggregate_id=entry.id, user_id=entry.user_id)
    return store.put(item)


def save_figures(state: State, standing: Standing, months: dict[str, Month], now: datetime) -> list[Action]:
    """The writes of the standing and of the months that changed, over the versions that were read."""
    state.standing.standing = standing.model_copy(update={"changed_at": now})
    actions = [store.put(state.standing)]
    for name, month in months.items():
        item = state.months[name]
        item.month = month
        actions.append(store.put(item) if month.points or item.version is None else store.delete(item))
    return actions
