"""What happens to profiles and preferences."""

from __future__ import annotations

from typing import ClassVar

from fitsync.kit.events import DomainEvent
from fitsync.users.models import Preferences, Profile


class ProfileUpdated(DomainEvent):
    name: ClassVar[str] = "users.profile_updated"

    username: str
    profile: Profile
    profile_version: int


class PreferencesUpdated(DomainEvent):
    """Other devices learn of it as `sync:preferences`."""

    name: ClassVar[str] = "users.preferences_updated"

    preferences: Preferences
    preferences_version: int
