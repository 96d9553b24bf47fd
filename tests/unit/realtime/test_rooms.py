from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitsync.realtime import rooms
from fitsync.realtime.errors import RoomFull
from fitsync.realtime.limits import MAX_MEMBERS
from fitsync.realtime.rooms import Room, Seat

NOW = datetime(2026, 3, 2, 6, 30, tzinfo=UTC)
EMPTY = Room(id="room")


def seat(name: str, minutes: int = 15) -> Seat:
    return Seat(connection_id=name, valid_until=NOW + timedelta(minutes=minutes))


def test_a_member_with_two_devices_leaves_with_the_second() -> None:
    room = rooms.joined(EMPTY, "ada", "Ada", seat("phone"), NOW)
    room = rooms.joined(room, "ada", "Ada", seat("watch"), NOW + timedelta(minutes=1))
    assert [len(member.seats) for member in room.members] == [2]
    assert room.members[0].joined_at == NOW
    room = rooms.left(room, {"phone"}, NOW)
    assert (room.has("ada", "watch"), room.has("ada", "phone")) == (True, False)
    assert rooms.left(room, {"watch"}, NOW).members == ()


def test_a_full_room_takes_devices_of_its_members_and_nobody_else() -> None:
    room = EMPTY
    for number in range(MAX_MEMBERS):
        room = rooms.joined(room, f"user {number}", "", seat(f"c{number}", minutes=10 + number), NOW)
    with pytest.raises(RoomFull):
        rooms.joined(room, "late", "", seat("late"), NOW)
    assert rooms.joined(room, "user 3", "", seat("another"), NOW).has("user 3", "another")
    # The first one's connection has expired: there is room again.
    later = NOW + timedelta(minutes=10)
    assert rooms.joined(room, "late", "", seat("late"), later).has("late", "late")


STEPS = st.lists(st.tuples(st.sampled_from(["join", "leave"]), st.integers(0, 3), st.integers(0, 2)), max_size=30)


@given(STEPS)
def test_whoever_joined_last_and_did_not_leave_is_in_once(steps: list[tuple[str, int, int]]) -> None:
    room = EMPTY
    present: set[str] = set()
    for step, user, device in steps:
        connection = f"{user}-{device}"
        if step == "join":
            room = rooms.joined(room, str(user), "", seat(connection), NOW)
            present.add(connection)
        else:
            room = rooms.left(room, {connection}, NOW)
            present.discard(connection)
    seats = [one.connection_id for member in room.members for one in member.seats]
    assert sorted(seats) == sorted(present)
    assert len({member.user_id for member in room.members}) == len(room.members)
