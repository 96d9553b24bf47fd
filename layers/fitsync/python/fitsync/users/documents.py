"""How people stand to each other, whom something is meant for, and so who sees what: for every area, decided here."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum


class Relation(StrEnum):
    """How two people stand to each other, as far as it decides who sees what. A block by either side comes first."""

    NONE = "none"
    FRIEND = "friend"
    BLOCKED = "blocked"


class Audience(StrEnum):
    """Whom something is meant for: its owner alone, chosen friends, all friends, or everybody signed in."""

    PRIVATE = "private"
    USERS = "users"
    FRIENDS = "friends"
    PUBLIC = "public"


def sees(viewer: str, owner: str, audience: Audience, relation: Relation, chosen: Collection[str] = ()) -> bool:
    """Whether `viewer` sees what `owner` meant for `audience`; `chosen` are the people picked for `USERS`.

    A block hides even what is public, and somebody chosen sees it for as long as they are a friend.
    """
    if viewer == owner:
        return True
    if relation is Relation.BLOCKED:
        return False
    match audience:
        case Audience.PUBLIC:
            return True
        case Audience.FRIENDS:
            return relation is Relation.FRIEND
        case Audience.USERS:
            return relation is Relation.FRIEND and viewer in chosen
        case Audience.PRIVATE:
            return False
