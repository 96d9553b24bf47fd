"""What others may know of a user: profile, preferences, and how people stand to each other. Nothing here writes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from zoneinfo import ZoneInfo

from fitsync.kit import clock, store
from fitsync.kit.store import Item, Ref
from fitsync.users import repository
from fitsync.users.documents import Audience, Relation, sees
from fitsync.users.errors import ProfileNotFound
from fitsync.users.models import (
    WORKOUTS_PER_WEEK,
    EquipmentSettings,
    Plate,
    Preferences,
    PreferencesItem,
    PrivacySettings,
    Profile,
    ProfileItem,
    RelationItem,
    Units,
)
from fitsync.users.ties import Standing

__all__ = [
    "Audience",
    "EquipmentSettings",
    "Plate",
    "PreferencesItem",
    "PrivacySettings",
    "ProfileItem",
    "Relation",
    "TrainingFacts",
    "Units",
    "friend_ids",
    "get_preferences",
    "get_profile",
    "preferences_ref",
    "privacy_of",
    "profile_ref",
    "relation",
    "relation_of",
    "relation_ref",
    "relations",
    "sees",
    "training_facts",
    "training_facts_keys",
    "training_facts_of",
    "username_of",
    "waits_for_answer",
]

_PAGE = 100


@dataclass(frozen=True)
class TrainingFacts:
    """What training needs to know of a user: weight in kg when known, time zone, units, default rest in seconds, what
    weights there are, and how many workouts a week are the target.
    """

    weight_kg: Decimal | None
    zone: ZoneInfo
    units: Units
    default_rest_seconds: int
    equipment: EquipmentSettings = field(default_factory=EquipmentSettings)
    workouts_per_week: int = WORKOUTS_PER_WEEK


def get_profile(user_id: str) -> ProfileItem:
    """The user's profile; raises `ProfileNotFound`."""
    item = repository.find_profile(user_id)
    if item is None:
        raise ProfileNotFound()
    return item


def get_preferences(user_id: str) -> PreferencesItem:
    """The user's preferences; the defaults, as version 0, when none were ever set."""
    item = repository.find_preferences(user_id)
    if item is not None:
        return item
    return PreferencesItem(
        repository.user_key(user_id),
        repository.PREFERENCES,
        user_id=user_id,
        preferences=Preferences(),
        updated_at=clock.now(),
    )


def preferences_ref(user_id: str) -> Ref:
    """Where the user's preferences are, for who reads them along with something else."""
    return PreferencesItem, repository.user_key(user_id), repository.PREFERENCES


def privacy_of(item: Item | None) -> PrivacySettings:
    """The privacy settings in what was read at a `preferences_ref`; the defaults where nothing was set."""
    return item.preferences.privacy if isinstance(item, PreferencesItem) else PrivacySettings()


def username_of(item: Item | None) -> str | None:
    """The username in what was read at a `profile_ref`; None when there is no such user any more."""
    return item.username if isinstance(item, ProfileItem) else None


def training_facts(user_id: str) -> TrainingFacts:
    """What training needs to know of a user, in one request; defaults where nothing was set."""
    return training_facts_of(store.get_many(*training_facts_keys(user_id)))


def training_facts_keys(user_id: str) -> tuple[tuple[type[Item], str, str], ...]:
    """What to read for a user's training facts, for those who read more in the same request."""
    pk = repository.user_key(user_id)
    return (ProfileItem, pk, repository.PROFILE), (PreferencesItem, pk, repository.PREFERENCES)


def training_facts_of(found: Sequence[Item | None]) -> TrainingFacts:
    """The facts in what was found under those keys; defaults where nothing was set."""
    profile_item, preferences_item = found
    assert profile_item is None or isinstance(profile_item, ProfileItem)
    assert preferences_item is None or isinstance(preferences_item, PreferencesItem)
    profile = profile_item.profile if profile_item else Profile()
    preferences = preferences_item.preferences if preferences_item else Preferences()
    return TrainingFacts(
        weight_kg=profile.metrics.current_weight,
        zone=ZoneInfo(profile.timezone),
        units=preferences.units,
        default_rest_seconds=preferences.default_rest_time,
        equipment=preferences.equipment,
        workouts_per_week=preferences.workouts_per_week,
    )


def profile_ref(user_id: str) -> Ref:
    """Where the user's profile is, for who reads it along with something else."""
    return ProfileItem, repository.user_key(user_id), repository.PROFILE


def friend_ids(user_id: str) -> Iterator[str]:
    """Everybody who is a friend of a user, read page by page."""
    before: str | None = None
    while True:
        listed, before = repository.relations_page(user_id, Standing.FRIENDS, limit=_PAGE, before=before)
        yield from (one.user_id for one in listed)
        if before is None:
            return


def waits_for_answer(user_id: str, other_id: str) -> bool:
    """Whether somebody has asked the user to be friends, and was not answered yet."""
    (item,) = store.get_many(relation_ref(user_id, other_id))
    return isinstance(item, RelationItem) and item.tie.standing is Standing.RECEIVED


def relation_ref(viewer: str, owner: str) -> Ref:
    """Where it is written how two people stand to each other, for who reads it along with something else."""
    return repository.relation_ref(viewer, owner)


def relation_of(item: Item | None) -> Relation:
    """What was read at such a place."""
    return item.tie.relation if isinstance(item, RelationItem) else Relation.NONE


def relation(viewer: str, owner: str) -> Relation:
    """How two people stand to each other, in one request; none for anybody and themselves."""
    return relations(viewer, (owner,)).get(owner, Relation.NONE)


def relations(viewer: str, owners: Iterable[str]) -> dict[str, Relation]:
    """How somebody stands to up to a hundred others, in one request, or none when there is nobody else."""
    wanted = [owner for owner in dict.fromkeys(owners) if owner != viewer]
    if not wanted:
        return {}
    found = store.get_many(*(relation_ref(viewer, owner) for owner in wanted))
    return {owner: relation_of(item) for owner, item in zip(wanted, found, strict=True)}
