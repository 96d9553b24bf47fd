"""Friends and blocks. A change between two people is one transaction that writes both their sides, or neither."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import NamedTuple, TypeAlias

from fitsync.kit import clock, store
from fitsync.kit.errors import ConcurrentChange
from fitsync.kit.events import DomainEvent
from fitsync.users import repository, ties
from fitsync.users.errors import (
    BlockLimitReached,
    FriendLimitReached,
    FriendRequestLimitReached,
    NotYourself,
    ProfileNotFound,
    UserNotFound,
)
from fitsync.users.events import FriendRequested, FriendshipEnded, FriendshipMade, UserBlocked
from fitsync.users.limits import MAX_BLOCKS, MAX_FRIENDS, MAX_SENT_REQUESTS
from fitsync.users.models import RelationsItem
from fitsync.users.repository import Side
from fitsync.users.ties import Standing, Tie

Transition: TypeAlias = Callable[[Tie], Tie]

# Two people who act on each other meet once or twice; somebody whom many befriend at once needs a few more tries.
_TRIES = 10


class Acquaintance(NamedTuple):
    """Somebody whom a user has to do with: `standing` is None for somebody blocked, `since` for nobody any more."""

    user_id: str
    username: str
    standing: Standing | None
    since: datetime | None


def request_friend(user_id: str, other_id: str) -> tuple[Acquaintance, bool]:
    """Ask somebody to be friends, and whether anything changed by it. Who was asked already is a friend at once.

    Raises `NotYourself`, `UserNotFound` (also for somebody who blocks the user), `UserBlockedByYou`,
    `FriendLimitReached` or `FriendRequestLimitReached`.
    """
    return _change(user_id, other_id, ties.requested, known=True)


def request_friend_by_name(user_id: str, username: str) -> tuple[Acquaintance, bool]:
    """The same for somebody whose username is known."""
    other_id = repository.find_by_username(username)
    if other_id is None:
        raise UserNotFound()
    return request_friend(user_id, other_id)


def answer_request(user_id: str, other_id: str, *, accept: bool) -> Acquaintance:
    """Accept or decline a request; raises `FriendRequestNotFound` or `FriendLimitReached`."""
    return _change(user_id, other_id, ties.accepted if accept else ties.declined)[0]


def end_friendship(user_id: str, other_id: str) -> None:
    """End a friendship, or withdraw or decline a request; raises `FriendNotFound`."""
    _change(user_id, other_id, ties.ended)


def block(user_id: str, other_id: str) -> None:
    """Block somebody: ends friendship and requests. Raises `NotYourself`, `UserNotFound` or `BlockLimitReached`."""
    _change(user_id, other_id, ties.blocked, known=True)


def unblock(user_id: str, other_id: str) -> None:
    """Lift a block; raises `UserNotBlocked`."""
    _change(user_id, other_id, ties.unblocked)


def forget(user_id: str, other_id: str) -> None:
    """Remove what is between two people from both of them, as if it had never been; raises `ConcurrentChange`."""
    for _ in range(_TRIES):
        mine, theirs = repository.find_sides(user_id, other_id)
        counted = _counted(theirs.counts, mine.relation.tie.mirrored, Tie())
        try:
            store.write(
                *(repository.drop_tie(side) for side in (mine, theirs)),
                *([store.put(theirs.counts)] if counted else []),
            )
        except (store.ConditionFailed, store.TransactionConflict):
            continue
        return
    raise ConcurrentChange()


def acquaintances(
    user_id: str, standing: Standing | None, *, blocked: bool = False, limit: int, before: str | None
) -> tuple[list[Acquaintance], str | None]:
    """A page of a user's friends and requests, newest first, and the position to go on from; or of whom they block.

    Without a `standing` requests received, requests sent and friends, in that order. People whose account is gone are
    left out.
    """
    listed, following = repository.relations_page(user_id, standing, blocked=blocked, limit=limit, before=before)
    profiles = repository.find_profiles([one.user_id for one in listed])
    found = [
        Acquaintance(one.user_id, profiles[one.user_id].username, one.standing, one.since)
        for one in listed
        if one.user_id in profiles
    ]
    return found, following


def _change(user_id: str, other_id: str, transition: Transition, *, known: bool = False) -> tuple[Acquaintance, bool]:
    """What is between the two now, and whether anything changed. `known` asks that both have a profile."""
    if user_id == other_id:
        raise NotYourself()
    for _ in range(_TRIES):
        mine, theirs = repository.find_sides(user_id, other_id)
        if known and theirs.profile is None:
            raise UserNotFound()
        if known and mine.profile is None:
            raise ProfileNotFound()
        before = mine.relation.tie
        after = transition(before)
        if after == before:
            return _acquaintance(theirs, after), False
        now = clock.now()
        try:
            store.write(*_actions(mine, theirs, after, now))
        except (store.ConditionFailed, store.TransactionConflict):
            continue
        return _acquaintance(theirs, after, now), True
    raise ConcurrentChange()


def _acquaintance(side: Side, tie: Tie, now: datetime | None = None) -> Acquaintance:
    since = None if tie.standing is Standing.NONE else now or side.relation.since
    return Acquaintance(side.user_id, side.profile.username if side.profile else "", tie.standing, since)


def _actions(mine: Side, theirs: Side, after: Tie, now: datetime) -> list[store.Action]:
    before = mine.relation.tie
    counted = [mine.counts] if _counted(mine.counts, before, after) else []
    if _counted(theirs.counts, before.mirrored, after.mirrored):
        counted.append(theirs.counts)
    _check_limits(mine.counts, theirs.counts, before, after)
    return [
        repository.keep_tie(mine, after, now, *_events(mine, theirs.user_id, before, after)),
        repository.keep_tie(theirs, after.mirrored, now),
        *(store.put(item) for item in counted),
    ]


def _counted(counts: RelationsItem, before: Tie, after: Tie) -> bool:
    """Take a change into one person's counts; whether it matters to them."""
    friends = (after.standing is Standing.FRIENDS) - (before.standing is Standing.FRIENDS)
    sent = (after.standing is Standing.SENT) - (before.standing is Standing.SENT)
    blocks = after.blocks - before.blocks
    counts.friends = int(counts.friends) + friends
    counts.sent = int(counts.sent) + sent
    counts.blocks = int(counts.blocks) + blocks
    return bool(friends or sent or blocks)


