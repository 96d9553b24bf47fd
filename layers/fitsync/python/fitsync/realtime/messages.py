"""A message acts once, however often it is sent."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeVar

from fitsync.kit import once, riders, store
from fitsync.kit.errors import FitSyncError

T = TypeVar("T")

_CONSUMER = "message"
_ULID = re.compile(r"[0-7][0-9A-HJKMNP-TV-Z]{25}")


def act_once(user_id: str, message_id: str, act: Callable[[], T], *, connection_id: str = "") -> T | None:
    """What `act` gives; None when this message has acted before.

    The message's marker is part of the transaction that `act` writes, so that neither happens without the other. A
    message that is refused leaves no marker: nothing was done.
    """
    key = _key(user_id, message_id, connection_id)
    claim = once.claim(_CONSUMER, key)
    try:
        with riders.riding(claim) as rider:
            result = act()
        if not rider.written:
            store.write(claim)
    except (riders.AlreadyDone, store.ConditionFailed):
        return None
    except FitSyncError:
        # The first delivery may have brought about the very state that refuses the second.
        if once.done(_CONSUMER, key):
            return None
        raise
    return result


def _key(user_id: str, message_id: str, connection_id: str) -> str:
    """A ULID names a message wherever it is sent again; anything else only on its own connection."""
    scope = "" if _ULID.fullmatch(message_id) else connection_id
    return f"{user_id}#{scope}#{message_id}"
