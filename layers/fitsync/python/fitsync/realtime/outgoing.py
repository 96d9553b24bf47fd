"""What devices are told, by name, and how it looks on the wire: `{"event", "id", "data"}`."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

import orjson
from pydantic import BaseModel, JsonValue


class Event(StrEnum):
    """Every event that the API sends."""

    WORKOUT_STARTED = "workout:started"
    WORKOUT_PAUSED = "workout:paused"
    WORKOUT_RESUMED = "workout:resumed"
    WORKOUT_COMPLETED = "workout:completed"
    SET_COMPLETED = "set:completed"
    REST_TIMER = "rest:timer"
    RECORD_ACHIEVED = "pr:achieved"
    WORKOUT_STATS = "workout:stats"
    ROOM_UPDATE = "room:update"
    ACTIVITY_NEW = "activity:new"
    LIKE_RECEIVED = "like:received"
    COMMENT_RECEIVED = "comment:received"
    FRIEND_REQUEST = "friend:request"
    CHALLENGE_INVITE = "challenge:invite"
    AI_RECOMMENDATION = "ai:recommendation"
    AI_RESULT = "ai:result"
    AI_FORM_FEEDBACK = "ai:form_feedback"
    AI_MOTIVATION = "ai:motivation"
    ZONE_ENTERED = "zone:entered"
    ZONE_EXITED = "zone:exited"
    NOTIFICATION_NEW = "notification:new"
    SYNC_WORKOUT = "sync:workout"
    SYNC_PROGRESS = "sync:progress"
    SYNC_PREFERENCES = "sync:preferences"
    PONG = "pong"
    ERROR = "error"


class Message(NamedTuple):
    """An event with its data; `id` is that of the message it answers."""

    event: Event
    data: BaseModel | Mapping[str, JsonValue]
    id: str | None = None

    def encoded(self) -> bytes:
        """The message as it is sent; wire models by their camelCase names."""
        data = self.data.model_dump(mode="json", by_alias=True) if isinstance(self.data, BaseModel) else self.data
        return orjson.dumps({"event": self.event.value, "id": self.id, "data": data})
