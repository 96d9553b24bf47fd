"""Telling a user's devices."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from pydantic import BaseModel, JsonValue

from fitsync.kit import snapshot
from fitsync.realtime import push, repository
from fitsync.realtime.outgoing import Event, Message
from fitsync.realtime.push import Target

snapshot.imports("fitsync.realtime.membership")


def to_user(
    user_id: str,
    event: Event,
    data: BaseModel | Mapping[str, JsonValue],
    *,
    except_connection: str | None = None,
    patience: float | None = None,
) -> None:
    """Tell all devices of a user but one. Without a device it costs one small read."""
    targets = push.devices_of(user_id)
    to_devices(targets, [Message(event, data)], except_connection=except_connection, patience=patience)


def to_devices(
    targets: Iterable[Target],
    messages: Sequence[Message],
    *,
    except_connection: str | None = None,
    patience: float | None = None,
) -> None:
    """Tell devices something in order, and forget those that are gone."""
    wanted = (target for target in targets if target.connection_id != except_connection)
    gone = push.fan_out(wanted, messages, patience)
    if not gone:
        return
    repository.remove_connections((target.user_id, target.connection_id) for target in gone)
    rooms = {target.room_id for target in gone if target.room_id}
    if not rooms:
        return
    # Few devices are in rooms when they vanish, and whoever tells the others knows nothing else of rooms.
    from fitsync.realtime import membership

    for room_id in sorted(rooms):
        membership.drop(room_id, {target.connection_id for target in gone})
