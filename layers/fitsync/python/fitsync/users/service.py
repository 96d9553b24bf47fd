"""What one can do with profiles, preferences, friends and blocks."""

from __future__ import annotations

from collections.abc import Sequence

from fitsync.kit import clock, store
from fitsync.kit.errors import ConcurrentChange
from fitsync.kit.store import Action, Item
from fitsync.users import repository
from fitsync.users.documents import Audience, Relation, sees
from fitsync.users.errors import UsernameTaken
from fitsync.users.events import PreferencesUpdated, ProfileUpdated, UsernameChanged
from fitsync.users.models import (
    BodyMetrics,
    EquipmentSettings,
    FitnessLevel,
    Gender,
    NotificationSettings,
    Plate,
    Preferences,
    PreferencesItem,
    PrivacySettings,
    Profile,
    ProfileItem,
    Units,
    Visibility,
)
from fitsync.users.reading import (
    TrainingFacts,
    friend_ids,
    get_preferences,
    get_profile,
    preferences_ref,
    privacy_of,
    profile_ref,
    relation,
    relation_of,
    relation_ref,
    relations,
    training_facts,
    training_facts_keys,
    training_facts_of,
    username_of,
    waits_for_answer,
)
from fitsync.users.relations import (
    Acquaintance,
    acquaintances,
    answer_request,
    block,
    end_friendship,
    request_friend,
    request_friend_by_name,
    unblock,
)
from fitsync.users.ties import Standing

__all__ = [
    "Acquaintance",
    "Audience",
    "BodyMetrics",
    "EquipmentSettings",
    "FitnessLevel",
    "Gender",
    "NotificationSettings",
    "Plate",
    "Preferences",
    "PreferencesItem",
    "PrivacySettings",
    "Profile",
    "ProfileItem",
    "Relation",
    "Standing",
    "TrainingFacts",
    "Units",
    "Visibility",
    "acquaintances",
    "answer_request",
    "block",
    "end_friendship",
    "friend_ids",
    "get_preferences",
    "get_profile",
    "measured",
    "new_user_actions",
    "pictured",
    "preferences_ref",
    "privacy_of",
    "profile_ref",
    "relation",
    "relation_of",
    "relation_ref",
    "relations",
    "request_friend",
    "request_friend_by_name",
    "sees",
    "training_facts",
    "training_facts_keys",
    "training_facts_of",
    "unblock",
    "update_preferences",
    "update_profile",
    "username_of",
    "waits_for_answer",
]


def new_user_actions(user_id: str, username: str, profile: Profile) -> list[Action]:
    """The writes that give a new user a profile; they belong into the registration's transaction.

    The first one fails when the username is taken.
    """
    now = clock.now()
    item = ProfileItem(
        repository.user_key(user_id),
        repository.PROFILE,
        user_id=user_id,
        username=username,
        profile=profile,
        created_at=now,
        updated_at=now,
    )
    return [store.create(repository.username_item(username, user_id)), store.put(item)]


def measured(item: Item | None, metrics: BodyMetrics) -> list[Action]:
    """The write that keeps a profile just read at the user's latest figures, if it is not; they belong into the
    transaction of what changed them. The target weight is the profile's own.
    """
    if not isinstance(item, ProfileItem):
        return []
    profile: Profile = item.profile
    kept = metrics.model_copy(update={"target_weight": profile.metrics.target_weight})
    if kept == profile.metrics:
        return []
    return [_changed(item, profile.model_copy(update={"metrics": kept}))]


def pictured(item: ProfileItem, picture_id: str | None) -> Action:
    """The write that gives a profile just read a picture, or takes it away."""
    profile: Profile = item.profile
    return _changed(item, profile.model_copy(update={"profile_picture": picture_id}))


def update_profile(
    item: ProfileItem, profile: Profile, username: str | None = None, also: Sequence[Action] = ()
) -> ProfileItem:
    """Replace a profile just read, and the username when one is given, together with other writes.

    Raises `UsernameTaken`, or `ConcurrentChange` when another device was faster.
    """
    actions: list[Action] = []
    renamed = username is not None and username != item.username
    if username is not None and renamed:
        if username.lower() != item.username.lower():
            actions.append(store.create(repository.username_item(username, item.user_id)))
            actions.append(store.delete(repository.username_item(item.username, item.user_id)))
        item.username = username
    try:
        store.write(*actions, *also, _changed(item, profile, renamed=renamed))
    except store.ConditionFailed as failure:
        raise (UsernameTaken() if actions and 0 in failure.failed else ConcurrentChange()) from failure
    return item


def _changed(item: ProfileItem, profile: Profile, *, renamed: bool = False) -> Action:
    item.profile = profile
    item.updated_at = clock.now()
    version = item.next_version
    item.raise_events(
        ProfileUpdated(username=item.username, profile=item.profile, profile_version=version),
        *([UsernameChanged(username=item.username, profile_version=version)] if renamed else []),
        # Account, profile and preferences are versioned apart, so the ids of their events must not meet.
        aggregate_id=f"{item.user_id}/profile",
        user_id=item.user_id,
    )
    return store.put(item)


def update_preferences(item: PreferencesItem, preferences: Preferences) -> PreferencesItem:
    """Replace preferences just read; raises `ConcurrentChange` when another device was faster."""
    privacy_changed = item.preferences.privacy != preferences.privacy
    item.preferences = preferences
    item.updated_at = clock.now()
    item.raise_events(
        PreferencesUpdated(
            preferences=preferences, preferences_version=item.next_version, privacy_changed=privacy_changed
        ),
        aggregate_id=f"{item.user_id}/preferences",
        user_id=item.user_id,
    )
    try:
        store.write(store.put(item))
    except store.ConditionFailed as failure:
        raise ConcurrentChange() from failure
    return item
