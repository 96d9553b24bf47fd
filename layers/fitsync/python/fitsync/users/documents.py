"""How people stand to each other, and whom something is meant for."""

from __future__ import annotations

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
