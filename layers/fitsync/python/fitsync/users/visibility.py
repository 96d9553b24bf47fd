"""Who sees what of whom: decided here and nowhere else, for every area."""

from __future__ import annotations

from collections.abc import Collection

from fitsync.users.documents import Audience, Relation


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
