"""What a room is told: who is in it, and what one of them just did."""

from decimal import Decimal
from typing import Literal, Self, TypeAlias

from pydantic import Field

from fitsync.kit import clock
from fitsync.kit.wire import Id, Instant, Number, WireModel
from fitsync.realtime.rooms import Room, RoomAccess

Deed: TypeAlias = Literal[
    "joined", "left", "workout:started", "workout:paused", "workout:resumed", "workout:completed", "set:completed"
]


class RoomMemberOut(WireModel):
    user_id: Id
    name: str
    joined_at: Instant


class RoomAction(WireModel):
    """What somebody in the room just did; the same `id` is the same deed, told again. Loads and repetitions are there
    only when that person shares workouts; the volume is that of weights alone.
    """

    id: str
    user_id: Id
    did: Deed
    at: Instant
    exercise_name: str | None = None
    set_number: int | None = Field(default=None, description="From 1.")
    weight_kg: Number | None = None
    reps: int | None = None
    record_count: int | None = None
    total_volume: Number | None = None

    @classmethod
    def joined(cls, user_id: str) -> Self:
        """Somebody came in."""
        return cls(id=clock.new_id(), user_id=user_id, did="joined", at=clock.now())

    @classmethod
    def left(cls, user_id: str) -> Self:
        """Somebody left."""
        return cls(id=clock.new_id(), user_id=user_id, did="left", at=clock.now())


class RoomUpdate(WireModel):
    """Everybody in the room now, and what changed."""

    room_id: Id
    host_id: Id | None = Field(default=None, description="Who opened the room, and maybe left it since.")
    access: RoomAccess = Field(
        default=RoomAccess.FRIENDS, description="Whether anyone may join or friends of the host."
    )
    members: list[RoomMemberOut]
    action: RoomAction | None

    @classmethod
    def of(cls, room: Room, action: RoomAction | None, viewer: str = "") -> Self:
        """The room as `viewer` sees it, or a member who sees everybody."""
        hidden = room.hidden_from(viewer)
        members = [
            RoomMemberOut(user_id=member.user_id, name=member.name, joined_at=member.joined_at)
            for member in room.members
            if member.user_id not in hidden
        ]
        host_id = None if room.host_id in hidden else room.host_id
        return cls(room_id=room.id, host_id=host_id, access=room.access, members=members, action=action)


def shared(action: RoomAction, *, loads: bool) -> RoomAction:
    """The action as others may see it."""
    if loads:
        return action
    hidden: dict[str, Decimal | int | None] = {"weight_kg": None, "reps": None, "total_volume": None}
    return action.model_copy(update=hidden)
