"""Carries a changed username from the profile to the account.

A name comes with the version of the profile that it came up in, and an older one never replaces a newer one: copies and
any order do no harm.
"""

from __future__ import annotations

from fitsync.auth import names
from fitsync.kit.consumer import consumer
from fitsync.kit.events import EventEnvelope
from fitsync.users.events import UsernameChanged

EVENTS = (UsernameChanged.name,)


def handle(event: EventEnvelope) -> None:
    """Take over a new username."""
    renamed = event.payload(UsernameChanged)
    if event.user_id is not None:
        names.take(event.user_id, renamed.username, renamed.profile_version)


handler = consumer(handle)