def _check_limits(mine: RelationsItem, theirs: RelationsItem, before: Tie, after: Tie) -> None:
    """Refuse a change that leaves one of the two with more than anybody can have; what takes away is never refused."""
    if after.standing is Standing.FRIENDS is not before.standing:
        for whose, counts in (("own", mine), ("other", theirs)):
            if counts.friends > MAX_FRIENDS:
                raise FriendLimitReached(details={"whose": whose, "limit": MAX_FRIENDS})
    if after.standing is Standing.SENT and mine.sent > MAX_SENT_REQUESTS:
        raise FriendRequestLimitReached(details={"limit": MAX_SENT_REQUESTS})
    if after.blocks and mine.blocks > MAX_BLOCKS:
        raise BlockLimitReached(details={"limit": MAX_BLOCKS})


def _events(mine: Side, other_id: str, before: Tie, after: Tie) -> Sequence[DomainEvent]:
    found: list[DomainEvent] = []
    if after.standing is not before.standing:
        if after.standing is Standing.SENT and mine.profile is not None:
            found.append(FriendRequested(other_id=other_id, username=mine.profile.username))
        if after.standing is Standing.FRIENDS:
            found.append(FriendshipMade(other_id=other_id))
        if before.standing is Standing.FRIENDS:
            found.append(FriendshipEnded(other_id=other_id))
    if after.blocks and not before.blocks:
        found.append(UserBlocked(other_id=other_id))
    return found
