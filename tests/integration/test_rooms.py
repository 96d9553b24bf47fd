from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from fitsync.kit import clock
from fitsync.realtime import repository
from tests.support.accounts import STARTED, Member, member
from tests.support.bus import stored_events
from tests.support.devices import Device, device
from tests.support.gateway import Gateway
from tests.support.pipeline import Pipeline
from tests.support.training import lift, started


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with clock.fixed(STARTED):
        yield


class TestRooms:
    @pytest.fixture
    def ada(self, gateway: Gateway) -> Member:
        return member("ada")

    @pytest.fixture
    def grace(self, gateway: Gateway) -> Member:
        return member("grace")

    def test_who_comes_and_goes_is_told(self, ada: Member, grace: Member, gateway: Gateway) -> None:
        phone, friend = device(ada.principal, gateway), device(grace.principal, gateway)
        room = clock.new_id()
        alone = phone.send("room:join", "j-1", roomId=room)
        assert (alone["event"], alone["id"]) == ("room:update", "j-1")
        assert [one["name"] for one in alone["data"]["members"]] == ["ada"]

        friend.send("room:join", roomId=room)
        [joined] = phone.take("room:update")[1:]
        assert [one["name"] for one in joined["members"]] == ["ada", "grace"]
        assert (joined["action"]["did"], joined["action"]["userId"]) == ("joined", grace.principal.user_id)

        friend.send("room:leave", roomId=room)
        assert [one["action"]["did"] for one in phone.take("room:update")] == ["left"]
        assert friend.send("room:leave", roomId=room)["data"]["code"] == "NOT_IN_ROOM"

    def test_joining_twice_is_joining_once(self, ada: Member, gateway: Gateway) -> None:
        phone, room = device(ada.principal, gateway), clock.new_id()
        answers = [phone.send("room:join", "j-1", roomId=room) for _ in range(2)]
        assert [len(answer["data"]["members"]) for answer in answers] == [1, 1]
        assert len(phone.take("room:update")) == 2

    def test_a_device_that_vanishes_leaves(self, ada: Member, grace: Member, gateway: Gateway) -> None:
        phone, friend = device(ada.principal, gateway), device(grace.principal, gateway)
        room = clock.new_id()
        for one in (phone, friend):
            one.send("room:join", roomId=room)
        phone.names()
        friend.disconnect()
        [left] = phone.take("room:update")
        assert (left["action"]["did"], [one["name"] for one in left["members"]]) == ("left", ["ada"])

    def test_a_device_found_gone_leaves_too(self, ada: Member, grace: Member, gateway: Gateway) -> None:
        phone, friend, third = (device(one.principal, gateway) for one in (ada, grace, member("joan")))
        room = clock.new_id()
        for one in (phone, friend):
            one.send("room:join", roomId=room)
        gateway.lost.add(friend.connection_id)
        third.send("room:join", roomId=room)
        assert [one["name"] for one in third.take("room:update")[-1]["members"]] == ["ada", "joan"]
        assert phone.take("room:update")[-1]["action"]["did"] == "left"

    def test_another_room_means_leaving_this_one(self, ada: Member, grace: Member, gateway: Gateway) -> None:
        phone, friend = device(ada.principal, gateway), device(grace.principal, gateway)
        room, other = clock.new_id(), clock.new_id()
        for one in (phone, friend):
            one.send("room:join", roomId=room)
        phone.names()
        friend.send("room:join", roomId=other)
        assert [one["action"]["did"] for one in phone.take("room:update")] == ["left"]
        assert [one.id for one in _rooms(friend)] == [other]

    def test_fifty_and_no_more(self, ada: Member, gateway: Gateway, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("fitsync.realtime.rooms.MAX_MEMBERS", 1)
        room = clock.new_id()
        device(ada.principal, gateway).send("room:join", roomId=room)
        full = device(member("grace").principal, gateway).send("room:join", roomId=room)
        assert (full["event"], full["data"]["code"]) == ("error", "ROOM_FULL")
        assert device(ada.principal, gateway).send("room:join", roomId=room)["event"] == "room:update"

    @pytest.mark.parametrize("shares", [True, False])
    def test_a_set_over_http_is_told_to_the_room_as_far_as_it_is_shared(
        self, ada: Member, grace: Member, gateway: Gateway, shares: bool
    ) -> None:
        pipeline = Pipeline()
        phone, friend = device(ada.principal, gateway), device(grace.principal, gateway)
        room = clock.new_id()
        for one in (phone, friend):
            one.send("room:join", roomId=room)
        friend.names()
        ada.api.put("/v1/users/preferences", {"privacy": {"workoutSharing": shares}})
        workout_id = started(ada.api)
        lift(ada.api, workout_id)
        pipeline.run()
        told = {one["action"]["did"]: one["action"] for one in friend.take("room:update")}
        done = told["set:completed"]
        assert (done["userId"], done["setNumber"]) == (ada.principal.user_id, 1)
        assert (done["weightKg"], done["reps"]) == ((60, 8) if shares else (None, None))
        event = next(one for one in stored_events("workouts") if one.name == "workouts.set_completed")
        assert done["id"] == event.id


def _rooms(one: Device) -> list[Any]:
    found = repository.find_connection(one.user.user_id, one.connection_id)
    return [repository.find_room(found.room_id).room] if found and found.room_id else []
