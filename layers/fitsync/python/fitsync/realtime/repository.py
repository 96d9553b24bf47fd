"""Reading and writing connections and rooms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from fitsync.kit import store
from fitsync.realtime.limits import MAX_CONNECTION_AGE
from fitsync.realtime.models import ConnectionItem, RoomItem
from fitsync.realtime.rooms import Room

_ROOM = "ROOM"
_CONNECTION = "CONNECTION#"
_PAGE = 100


def find_connection(user_id: str, connection_id: str) -> ConnectionItem | None:
    return ConnectionItem.find(user_key(user_id), _CONNECTION + connection_id)


def connections_of(user_id: str) -> Iterator[ConnectionItem]:
    """A user's connections, page by page. Eventually consistent, at half the price: who connects right now asks for
    what it missed.
    """
    return store.query_all(
        ConnectionItem,
        user_key(user_id),
        page_size=_PAGE,
        range_condition=ConnectionItem.sk.startswith(_CONNECTION),
        consistent=False,
    )


def new_connection(
    user_id: str, connection_id: str, session_id: str, connected_at: datetime, valid_until: datetime
) -> ConnectionItem:
    return ConnectionItem(
        user_key(user_id),
        _CONNECTION + connection_id,
        connection_id=connection_id,
        user_id=user_id,
        session_id=session_id,
        connected_at=connected_at,
        valid_until=valid_until,
        # Not before the gateway ends it: a connection whose token has expired is found, and closed.
        expires_at=connected_at + MAX_CONNECTION_AGE,
    )


def remove_connections(gone: Iterable[tuple[str, str]]) -> None:
    """Forget connections, given as user and connection id."""
    store.delete_all(
        ConnectionItem(user_key(user_id), _CONNECTION + connection_id) for user_id, connection_id in sorted(set(gone))
    )


def in_room(connection: ConnectionItem, room_id: str | None) -> store.Action:
    """The write that notes which room a connection is in, as long as the connection is there."""
    change = ConnectionItem.room_id.set(room_id) if room_id else ConnectionItem.room_id.remove()
    return store.update(connection, [change], ConnectionItem.pk.exists())


def find_room(room_id: str) -> RoomItem:
    """A room; a new, empty one when there is none."""
    found = RoomItem.find(_room_key(room_id), _ROOM)
    return found or RoomItem(_room_key(room_id), _ROOM, room=Room(id=room_id))


def keep_room(item: RoomItem, room: Room, now: datetime) -> store.Action:
    """The write of a room over the version that was read; an empty one is removed."""
    if not room.members and item.version:
        return store.delete(item)
    item.room = room
    item.expires_at = now + MAX_CONNECTION_AGE
    return store.put(item)


def user_key(user_id: str) -> str:
    return f"USER#{user_id}"


def _room_key(room_id: str) -> str:
    return f"ROOM#{room_id}"
