"""Who has been erased, for messages that come late.

A message on its first tries is at most `FRESH` old. An erasure sweeps once more when everything that was on its way at
its beginning is older than that; a message that comes later still (from a dead-letter queue) is asked about here.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from pynamodb.attributes import TTLAttribute, UTCDateTimeAttribute

from fitsync.kit import clock, once, store
from fitsync.kit.store import Item

# Consumers of 20 seconds try five times within ten minutes, so that hardly a message gets older than this.
FRESH = timedelta(minutes=15)


class Erased(Item):
    """pk `ERASED#<digest of the user id>`, sk `ERASED`: this user is being erased, since `at`."""

    table = "platform"
    at = UTCDateTimeAttribute()
    expires_at = TTLAttribute()


def mark(user_id: str) -> datetime:
    """Note that the user is being erased, once; since when they are."""
    now = clock.now()
    marker = Erased(_pk(user_id), "ERASED", at=now, expires_at=now + once.REMEMBER)
    try:
        store.write(store.create(marker))
    except store.ConditionFailed:
        found = Erased.find(_pk(user_id), "ERASED")
        return found.at if found else now
    return now


def forbids(user_id: str | None, since: datetime) -> bool:
    """Whether a message about what happened at `since` must be dropped, because its user was erased."""
    if user_id is None or clock.now() - since <= FRESH:
        return False
    return Erased.find(_pk(user_id), "ERASED") is not None


def _pk(user_id: str) -> str:
    return f"ERASED#{hashlib.sha256(user_id.encode()).hexdigest()}"
