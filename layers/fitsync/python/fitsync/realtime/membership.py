"""Joining and leaving rooms, and telling a room what happens in it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime

from fitsync.kit import clock, store
from fitsync.kit.errors import ConcurrentChange, Unauthenticated
from fitsync.realtime import push, repository, rooms
from fitsync.realtime.errors import NotInRoom
from fitsync.realtime.models import ConnectionItem
from fitsync.realtime.outgoing import Event
from fitsync.realtime.rooms import Room, RoomAccess, Seat
from fitsync.realtime.updates import RoomAction, RoomUpdate
from fitsync.users import reading as users
from fitsync.users.reading import Relation

# Fifty people who join at the same moment meet at the room's version; each try lets one of them in.
_TRIES = 10


def join(user_id: str, connection_id: str, room_id: str, access: RoomAccess = RoomAccess.FRIENDS) -> Room:
    """Let a device into a room, out of the one it was in before. Who opens it says for whom it is.

    Raises `RoomFull`, `RoomNotOpen`, or `Unauthenticated` when the connection is not there any more.
    """
    name = users.get_profile(user_id).username
    for _ in range(_TRIES):
        connection = _present(user_id, connection_id)
        now = clock.now()
        item = repository.find_room(room_id)
        seat = Seat(connection_id=connection_id, valid_until=connection.valid_until)
        found = rooms.opened(rooms.current(item.room, now), user_id, access)
        rooms.admit(found, user_id, users.relations(user_id, rooms.strangers(found, user_id)))
        room = rooms.joined(found, user_id, name, seat, now)
        if room == item.room:
            return room
        before = connection.room_id
        try:
            store.write(repository.keep_room(item, room, now), repository.in_room(connection, room_id))
        except (store.ConditionFailed, store.TransactionConflict):
            continue
        if before and before != room_id:
            drop(before, {connection_id})
        return room
    raise ConcurrentChange()


def leave(user_id: str, connection_id: str, room_id: str) -> Room:
    """Take a device out of a room; raises `NotInRoom`."""
    for _ in range(_TRIES):
        connection = _present(user_id, connection_id)
        now = clock.now()
        item = repository.find_room(room_id)
        if not item.room.has(user_id, connection_id):
            raise NotInRoom()
        room = rooms.left(item.room, {connection_id}, now)
        try:
            store.write(repository.keep_room(item, room, now), repository.in_room(connection, None))
        except (store.ConditionFailed, store.TransactionConflict):
            continue
        return room
    raise ConcurrentChange()


def drop(room_id: str, connection_ids: Collection[str]) -> None:
    """Take connections that are gone out of a room, and tell those who stay when somebody is missing now."""
    while connection_ids:
        before, after = _changed(room_id, lambda room, now, ids=connection_ids: rooms.left(room, ids, now))  # type: ignore[misc]
        missing = {member.user_id for member in before.members} - {member.user_id for member in after.members}
        gone: list[push.Target] = []
        for user_id in sorted(missing):
            # Whoever did not see them before they left is not told that they did.
            hidden = before.hidden_from(user_id)
            gone += _push(after, RoomAction.left(user_id), besides=hidden)
        repository.remove_connections((target.user_id, target.connection_id) for target in gone)
        connection_ids = {target.connection_id for target in gone}


def tell(
    room: Room,
    action: RoomAction,
    *,
    except_connection: str | None = None,
    patience: float | None = None,
) -> None:
    """Tell everybody in a room what one of them just did."""
    gone = _push(
        room,
        action,
        besides=room.hidden_from(action.user_id),
        except_connection=except_connection,
        patience=patience,
    )
    if gone:
        repository.remove_connections((target.user_id, target.connection_id) for target in gone)
        drop(room.id, {target.connection_id for target in gone})


def _push(
    room: Room,
    action: RoomAction,
    *,
    besides: Collection[str] = (),
    except_connection: str | None = None,
    patience: float | None = None,
) -> list[push.Target]:
    """Tell the room of an action, all but some; who does not see everybody is told as they see it."""
    told = {member.user_id for member in room.members} - set(besides)
    partial = {user_id for user_id in told if room.hidden_from(user_id)}
    gone: list[push.Target] = []
    for viewers, viewer in ((told - partial, ""), *(({user_id}, user_id) for user_id in sorted(partial))):
        gone += push.to_room(
            room,
            Event.ROOM_UPDATE,
            RoomUpdate.of(room, action, viewer),
            to=viewers,
            except_connection=except_connection,
            patience=patience,
        )
    return gone


def part(user_id: str, other_id: str, *, patience: float | None = None) -> None:
    """Hide two people who block each other in the rooms that both are in: to each, the other one has left."""
    if users.relation(user_id, other_id) is not Relation.BLOCKED:
        return
    for found in rooms_of(user_id):
        before, after = _changed(found.id, lambda room, now: rooms.parted(rooms.current(room, now), user_id, other_id))
        if before.apart == after.apart:
            continue
        for one, another in ((user_id, other_id), (other_id, user_id)):
            update = RoomUpdate.of(after, RoomAction.left(another), one)
            push.to_room(after, Event.ROOM_UPDATE, update, to={one}, patience=patience)


def room_as_member(user_id: str, room_id: str) -> Room:
    """A room as it is now for one of its members; for anybody else one without members."""
    found = room(room_id)
    return found if found.member(user_id) else Room(id=room_id)


def room(room_id: str) -> Room:
    """A room as it is now; one without members when there is none."""
    return rooms.current(repository.find_room(room_id).room, clock.now())


def rooms_of(user_id: str) -> list[Room]:
    """The rooms that a user's devices are in."""
    wanted = {target.room_id for target in push.devices_of(user_id) if target.room_id}
    return [room(room_id) for room_id in sorted(wanted)]


def _changed(room_id: str, change: Callable[[Room, datetime], Room]) -> tuple[Room, Room]:
    for _ in range(_TRIES):
        item, now = repository.find_room(room_id), clock.now()
        before, after = item.room, change(item.room, now)
        if after == before:
            return before, after
        try:
            store.write(repository.keep_room(item, after, now))
        except (store.ConditionFailed, store.TransactionConflict):
            continue
        return before, after
    raise ConcurrentChange()


def _present(user_id: str, connection_id: str) -> ConnectionItem:
    connection = repository.find_connection(user_id, connection_id)
    if connection is None:
        raise Unauthenticated()
    return connection
