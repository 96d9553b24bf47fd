"""What changed while a device was away.

A cursor holds the instant of the answer that gave it out. The next one goes back a minute further: a write takes its
time stamp before it is stored, so that one may appear behind another that was seen already. What a device is told twice
it knows by its version.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from fitsync.kit import clock, cursor, store
from fitsync.sync.errors import SyncCursorExpired
from fitsync.users import service as users
from fitsync.users.service import PreferencesItem
from fitsync.workouts import service as workouts
from fitsync.workouts.service import WorkoutChange

# Longer than any request lasts (29 s at the gateway), and clocks of functions are apart by far less.
OVERLAP = timedelta(seconds=60)
# A little less than deletions are remembered for.
CURSOR_KEPT = workouts.TOMBSTONE_KEPT - timedelta(days=1)
# A Lambda function answers 6 MB at most; a set is some 600 bytes on the wire.
_MAX_WEIGHT = 5000


@dataclass(frozen=True)
class Changes:
    """Sessions that changed, oldest change first, and preferences if they did; `cursor` goes on from here, at once when
    there is `more`.
    """

    workouts: list[WorkoutChange]
    preferences: PreferencesItem | None
    cursor: str
    more: bool


def changes(user_id: str, since: str | None, limit: int) -> Changes:
    """What changed since a cursor, or all there is; raises `InvalidCursor` and `SyncCursorExpired`."""
    scope, now = f"sync:{user_id}", clock.now()
    position = cursor.decode(since, scope=scope) if since else {}
    began = _instant(position.get("began")) or now
    since_at = _instant(position.get("since"))
    if since_at and now - since_at > CURSOR_KEPT:
        raise SyncCursorExpired()
    after_key = str(position["after"]) if "after" in position else None
    from_instant = since_at - OVERLAP if since_at else None
    keys, next_key = workouts.changed_keys(user_id, since=from_instant, after_key=after_key, limit=limit)
    refs = [workouts.changed_ref(user_id, key) for key in keys]
    first = after_key is None
    found = store.get_many(*refs, *([users.preferences_ref(user_id)] if first else []))
    taken, last = _fitting(keys, [workouts.change_of(item) for item in found[: len(keys)]])
    more = next_key is not None or last < len(keys)
    preferences = found[-1] if first else None
    kept = {"since": position["since"]} if "since" in position else {}
    going_on = {**kept, "began": _millis(began), "after": keys[last - 1]} if more else {"since": _millis(began)}
    return Changes(taken, _changed(preferences, from_instant), cursor.encode(going_on, scope=scope), more)


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
