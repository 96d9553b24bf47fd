"""Requests of the area sync."""

from __future__ import annotations

import contextlib

from fitsync.kit import clock, cursor
from fitsync.sync.service import OVERLAP
from tests.support.accounts import Member
from tests.support.requests.base import Prepare, Request
from tests.support.training import SET, started


def _since(owner: Member) -> Request:
    """What one session that was started since an earlier answer makes, and nothing that was done a moment before."""
    with contextlib.suppress(RuntimeError):  # where the clock is not stopped, nothing was
        clock.advance(2 * OVERLAP)
    position = {"since": int(clock.now().timestamp() * 1000)}
    since = cursor.encode(position, scope=f"sync:{owner.principal.user_id}")
    started(owner.api)
    return Request(f"/v1/sync?since={since}&limit=20")


def _changes(owner: Member) -> Request:
    data = {"workoutId": started(owner.api), "exerciseIndex": 0, "setIndex": 0, **SET}
    return Request("/v1/sync", {"changes": [{"event": "set:complete", "id": clock.new_id(), "data": data}]})


PREPARE: dict[str, Prepare] = {"getChanges": _since, "applyChanges": _changes}
