"""A message acts once, however often it is sent."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeVar

from fitsync.kit import once, riders, store
from fitsync.kit.auth import Principal
from fitsync.kit.errors import FitSyncError

T = TypeVar("T")

_CONSUMER = "message"
_ULID = re.compile(r"[0-7][0-9A-HJKMNP-TV-Z]{25}")


def act_once(principal: Principal, message_id: str, act: Callable[[], T]) -> T | None:
    """What `act` gives; None when this message has acted before.

    The message's marker is part of the transaction that `act` writes, so that neither happens without the other. A
    message that is refused leaves no marker: nothing was done.
    """
    key = _key(principal, message_id)
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


def _key(principal: Principal, message_id: str) -> str:
    """A ULID names a message among all of a user's devices; anything else only among those of one sign-in."""
    scope = "" if _ULID.fullmatch(message_id) else principal.session_id
    return f"{principal.user_id}#{scope}#{message_id}"
