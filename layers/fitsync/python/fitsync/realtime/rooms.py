"""Group workout rooms. Pure: room in, room out."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from enum import StrEnum

from fitsync.kit.documents import Document
from fitsync.realtime.errors import RoomFull, RoomNotOpen
from fitsync.realtime.limits import MAX_MEMBERS
from fitsync.users.documents import Audience, Relation, sees


class RoomAccess(StrEnum):
    """Who may join: friends of who opened the room, or anybody who knows its id."""

    FRIENDS = "friends"
    ANYONE = "anyone"


class Seat(Document):
    """A connection by which a member is in the room."""

    connection_id: str
    valid_until: datetime


class Member(Document):
    """Somebody in the room, on one device or several."""

    user_id: str
    name: str
    joined_at: datetime
    seats: tuple[Seat, ...]


class Room(Document):
    """Who is in, who opened it, and for whom. It is gone when it is empty, whoever opened it.

    `apart` are pairs between whom there has been a block since they met here: they do not see each other come or go.
    """

    id: str
    members: tuple[Member, ...] = ()
    host_id: str | None = None
    access: RoomAccess = RoomAccess.FRIENDS
    apart: tuple[tuple[str, str], ...] = ()

    def has(self, user_id: str, connection_id: str) -> bool:
        """Whether a user's device is in the room."""
        return any(
            seat.connection_id == connection_id
            for member in self.members
            if member.user_id == user_id
            for seat in member.seats
        )

    def member(self, user_id: str) -> Member | None:
        """The user as a member."""
        return next((member for member in self.members if member.user_id == user_id), None)

    def hidden_from(self, user_id: str) -> frozenset[str]:
        """The members that one of them does not see, and who do not see them."""
        return frozenset(other for pair in self.apart if user_id in pair for other in pair if other != user_id)


def opened(room: Room, user_id: str, access: RoomAccess) -> Room:
    """The room as its first member makes it; one that somebody is in stays what it is."""
    return room if room.members else room.model_copy(update={"host_id": user_id, "access": access, "apart": ()})


def strangers(room: Room, user_id: str) -> frozenset[str]:
    """Those to whom it matters how a newcomer stands: everybody in the room, and who opened it."""
    if not room.members or room.member(user_id):
        return frozenset()
    return frozenset({member.user_id for member in room.members} | {room.host_id or user_id}) - {user_id}


def admit(room: Room, user_id: str, relations: Mapping[str, Relation]) -> None:
    """Raise `RoomNotOpen` unless a user may join, given how they stand to the room's `strangers`."""
    for other in strangers(room, user_id):
        guarded = other == room.host_id and room.access is RoomAccess.FRIENDS
        audience = Audience.FRIENDS if guarded else Audience.PUBLIC
        if not sees(user_id, other, audience, relations.get(other, Relation.NONE)):
            raise RoomNotOpen()


def parted(room: Room, one: str, another: str) -> Room:
    """The room in which two members do not see each other any more; unchanged when they are not both in it."""
    pair = (min(one, another), max(one, another))
    if pair in room.apart or not (room.member(one) and room.member(another)):
        return room
    return room.model_copy(update={"apart": (*room.apart, pair)})


def joined(room: Room, user_id: str, name: str, seat: Seat, now: datetime) -> Room:
    """The room with one more device in it; raises `RoomFull` for a new member of a full one."""
    room = current(room, now)
    own = room.member(user_id)
    if own is None:
        if len(room.members) >= MAX_MEMBERS:
            raise RoomFull(details={"maxMembers": MAX_MEMBERS})
        member = Member(user_id=user_id, name=name, joined_at=now, seats=(seat,))
        # Who is admitted stands well with everybody inside, whatever was before.
        apart = tuple(pair for pair in room.apart if user_id not in pair)
        return room.model_copy(update={"members": (*room.members, member), "apart": apart})
    others = tuple(kept for kept in own.seats if kept.connection_id != seat.connection_id)
    changed = own.model_copy(update={"name": name, "seats": (*others, seat)})
    members = tuple(changed if member is own else member for member in room.members)
    return room.model_copy(update={"members": members})


def left(room: Room, connection_ids: Collection[str], now: datetime) -> Room:
    """The room without some connections, and without the members that had no other."""
    return _with_seats(room, lambda seat: seat.connection_id not in connection_ids and seat.valid_until > now)


def without(room: Room, user_id: str) -> Room:
    """The room without a trace of somebody; a room that they opened is then the one's who was in it longest."""
    members = tuple(member for member in room.members if member.user_id != user_id)
    first = members[0].user_id if members else None
    changes = {
        "members": members,
        "host_id": first if room.host_id == user_id else room.host_id,
        "apart": tuple(pair for pair in room.apart if user_id not in pair),
    }
    changed = room.model_copy(update=changes)
    return room if changed == room else changed


def current(room: Room, now: datetime) -> Room:
    """The room without connections that have expired."""
    return _with_seats(room, lambda seat: seat.valid_until > now)


def _with_seats(room: Room, stays: Callable[[Seat], bool]) -> Room:
    members: list[Member] = []
    for member in room.members:
        seats = tuple(seat for seat in member.seats if stays(seat))
        if seats:
            members.append(member if seats == member.seats else member.model_copy(update={"seats": seats}))
    return room if tuple(members) == room.members else room.model_copy(update={"members": tuple(members)})
