"""What one can do with connected devices; the rest of the product uses only this."""

from __future__ import annotations

from fitsync.realtime.connections import (
    closed,
    disconnect,
    end_all_sessions,
    end_session,
    open_connection,
)
from fitsync.realtime.devices import to_devices, to_user
from fitsync.realtime.membership import join, leave, part, room, room_as_member, rooms_of, tell
from fitsync.realtime.messages import act_once
from fitsync.realtime.outgoing import Event, Message
from fitsync.realtime.push import CONSUMER_PATIENCE_SECONDS, Target, best_effort, devices_of, to_connection
from fitsync.realtime.rooms import Room, RoomAccess
from fitsync.realtime.timer import RestEnd, schedule, try_schedule
from fitsync.realtime.updates import RoomAction, RoomUpdate, shared

__all__ = [
    "CONSUMER_PATIENCE_SECONDS",
    "Event",
    "Message",
    "RestEnd",
    "Room",
    "RoomAccess",
    "RoomAction",
    "RoomUpdate",
    "Target",
    "act_once",
    "best_effort",
    "closed",
    "devices_of",
    "disconnect",
    "end_all_sessions",
    "end_session",
    "join",
    "leave",
    "open_connection",
    "part",
    "room",
    "room_as_member",
    "rooms_of",
    "schedule",
    "shared",
    "tell",
    "to_connection",
    "to_devices",
    "to_user",
    "try_schedule",
]
