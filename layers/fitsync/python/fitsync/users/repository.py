"""The store of profiles, preferences and relations."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from pynamodb.expressions.condition import Condition

from fitsync.kit import store
from fitsync.kit.events import DomainEvent
from fitsync.kit.keys import keys_of
from fitsync.kit.store import Action, Ref
from fitsync.users.models import PreferencesItem, ProfileItem, RelationItem, RelationsItem, UsernameItem
from fitsync.users.ties import Standing, Tie

PROFILE, PREFERENCES, USERNAME, RELATIONS = "PROFILE", "PREFERENCES", "USERNAME", "RELATIONS"
RELATION = "RELATION#"
# How long it is remembered that two people had to do with each other: for as long as the last event of it, which names
# both, is to be found from either side.
RELATION_KEPT = timedelta(days=90)


def user_key(user_id: str) -> str:
    return f"USER#{user_id}"


def username_key(username: str) -> str:
    return f"USERNAME#{username.lower()}"


def find_profile(user_id: str) -> ProfileItem | None:
    return ProfileItem.find(user_key(user_id), PROFILE)


def find_profiles(user_ids: Sequence[str]) -> dict[str, ProfileItem]:
    """The profiles of up to a hundred users, by id, in one request; without those that are gone."""
    if not user_ids:
        return {}
    found = store.get_many(*((ProfileItem, user_key(user_id), PROFILE) for user_id in user_ids))
    return {item.user_id: item for item in found if isinstance(item, ProfileItem)}


def find_by_username(username: str) -> str | None:
    """The id of who has a username."""
    item = UsernameItem.find(username_key(username), USERNAME)
    return item.user_id if item else None


def find_preferences(user_id: str) -> PreferencesItem | None:
    return PreferencesItem.find(user_key(user_id), PREFERENCES)


def username_item(username: str, user_id: str) -> UsernameItem:
    return UsernameItem(username_key(username), USERNAME, user_id=user_id)


class Side(NamedTuple):
    """One of two people: how they stand to the other, what they have of others, and their profile if there is one."""

    user_id: str
    relation: RelationItem
    counts: RelationsItem
    profile: ProfileItem | None


def find_sides(user_id: str, other_id: str) -> tuple[Side, Side]:
    """Everything that a change between two people touches, in one request."""
    pairs = ((user_id, other_id), (other_id, user_id))
    refs: list[Ref] = []
    for one, another in pairs:
        pk = user_key(one)
        refs += [relation_ref(one, another), (RelationsItem, pk, RELATIONS), (ProfileItem, pk, PROFILE)]
    found = store.get_many(*refs)
    mine, theirs = (_side(*pair, found[start : start + 3]) for pair, start in zip(pairs, (0, 3), strict=True))
    return mine, theirs


def _side(user_id: str, other_id: str, found: Sequence[store.Item | None]) -> Side:
    relation, counts, profile = found
    return Side(
        user_id,
        relation
        if isinstance(relation, RelationItem)
        else RelationItem(user_key(user_id), RELATION + other_id, standing=Standing.NONE.value),
        counts if isinstance(counts, RelationsItem) else RelationsItem(user_key(user_id), RELATIONS),
        profile if isinstance(profile, ProfileItem) else None,
    )


def relation_ref(user_id: str, other_id: str) -> Ref:
    """Where it is written how a user stands to another."""
    return RelationItem, user_key(user_id), RELATION + other_id


def keep_tie(side: Side, tie: Tie, now: datetime, *events: DomainEvent) -> Action:
    """The write of one person's side of a tie over the version that was read, with the events of it."""
    item = side.relation
    other_id = other_id_of(item)
    item.expires_at = now + RELATION_KEPT if tie == Tie() else None
    item.raise_events(*events, aggregate_id=f"{side.user_id}/relations/{other_id}", user_id=side.user_id)
    item.standing, item.blocks, item.blocked, item.since = tie.standing.value, tie.blocks, tie.blocked, now
    rank = _rank(tie)
    item.listed_of = side.user_id if rank else None
    item.listed_key = f"{rank}{now.isoformat(timespec='milliseconds')}#{other_id}" if rank else None
    return store.put(item)


def drop_tie(side: Side) -> Action:
    """The removal of one person's side of a tie: of the version that was read, or of one that has expired."""
    item = side.relation
    return store.delete(item if item.version else keys_of("users")(item.pk, item.sk))


# Listed from the highest rank down: what waits for an answer comes first.
_RANKS = {Standing.RECEIVED: "4", Standing.SENT: "3", Standing.FRIENDS: "2"}
_BLOCKED = "1"


def _rank(tie: Tie) -> str | None:
    return _BLOCKED if tie.blocks else _RANKS.get(tie.standing)


def other_id_of(item: RelationItem) -> str:
    """Whom a relation is with."""
    return item.sk.removeprefix(RELATION)


class Listed(NamedTuple):
    """Somebody in a user's list: how they stand (None for somebody blocked), and since when."""

    user_id: str
    standing: Standing | None
    since: datetime


def relations_page(
    user_id: str, standing: Standing | None, *, blocked: bool = False, limit: int, before: str | None
) -> tuple[list[Listed], str | None]:
    """Up to `limit` relations, newest first, and the key to go on from.

    Of one standing, or of those that are blocked; by default requests received, requests sent, and friends, in that
    order. Eventually consistent: a change of this very moment may be missing.
    """
    key = RelationItem.listed_key
    wanted: Condition
    if blocked:
        wanted = key.startswith(_BLOCKED)
    elif standing is not None:
        wanted = key.startswith(_RANKS[standing])
    else:
        wanted = key.between(min(_RANKS.values()), max(_RANKS.values()) + "~")
    page = store.query_page(
        RelationItem,
        user_id,
        limit=limit,
        range_condition=wanted,
        index="relations",
        start_key=_start(user_id, before) if before else None,
        newest_first=True,
        consistent=False,
    )
    listed = [_listed(item.listed_key) for item in page.items if item.listed_key]
    return listed, page.last("listed_key")


def _listed(key: str) -> Listed:
    since, _, other_id = key[1:].partition("#")
    standings = {rank: standing for standing, rank in _RANKS.items()}
    return Listed(other_id, standings.get(key[0]), datetime.fromisoformat(since))


def _start(user_id: str, key: str) -> dict[str, dict[str, str]]:
    return {
        "pk": {"S": user_key(user_id)},
        "sk": {"S": RELATION + key.partition("#")[2]},
        "listed_of": {"S": user_id},
        "listed_key": {"S": key},
    }
