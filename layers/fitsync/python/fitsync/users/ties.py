"""What is between two people, seen from one of them, and how it changes. Pure.

Both have the mirror image of the same tie: what one has sent, the other has received.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from fitsync.users.documents import Relation
from fitsync.users.errors import (
    FriendNotFound,
    FriendRequestNotFound,
    UserBlockedByYou,
    UserNotBlocked,
    UserNotFound,
)


class Standing(StrEnum):
    """Strangers, a request under way, or friends."""

    NONE = "none"
    SENT = "sent"
    RECEIVED = "received"
    FRIENDS = "friends"


_MIRRORED = {Standing.SENT: Standing.RECEIVED, Standing.RECEIVED: Standing.SENT}


class Tie(NamedTuple):
    """How one person stands to another: `blocks` them, or is `blocked` by them; then there is nothing else."""

    standing: Standing = Standing.NONE
    blocks: bool = False
    blocked: bool = False

    @property
    def mirrored(self) -> Tie:
        """The same tie, seen from the other side."""
        return Tie(_MIRRORED.get(self.standing, self.standing), blocks=self.blocked, blocked=self.blocks)

    @property
    def relation(self) -> Relation:
        """What the tie means for who sees what."""
        if self.blocks or self.blocked:
            return Relation.BLOCKED
        return Relation.FRIEND if self.standing is Standing.FRIENDS else Relation.NONE


def requested(tie: Tie) -> Tie:
    """One asks the other to be friends; two who ask each other are friends.

    Raises `UserBlockedByYou`, or `UserNotFound` for somebody who blocks the one who asks.
    """
    if tie.blocks:
        raise UserBlockedByYou()
    if tie.blocked:
        raise UserNotFound()
    if tie.standing is Standing.RECEIVED:
        return tie._replace(standing=Standing.FRIENDS)
    return tie._replace(standing=Standing.SENT) if tie.standing is Standing.NONE else tie


def accepted(tie: Tie) -> Tie:
    """A request is accepted, again perhaps; raises `FriendRequestNotFound`."""
    if tie.standing not in (Standing.RECEIVED, Standing.FRIENDS):
        raise FriendRequestNotFound()
    return tie._replace(standing=Standing.FRIENDS)


def declined(tie: Tie) -> Tie:
    """A request is turned down; raises `FriendRequestNotFound`."""
    if tie.standing is not Standing.RECEIVED:
        raise FriendRequestNotFound()
    return tie._replace(standing=Standing.NONE)


def ended(tie: Tie) -> Tie:
    """A friendship ends, or a request is withdrawn; raises `FriendNotFound`."""
    if tie.standing is Standing.NONE:
        raise FriendNotFound()
    return tie._replace(standing=Standing.NONE)


def blocked(tie: Tie) -> Tie:
    """One blocks the other; that ends friendship and requests."""
    return tie._replace(standing=Standing.NONE, blocks=True)


def unblocked(tie: Tie) -> Tie:
    """A block is lifted; a friendship it ended does not come back. Raises `UserNotBlocked`."""
    if not tie.blocks:
        raise UserNotBlocked()
    return tie._replace(blocks=False)
