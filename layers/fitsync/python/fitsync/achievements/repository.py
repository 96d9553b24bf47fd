"""Reading and writing achievements."""

from __future__ import annotations

from collections.abc import Sequence

from fitsync.achievements.documents import Trophies
from fitsync.achievements.models import TrophiesItem
from fitsync.kit import store
from fitsync.kit.events import DomainEvent

TROPHIES = "TROPHIES"


def find(user_id: str) -> TrophiesItem:
    """A user's achievements; a new item where there are none."""
    item = TrophiesItem.find(user_key(user_id), TROPHIES)
    return item or TrophiesItem(user_key(user_id), TROPHIES, trophies=Trophies())


def save(item: TrophiesItem, trophies: Trophies, events: Sequence[DomainEvent]) -> None:
    """Write achievements over the version that was read. Raises `ConditionFailed` when that is not the latest."""
    user_id = item.pk.partition("#")[2]
    item.trophies = trophies
    item.raise_events(*events, aggregate_id=f"{user_id}/achievements", user_id=user_id)
    store.write(store.put(item))


def user_key(user_id: str) -> str:
    return f"USER#{user_id}"
