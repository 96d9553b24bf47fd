"""Carries a changed username from the profile to the account.

Every change of a profile has a version, and an older one never replaces a newer one: copies and any order do no harm.
"""

from __future__ import annotations

from fitsync.auth import names
from fitsync.kit.consumer import consumer
from fitsync.kit.events import EventEnvelope
from fitsync.users.events import ProfileUpdated

EVENTS = (ProfileUpdated.name,)


def handle(event: EventEnvelope) -> None:
    """Take over the username of one version of a profile."""
    profile = event.payload(ProfileUpdated)
    if event.user_id is not None:
        names.take(event.user_id, profile.username, profile.profile_version)


handler = consumer(handle)
