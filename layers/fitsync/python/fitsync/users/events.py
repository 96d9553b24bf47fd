"""What happens to profiles and preferences."""

from typing import ClassVar

from fitsync.kit.events import AuditedEvent, DomainEvent
from fitsync.users.models import Preferences, Profile


class ProfileUpdated(DomainEvent):
    name: ClassVar[str] = "users.profile_updated"

    username: str
    profile: Profile
    profile_version: int


class UsernameChanged(DomainEvent):
    name: ClassVar[str] = "users.username_changed"

    username: str
    profile_version: int


class PreferencesUpdated(AuditedEvent):
    """`privacy_changed` says whether what others may see is part of the change."""

    name: ClassVar[str] = "users.preferences_updated"

    preferences: Preferences
    preferences_version: int
    privacy_changed: bool = False


class FriendRequested(DomainEvent):
    """The event's user asks `other_id` to be friends."""

    name: ClassVar[str] = "users.friend_requested"

    other_id: str
    username: str


class FriendshipMade(DomainEvent):
    """The event's user and `other_id` are friends now, by whichever of the two came last."""

    name: ClassVar[str] = "users.friendship_made"

    other_id: str


class FriendshipEnded(DomainEvent):
    """The event's user has ended the friendship with `other_id`."""

    name: ClassVar[str] = "users.friendship_ended"

    other_id: str


class UserBlocked(AuditedEvent):
    """The event's user blocks `other_id`."""

    name: ClassVar[str] = "users.user_blocked"

    other_id: str
