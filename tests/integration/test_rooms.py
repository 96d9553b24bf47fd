from __future__ import annotations

from typing import Any

import pytest

from fitsync.kit import clock
from fitsync.realtime import repository
from fitsync.workouts.kinds import ExerciseKind
from functions.live_feed.handler import handler as live_feed
from tests.support.accounts import Member, friend_of, member
from tests.support.bus import deliver, stored_events
from tests.support.devices import Device, device
from tests.support.gateway import Gateway
from tests.support.pipeline import Pipeline
from tests.support.training import exercise, lift, started

pytestmark = pytest.mark.usefixtures("stopped_clock")


class TestRooms:
    @pytest.fixture
    def grace(self, ada: Member) -> Member:
        return friend_of(ada, "grace")

    @pytest.fixture
    def joan(self, ada: Member) -> Member:
        return friend_of(ada, "joan")

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

    def test_a_device_found_gone_leaves_too(self, ada: Member, grace: Member, joan: Member, gateway: Gateway) -> None:
        phone, friend, third = (device(one.principal, gateway) for one in (ada, grace, joan))
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

    def test_fifty_and_no_more(
        self, ada: Member, grace: Member, gateway: Gateway, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("fitsync.realtime.rooms.MAX_MEMBERS", 1)
        room = clock.new_id()
        device(ada.principal, gateway).send("room:join", roomId=room)
        full = device(grace.principal, gateway).send("room:join", roomId=room)
        assert (full["event"], full["data"]["code"]) == ("error", "ROOM_FULL")
        assert device(ada.principal, gateway).send("room:join", roomId=room)["event"] == "room:update"

    @pytest.mark.parametrize(
        ("access", "shares", "profile", "shown"),
        [
            ("friends", True, "public", True),
            ("friends", True, "friends", True),
            ("friends", True, "private", False),
            ("friends", False, "friends", False),
            ("anyone", True, "public", True),
            ("anyone", True, "friends", False),
            ("anyone", False, "public", False),
        ],
    )
    def test_a_set_over_http_is_told_to_the_room_as_far_as_it_is_shared(
        self, ada: Member, grace: Member, gateway: Gateway, access: str, shares: bool, profile: str, shown: bool
    ) -> None:
        pipeline = Pipeline()
        phone, friend = device(ada.principal, gateway), device(grace.principal, gateway)
        room = clock.new_id()
        for one in (phone, friend):
            one.send("room:join", roomId=room, access=access)
        friend.names()
        privacy = {"workoutSharing": shares, "profileVisibility": profile}
        ada.api.put("/v1/users/preferences", {"privacy": privacy})
        workout_id = started(ada.api)
        lift(ada.api, workout_id)
        pipeline.run()
        told = {one["action"]["did"]: one["action"] for one in friend.take("room:update")}
        done = told["set:completed"]
        assert (done["userId"], done["setNumber"]) == (ada.principal.user_id, 1)
        assert (done["weightKg"], done["reps"]) == ((60, 8) if shown else (None, None))
        event = next(one for one in stored_events("workouts") if one.name == "workouts.set_completed")
        assert done["id"] == event.id

    def test_a_room_learns_neither_body_weight_nor_of_imports(
        self, ada: Member, grace: Member, gateway: Gateway
    ) -> None:
        phone, friend = device(ada.principal, gateway), device(grace.principal, gateway)
        room = clock.new_id()
        for one in (phone, friend):
            one.send("room:join", roomId=room)
        ada.api.put("/v1/users/profile", {"metrics": {"currentWeight": 80}})
        ada.api.put("/v1/users/preferences", {"privacy": {"workoutSharing": True, "profileVisibility": "friends"}})
        workout_id = started(ada.api, exercise(), exercise(ExerciseKind.BODYWEIGHT_REPS))
        lift(ada.api, workout_id)
        lift(ada.api, workout_id, exerciseIndex=1, reps=10)
        over = ada.api.post(f"/v1/workouts/{workout_id}/complete").data
        assert over["metrics"]["totalVolume"] == 60 * 8 + 80 * 10
        [event] = [one for one in stored_events("workouts") if one.name == "workouts.workout_completed"]
        friend.names()
        assert deliver(live_feed, [event]) == []
        assert [one["action"]["totalVolume"] for one in friend.take("room:update")] == [60 * 8]
        imported = event.model_copy(update={"data": {**event.data, "imported": True}})
        assert deliver(live_feed, [imported]) == []
        assert friend.take("room:update") == []

    def test_a_room_is_for_friends_of_who_opened_it(
        self, ada: Member, grace: Member, joan: Member, gateway: Gateway
    ) -> None:
        phone, friend, stranger = (device(one.principal, gateway) for one in (ada, grace, member("mary")))
        room = clock.new_id()
        opened = phone.send("room:join", roomId=room)["data"]
        assert (opened["hostId"], opened["access"]) == (ada.principal.user_id, "friends")
        assert friend.send("room:join", roomId=room)["event"] == "room:update"
        refused = stranger.send("room:join", roomId=room, access="anyone")
        assert (refused["event"], refused["data"]["code"]) == ("error", "ROOM_NOT_OPEN")

        # It stays so while anybody is in it, even without who opened it.
        phone.send("room:leave", roomId=room)
        assert device(joan.principal, gateway).send("room:join", roomId=room)["event"] == "room:update"
        assert len(phone.send("room:join", roomId=room)["data"]["members"]) == 3

    def test_a_room_can_be_opened_to_anyone(self, ada: Member, gateway: Gateway) -> None:
        phone, stranger = device(ada.principal, gateway), device(member("mary").principal, gateway)
        room = clock.new_id()
        assert phone.send("room:join", roomId=room, access="anyone")["data"]["access"] == "anyone"
        assert len(stranger.send("room:join", roomId=room)["data"]["members"]) == 2
        assert stranger.send("room:join", roomId=clock.new_id(), access="nobody")["data"]["code"] == "VALIDATION_FAILED"

    @pytest.mark.parametrize("access", ["anyone", "friends"])
    @pytest.mark.parametrize("blocks", ["the newcomer", "the member"])
    def test_who_blocks_each_other_do_not_meet_in_a_room(
        self, ada: Member, grace: Member, joan: Member, gateway: Gateway, access: str, blocks: str
    ) -> None:
        one, other = (grace, joan) if blocks == "the newcomer" else (joan, grace)
        assert one.api.post(f"/v1/users/{other.principal.user_id}/block").status == 204
        room = clock.new_id()
        for inside in (ada, joan):
            device(inside.principal, gateway).send("room:join", roomId=room, access=access)
        refused = device(grace.principal, gateway).send("room:join", roomId=room)
        stranger = device(member("mary").principal, gateway).send("room:join", roomId=room)
        assert refused["data"]["code"] == "ROOM_NOT_OPEN"
        if access == "friends":
            # A block looks like not being a friend.
            assert refused["data"] | {"requestId": ""} == stranger["data"] | {"requestId": ""}

    def test_a_block_inside_a_room_hides_both_from_each_other(
        self, ada: Member, grace: Member, joan: Member, gateway: Gateway
    ) -> None:
        pipeline = Pipeline()
        phone, friend, third = (device(one.principal, gateway) for one in (ada, grace, joan))
        room = clock.new_id()
        for one in (phone, friend, third):
            one.send("room:join", roomId=room)
        joan.api.post(f"/v1/users/{grace.principal.user_id}/block")
        for one in (phone, friend, third):
            one.names()
        for _ in range(2):
            pipeline.run()
        names = {
            who: [[member["name"] for member in update["members"]] for update in one.take("room:update")]
            for who, one in (("ada", phone), ("grace", friend), ("joan", third))
        }
        assert names == {"ada": [], "grace": [["ada", "grace"]], "joan": [["ada", "joan"]]}

        workout_id = started(joan.api)
        lift(joan.api, workout_id)
        pipeline.run()
        assert "set:completed" in [one["action"]["did"] for one in phone.take("room:update")]
        assert friend.take("room:update") == []
        started(ada.api)
        pipeline.run()
        [of_ada, *_] = friend.take("room:update")
        assert [member["name"] for member in of_ada["members"]] == ["ada", "grace"]
        third.names()
        friend.send("room:leave", roomId=room)
        assert third.take("room:update") == []

    def test_a_message_sent_again_shows_no_room_that_one_has_left(
        self, ada: Member, grace: Member, gateway: Gateway
    ) -> None:
        phone, friend = device(ada.principal, gateway), device(grace.principal, gateway)
        room = clock.new_id()
        phone.send("room:join", roomId=room)
        friend.send("room:join", "j-1", roomId=room)
        friend.send("room:leave", roomId=room)
        assert friend.send("room:join", "j-1", roomId=room)["data"]["members"] == []


class TestFriendRequests:
    def test_a_request_reaches_the_other_s_devices(self, gateway: Gateway) -> None:
        pipeline, ada, grace = Pipeline(), member("ada"), member("grace")
        phone = device(grace.principal, gateway)
        ada.api.post("/v1/users/friends/request", {"userId": grace.principal.user_id})
        pipeline.run()
        assert phone.take("friend:request") == [
            {"userId": ada.principal.user_id, "username": "ada", "requestedAt": "2026-03-02T06:30:00.000Z"}
        ]

    @pytest.mark.parametrize("since", ["withdrawn", "answered", "blocked"])
    def test_old_news_are_not_told(self, gateway: Gateway, since: str) -> None:
        pipeline, ada, grace = Pipeline(), member("ada"), member("grace")
        phone, ada_id, grace_id = device(grace.principal, gateway), ada.principal.user_id, grace.principal.user_id
        ada.api.post("/v1/users/friends/request", {"userId": grace_id})
        if since == "withdrawn":
            ada.api.delete(f"/v1/users/friends/{grace_id}")
        elif since == "answered":
            grace.api.put(f"/v1/users/friends/{ada_id}", {"action": "accept"})
        else:
            grace.api.post(f"/v1/users/{ada_id}/block")
        pipeline.run()
        assert phone.take("friend:request") == []


def _rooms(one: Device) -> list[Any]:
    found = repository.find_connection(one.user.user_id, one.connection_id)
    return [repository.find_room(found.room_id).room] if found and found.room_id else []
