"""Wire models of friends and requests."""

from enum import StrEnum
from typing import Literal, Self

from pydantic import Field, model_validator

from fitsync.kit.wire import Id, Instant, WireModel, examples
from fitsync.users.fields import Username
from fitsync.users.service import Acquaintance, Standing


class FriendStatus(StrEnum):
    """How somebody stands to the user: `sent` and `received` are requests, `none` is a stranger."""

    FRIENDS = "friends"
    RECEIVED = "received"
    SENT = "sent"
    BLOCKED = "blocked"
    NONE = "none"


class FriendRequestIn(WireModel):
    """Whom to ask: by id, or by their exact username."""

    model_config = examples({"username": "grace"}, {"userId": "01JD8Z5Q4M9V6T3X2R7C0B1N8K"})

    user_id: Id | None = None
    username: Username | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.user_id is None) is (self.username is None):
            raise ValueError("name somebody by userId or by username")
        return self


class FriendAnswer(WireModel):
    model_config = examples({"action": "accept"}, {"action": "decline"})

    action: Literal["accept", "decline"]


class FriendOut(WireModel):
    """Somebody the user has to do with."""

    user_id: Id
    username: str
    status: FriendStatus
    since: Instant | None = Field(description="When it came to be so; null when there is nothing between the two.")

    @classmethod
    def of(cls, found: Acquaintance) -> Self:
        """Somebody as the user sees them."""
        standing = FriendStatus.BLOCKED if found.standing is None else FriendStatus(found.standing.value)
        return cls(user_id=found.user_id, username=found.username, status=standing, since=found.since)


STANDINGS = {
    FriendStatus.FRIENDS: Standing.FRIENDS,
    FriendStatus.RECEIVED: Standing.RECEIVED,
    FriendStatus.SENT: Standing.SENT,
}
ListedStatus = Literal[FriendStatus.FRIENDS, FriendStatus.RECEIVED, FriendStatus.SENT, FriendStatus.BLOCKED]
