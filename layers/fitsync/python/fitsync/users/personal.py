"""What is kept about people here, for their export and their erasure."""

from collections.abc import Iterator
from datetime import datetime

from fitsync.kit import store
from fitsync.kit.documents import Document
from fitsync.kit.erasing import every, in_turn, partition
from fitsync.kit.keys import keys_of
from fitsync.kit.personal import STEP_ITEMS, ExportFile, ExportRows, Held, PersonalData, Step
from fitsync.users import relations, repository
from fitsync.users.models import Preferences, Profile, RelationItem, UsernameItem
from fitsync.users.ties import Standing

# Each is a read and a transaction of up to three items.
_TIES_AT_ONCE = STEP_ITEMS // 5


class ExportedProfile(Document):
    """What the user says about themselves."""

    username: str
    profile: Profile
    created_at: datetime
    updated_at: datetime


class ExportedAcquaintance(Document):
    """A friend, a request under way, or somebody whom the user blocks."""

    user_id: str
    standing: str
    blocked_by_you: bool
    since: datetime | None


def export(user_id: str) -> Iterator[ExportFile]:
    """Profile, preferences, friends and blocks."""
    profile = repository.find_profile(user_id)
    profiles = [ExportedProfile.model_validate(profile, from_attributes=True)] if profile else []
    yield ExportRows("users/profile", ExportedProfile, profiles)
    preferences = repository.find_preferences(user_id)
    yield ExportRows("users/preferences", Preferences, [preferences.preferences] if preferences else [])
    yield ExportRows("users/acquaintances", ExportedAcquaintance, _acquaintances(user_id))


def _acquaintances(user_id: str) -> Iterator[ExportedAcquaintance]:
    for item in every(RelationItem, repository.user_key(user_id), repository.RELATION):
        if item.blocks or item.tie.standing is not Standing.NONE:
            yield ExportedAcquaintance(
                user_id=repository.other_id_of(item),
                standing=item.tie.standing.value,
                blocked_by_you=item.blocks,
                since=item.since,
            )


def erase(user_id: str) -> Step:
    """What others have of the user goes, too, and their counts follow. The username goes before the profile, which
    knows it.
    """
    return in_turn(
        lambda: _ties(user_id),
        lambda: _username(user_id),
        lambda: partition("users", repository.user_key(user_id)),
    )


def _ties(user_id: str) -> Step:
    keys = keys_of("users")
    page = store.query_page(
        keys,
        repository.user_key(user_id),
        limit=_TIES_AT_ONCE,
        range_condition=keys.sk.startswith(repository.RELATION),
    )
    for item in page.items:
        relations.forget(user_id, item.sk.removeprefix(repository.RELATION))
    return Step(len(page.items), done=page.last_key is None)


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
        Held(
            "friends, requests and blocks",
            "who sees what of whom; kept under both people",
            "until either is erased; 90 days after it ended",
            "users",
        ),
        Held("preferences", "units, notifications, privacy, equipment: to behave as asked", "until erasure", "users"),
    ),
    export=export,
    erase=erase,
)
