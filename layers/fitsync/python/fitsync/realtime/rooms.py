"""Group workout rooms. Pure: room in, room out."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime

from fitsync.kit.documents import Document
from fitsync.realtime.errors import RoomFull
from fitsync.realtime.limits import MAX_MEMBERS


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
    """Who is in. Nobody owns a room: who knows its id may join, and it is gone when it is empty."""

    id: str
    members: tuple[Member, ...] = ()

    def has(self, user_id: str, connection_id: str) -> bool:
        """Whether a user's device is in the room."""
        return any(
            seat.connection_id == connection_id
            for member in self.members
            if member.user_id == user_id
            for seat in member.seats
        )


def joined(room: Room, user_id: str, name: str, seat: Seat, now: datetime) -> Room:
    """The room with one more device in it; raises `RoomFull` for a new member of a full one."""
    room = current(room, now)
    own = next((member for member in room.members if member.user_id == user_id), None)
    if own is None:
        if len(room.members) >= MAX_MEMBERS:
            raise RoomFull(details={"maxMembers": MAX_MEMBERS})
        member = Member(user_id=user_id, name=name, joined_at=now, seats=(seat,))
        return room.model_copy(update={"members": (*room.members, member)})
    others = tuple(kept for kept in own.seats if kept.connection_id != seat.connection_id)
    changed = own.model_copy(update={"name": name, "seats": (*others, seat)})
    members = tuple(changed if member is own else member for member in room.members)
    return room.model_copy(update={"members": members})


def left(room: Room, connection_ids: Collection[str], now: datetime) -> Room:
    """The room without some connections, and without the members that had no other."""
    return _with_seats(room, lambda seat: seat.connection_id not in connection_ids and seat.valid_until > now)


def without(room: Room, user_id: str) -> Room:
    """The room without a member, however many devices they are in it with."""
    members = tuple(member for member in room.members if member.user_id != user_id)
    return room if members == room.members else room.model_copy(update={"members": members})


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
