"""What is kept about people here, for their export and their erasure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from fitsync.kit import store
from fitsync.kit.documents import Document
from fitsync.kit.erasing import in_turn, partition
from fitsync.kit.personal import ExportFile, ExportRows, Held, PersonalData, Step
from fitsync.users import repository
from fitsync.users.models import Preferences, Profile, UsernameItem


class ExportedProfile(Document):
    """What the user says about themselves."""

    username: str
    profile: Profile
    created_at: datetime
    updated_at: datetime


def export(user_id: str) -> Iterator[ExportFile]:
    """Profile and preferences."""
    profile = repository.find_profile(user_id)
    profiles = [ExportedProfile.model_validate(profile, from_attributes=True)] if profile else []
    yield ExportRows("users/profile", ExportedProfile, profiles)
    preferences = repository.find_preferences(user_id)
    yield ExportRows("users/preferences", Preferences, [preferences.preferences] if preferences else [])


def erase(user_id: str) -> Step:
    """The username first: the profile knows it."""
    return in_turn(lambda: _username(user_id), lambda: partition("users", repository.user_key(user_id)))


def _username(user_id: str) -> Step:
    profile = repository.find_profile(user_id)
    if profile is None:
        return Step(0, done=True)
    try:
        store.write(store.delete(repository.username_item(profile.username, user_id), UsernameItem.user_id == user_id))
    except store.ConditionFailed:
        # Gone already, when this is repeated, and maybe somebody else's by now.
        return Step(0, done=True)
    return Step(1, done=True)


PERSONAL = PersonalData(
    area="users",
    tables=("users",),
    held=(
        Held("profile", "what a user says about themselves: to show, to reckon with", "until erasure", "users"),
        Held("username", "so that it is one person's only", "until erasure, then free again", "users"),
        Held("preferences", "units, notifications, privacy, equipment: to behave as asked", "until erasure", "users"),
    ),
    export=export,
    erase=erase,
)
