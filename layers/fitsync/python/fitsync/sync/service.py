"""What changed while a device was away.

A cursor holds the instant of the answer that gave it out. The next one goes back a minute further: a write takes its
time stamp before it is stored, so that one may appear behind another that was seen already. What a device is told twice
it knows by its version.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import NamedTuple, TypedDict

from fitsync.kit import clock, cursor, store
from fitsync.kit.cursor import Position
from fitsync.progress import service as progress
from fitsync.progress.service import EntryItem
from fitsync.sync.errors import SyncCursorExpired
from fitsync.users import reading as users
from fitsync.users.reading import PreferencesItem
from fitsync.workouts import service as workouts
from fitsync.workouts.service import WorkoutChange

# Longer than any request lasts (29 s at the gateway), and clocks of functions are apart by far less.
OVERLAP = timedelta(seconds=60)
# A little less than deletions are remembered for.
CURSOR_KEPT = workouts.TOMBSTONE_KEPT - timedelta(days=1)
# A Lambda function answers 6 MB at most; a set is some 600 bytes on the wire.
_MAX_WEIGHT = 5000
# What a cursor says when all sessions have been told.
_BODY = "body"


class Changes(NamedTuple):
    """Sessions that changed, oldest change first, then body entries, and preferences if they did; `cursor` goes on from
    here, at once when there is `more`.
    """

    workouts: list[WorkoutChange]
    entries: list[EntryItem]
    preferences: PreferencesItem | None
    cursor: str
    more: bool


class _Told(TypedDict):
    workouts: list[WorkoutChange]
    entries: list[EntryItem]
    preferences: PreferencesItem | None


def changes(user_id: str, since: str | None, limit: int) -> Changes:
    """What changed since a cursor, or all there is; raises `InvalidCursor` and `SyncCursorExpired`."""
    scope, now = f"sync:{user_id}", clock.now()
    position = cursor.decode(since, scope=scope) if since else {}
    began = _instant(position.get("began")) or now
    since_at = _instant(position.get("since"))
    if since_at and now - since_at > CURSOR_KEPT:
        raise SyncCursorExpired()
    here = _Place(
        user_id,
        since=since_at - OVERLAP if since_at else None,
        after_key=str(position["after"]) if "after" in position else None,
        limit=limit,
    )
    if position.get("stage") == _BODY:
        told, going_on = _entries(here)
    else:
        told, going_on = _workouts(here, entries_follow="entries" in position)
    kept = {"since": position["since"]} if "since" in position else {}
    following = {**kept, "began": _millis(began), **going_on} if going_on else {"since": _millis(began)}
    return Changes(**told, cursor=cursor.encode(following, scope=scope), more=bool(going_on))


class _Place(NamedTuple):
    """Where to go on: from an instant, behind a key."""

    user_id: str
    since: datetime | None
    after_key: str | None
    limit: int


def _workouts(here: _Place, *, entries_follow: bool) -> tuple[_Told, Position]:
    """Sessions; the first answer also has the preferences and looks whether body entries follow."""
    keys, next_key = workouts.changed_keys(here.user_id, since=here.since, after_key=here.after_key, limit=here.limit)
    refs = [workouts.changed_ref(here.user_id, key) for key in keys]
    first = here.after_key is None
    also = [users.preferences_ref(here.user_id), progress.standing_ref(here.user_id)] if first else []
    found = store.get_many(*refs, *also)
    taken, last = _fitting(keys, [workouts.change_of(item) for item in found[: len(keys)]])
    preferences, standing = found[len(keys) :] if first else (None, None)
    follow = entries_follow or progress.changed_since(standing, here.since)
    told = _Told(workouts=taken, entries=[], preferences=_changed(preferences, here.since))
    if next_key is not None or last < len(keys):
        return told, {"after": keys[last - 1], **({"entries": 1} if follow else {})}
    return told, {"stage": _BODY} if follow else {}


def _entries(here: _Place) -> tuple[_Told, Position]:
    """Body entries, when all sessions have been told."""
    page = progress.changes(here.user_id, since=here.since, after_key=here.after_key, limit=here.limit)
    told = _Told(workouts=[], entries=page.items, preferences=None)
    return told, {"stage": _BODY, "after": page.next_key} if page.next_key else {}


def _fitting(keys: list[str], found: list[WorkoutChange | None]) -> tuple[list[WorkoutChange], int]:
    """As many changes as fit into an answer, at least one, and how many keys that is."""
    taken: list[WorkoutChange] = []
    weight = 0
    for count, change in enumerate(found):
        weight += change.weight if change else 0
        if taken and weight > _MAX_WEIGHT:
            return taken, count
        if change:
            taken.append(change)
    return taken, len(keys)


def _changed(item: store.Item | None, since: datetime | None) -> PreferencesItem | None:
    if not isinstance(item, PreferencesItem):
        return None
    return item if since is None or item.updated_at >= since else None


def _instant(milliseconds: str | int | None) -> datetime | None:
    return datetime.fromtimestamp(int(milliseconds) / 1000, UTC) if milliseconds is not None else None


def _millis(instant: datetime) -> int:
    return int(instant.timestamp() * 1000)
