"""The store of profiles and preferences."""

from __future__ import annotations

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


def username_item(username: str, user_id: str) -> UsernameItem:
    return UsernameItem(username_key(username), USERNAME, user_id=user_id)
