from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitsync.realtime import rooms
from fitsync.realtime.errors import RoomFull, RoomNotOpen
from fitsync.realtime.limits import MAX_MEMBERS
from fitsync.realtime.rooms import Room, RoomAccess, Seat
from fitsync.users.documents import Relation

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


def opened(access: RoomAccess, *others: str) -> Room:
    """A room that Ada opened, with others in it."""
    room = rooms.opened(EMPTY, "ada", access)
    for name in ("ada", *others):
        room = rooms.joined(room, name, name, seat(name), NOW)
    return room


@pytest.mark.parametrize(
    ("access", "relations", "expected"),
    [
        (RoomAccess.FRIENDS, {"ada": Relation.FRIEND}, True),
        (RoomAccess.FRIENDS, {"grace": Relation.FRIEND}, False),
        (RoomAccess.FRIENDS, {"ada": Relation.FRIEND, "grace": Relation.BLOCKED}, False),
        (RoomAccess.FRIENDS, {"ada": Relation.BLOCKED}, False),
        (RoomAccess.ANYONE, {}, True),
        (RoomAccess.ANYONE, {"grace": Relation.BLOCKED}, False),
    ],
)
@pytest.mark.parametrize("host_inside", [True, False])
def test_who_may_join(access: RoomAccess, relations: dict[str, Relation], expected: bool, host_inside: bool) -> None:
    room = opened(access, "grace")
    if not host_inside:
        room = rooms.left(room, {"ada"}, NOW)
    assert rooms.strangers(room, "joan") == {"ada", "grace"}
    if expected:
        rooms.admit(room, "joan", relations)
        return
    with pytest.raises(RoomNotOpen):
        rooms.admit(room, "joan", relations)


def test_who_is_in_stays_in_on_another_device() -> None:
    assert rooms.strangers(opened(RoomAccess.FRIENDS, "grace"), "grace") == frozenset()


def test_a_room_is_opened_once() -> None:
    room = opened(RoomAccess.FRIENDS)
    assert rooms.opened(room, "grace", RoomAccess.ANYONE) == room
    empty = rooms.left(room, {"ada"}, NOW)
    anew = rooms.opened(empty, "grace", RoomAccess.ANYONE)
    assert (anew.host_id, anew.access) == ("grace", RoomAccess.ANYONE)


def test_two_who_are_parted_do_not_see_each_other_until_one_is_let_in_again() -> None:
    room = rooms.parted(opened(RoomAccess.ANYONE, "grace", "joan"), "joan", "grace")
    assert rooms.parted(room, "grace", "joan") == room
    hidden = {name: sorted(room.hidden_from(name)) for name in ("ada", "grace", "joan")}
    assert hidden == {"ada": [], "grace": ["joan"], "joan": ["grace"]}
    assert rooms.parted(room, "ada", "mary") == room
    room = rooms.joined(rooms.left(room, {"joan"}, NOW), "joan", "joan", seat("joan"), NOW)
    assert room.hidden_from("grace") == frozenset()


def test_nothing_is_left_of_somebody_erased_and_the_room_stays_for_friends() -> None:
    room = rooms.without(rooms.parted(opened(RoomAccess.FRIENDS, "grace", "joan"), "ada", "joan"), "ada")
    assert "ada" not in room.model_dump_json()
    assert (room.host_id, room.access, room.apart) == ("grace", RoomAccess.FRIENDS, ())
    assert rooms.without(room, "ada") is room
