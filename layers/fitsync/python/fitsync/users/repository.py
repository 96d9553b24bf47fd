"""The store of profiles and preferences."""

from __future__ import annotations

from fitsync.kit import store
from fitsync.users.models import PreferencesItem, ProfileItem, UsernameItem

PROFILE, PREFERENCES, USERNAME = "PROFILE", "PREFERENCES", "USERNAME"


def user_key(user_id: str) -> str:
    return f"USER#{user_id}"


def username_key(username: str) -> str:
    return f"USERNAME#{username.lower()}"


def find_profile(user_id: str) -> ProfileItem | None:
    return ProfileItem.find(user_key(user_id), PROFILE)


def find_preferences(user_id: str) -> PreferencesItem | None:
    return PreferencesItem.find(user_key(user_id), PREFERENCES)


def find_both(user_id: str) -> tuple[ProfileItem | None, PreferencesItem | None]:
    """Profile and preferences in one request."""
    pk = user_key(user_id)
    profile, preferences = store.get_many((ProfileItem, pk, PROFILE), (PreferencesItem, pk, PREFERENCES))
    assert profile is None or isinstance(profile, ProfileItem)
    assert preferences is None or isinstance(preferences, PreferencesItem)
    return profile, preferences


def username_item(username: str, user_id: str) -> UsernameItem:
    return UsernameItem(username_key(username), USERNAME, user_id=user_id)
