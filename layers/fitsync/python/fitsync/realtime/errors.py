"""What can be refused of a message or a room."""

from __future__ import annotations

from fitsync.kit.errors import Conflict, FitSyncError, Forbidden, NotFound


class UnknownEvent(FitSyncError):
    code, status, message = "UNKNOWN_EVENT", 400, "There is no such event."


class MessageTooLarge(FitSyncError):
    code, status, message = "MESSAGE_TOO_LARGE", 413, "The message is larger than this API takes."


class RoomFull(Conflict):
    code, message = "ROOM_FULL", "The room is full."


class RoomNotOpen(Forbidden):
    """For no friend of whoever opened the room, or for a block between the newcomer and a member: not told which."""

    code, message = "ROOM_NOT_OPEN", "You cannot join this room."


class NotInRoom(NotFound):
    code, message = "NOT_IN_ROOM", "This device is not in that room."
