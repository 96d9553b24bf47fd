from __future__ import annotations

import json
from typing import Any

import pytest

from fitsync.kit import clock, limits
from fitsync.realtime import repository
from functions.socket_authorizer.handler import handler as authorizer
from tests.support.accounts import STARTED, Member, login, member
from tests.support.api import Api, principal
from tests.support.devices import Device, device
from tests.support.gateway import Gateway
from tests.support.pipeline import Pipeline
from tests.support.tables import contents
from tests.support.training import SET, exercise, lift, started

pytestmark = pytest.mark.usefixtures("stopped_clock")


def connections() -> list[dict[str, Any]]:
    return [item for item in contents()["connections"] if item["sk"]["S"].startswith("CONNECTION#")]


class TestConnecting:
    @pytest.mark.parametrize("place", ["subprotocol", "query"])
    def test_an_access_token_lets_in(self, place: str) -> None:
        user = member()
        token = login(Api(), user.email, device="watch").data["accessToken"]
        event: dict[str, Any] = {"methodArn": "arn:aws:execute-api:eu-west-1:1:live/test/$connect", "headers": {}}
        if place == "query":
            event["queryStringParameters"] = {"token": token}
        else:
            event["headers"] = {"Sec-WebSocket-Protocol": f"fitsync, {token}"}
        answer = authorizer(event, None)
        assert answer["policyDocument"]["Statement"][0]["Effect"] == "Allow"
        assert answer["context"]["userId"] == user.principal.user_id
        assert int(answer["context"]["validUntil"]) == int(STARTED.timestamp()) + 15 * 60

    @pytest.mark.parametrize("token", ["", "x", "a.b.c"])
    def test_anything_else_does_not(self, token: str) -> None:
        event = {"methodArn": "arn:x/test/$connect", "headers": {}, "queryStringParameters": {"token": token}}
        answer = authorizer(event, None)
        assert answer["policyDocument"]["Statement"][0]["Effect"] == "Deny"
        assert answer["context"] == {}

    def test_the_subprotocol_is_confirmed_without_the_token(self, api: Api, gateway: Gateway) -> None:
        assert api.user
        answer = Device(api.user, gateway).connect(**{"Sec-WebSocket-Protocol": "fitsync, secret"})
        assert answer == {"statusCode": 200, "headers": {"Sec-WebSocket-Protocol": "fitsync"}}

    def test_a_connection_is_forgotten_when_it_ends(self, phone: Device) -> None:
        assert len(connections()) == 1
        phone.disconnect()
        phone.disconnect()
        assert connections() == []

    def test_the_oldest_of_too_many_makes_room(self, api: Api, gateway: Gateway) -> None:
        assert api.user
        devices = []
        for _ in range(12):
            devices.append(device(api.user, gateway))
            clock.advance(1)
        assert len(connections()) == 10
        assert gateway.closed == {one.connection_id for one in devices[:2]}

    def test_a_connection_ends_with_its_token(self, phone: Device, watch: Device, api: Api, gateway: Gateway) -> None:
        clock.advance(15 * 60)
        api.put("/v1/users/preferences", {"units": "imperial"})
        assert watch.received == []
        assert gateway.closed == {phone.connection_id, watch.connection_id}
        assert connections() == []

    def test_a_message_after_the_token_s_end_is_not_obeyed(self, phone: Device, gateway: Gateway) -> None:
        clock.advance(15 * 60)
        assert _send_late(phone) == []
        assert gateway.closed == {phone.connection_id}
        assert contents()["workouts"] == []

    def test_signing_out_closes_that_device_alone(self, gateway: Gateway) -> None:
        pipeline = Pipeline()
        user = member()
        phone = device(user.principal, gateway)
        tablet = _signed_in(user, gateway, "tablet")
        user.api.delete(f"/v1/auth/sessions/{tablet.user.session_id}")
        pipeline.run()
        assert gateway.closed == {tablet.connection_id}
        user.api.post("/v1/auth/logout?all=true")
        pipeline.run()
        assert gateway.closed == {tablet.connection_id, phone.connection_id}


def _send_late(phone: Device) -> list[str]:
    with pytest.raises(IndexError):
        phone.send("workout:start")
    return phone.names()


def _signed_in(user: Member, gateway: Gateway, name: str) -> Device:
    session_id = login(Api(), user.email, device=name).data["sessionId"]
    own = user.principal
    return device(type(own)(own.user_id, own.role, own.plan, own.scopes, session_id), gateway)


class TestMessages:
    def test_a_whole_session_by_messages_alone(self, phone: Device, watch: Device, api: Api) -> None:
        begun = phone.send("workout:start", "m-1", name="Push", exercises=[{"exerciseId": exercise()}])
        assert (begun["event"], begun["id"]) == ("workout:started", "m-1")
        workout_id, version = begun["data"]["workoutId"], begun["data"]["version"]
        assert begun["data"]["workout"] == api.get(f"/v1/workouts/{workout_id}").data

        done = phone.send(
            "set:complete", workoutId=workout_id, version=version, exerciseIndex=0, setIndex=0, weightKg=60, reps=8
        )
        assert done["event"] == "set:completed"
        assert (done["data"]["set"]["weightKg"], done["data"]["version"]) == (60, version + 1)

        rest = phone.send("rest:start", workoutId=workout_id, seconds=90)
        assert (rest["event"], rest["data"]["state"]) == ("rest:timer", "started")
        assert rest["data"]["rest"]["endsAt"] == "2026-03-02T06:31:30.000Z"
        assert phone.send("rest:skip", workoutId=workout_id)["data"]["state"] == "skipped"
        assert phone.send("workout:pause", workoutId=workout_id)["data"]["workout"]["status"] == "paused"
        assert phone.send("workout:resume", workoutId=workout_id)["data"]["workout"]["status"] == "in_progress"
        over = phone.send("workout:complete", workoutId=workout_id, moodAfter="happy", sessionRpe=0)
        assert (over["event"], over["data"]["workout"]["metrics"]["totalVolume"]) == ("workout:completed", 480)
        assert over["data"]["workout"]["sessionRpe"] == 0

        assert [one["cause"] for one in watch.take("sync:workout")] == [
            "workout:started",
            "set:completed",
            "rest:started",
            "rest:skipped",
            "workout:paused",
            "workout:resumed",
            "workout:completed",
        ]

    def test_a_planned_session_starts(self, phone: Device, api: Api) -> None:
        workout_id = api.post("/v1/workouts", {"plannedFor": "2026-03-02T07:00:00Z"}).data["id"]
        phone.received.clear()
        begun = phone.send("workout:start", workoutId=workout_id)
        assert begun["data"]["workout"]["status"] == "in_progress"

    def test_ping(self, phone: Device) -> None:
        assert phone.send("ping", "p1") == {"event": "pong", "id": "p1", "data": {"at": "2026-03-02T06:30:00.000Z"}}
        assert phone.send_text('{"event": "ping"}')["id"] is None

    def test_a_record_is_told_to_every_device(self, phone: Device, watch: Device, api: Api) -> None:
        api.post(f"/v1/workouts/{_trained(api)}/complete")
        workout_id = started(api)
        watch.names()
        phone.names()
        phone.send("set:complete", workoutId=workout_id, exerciseIndex=0, setIndex=0, weightKg=70, reps=8)
        assert watch.names() == ["sync:workout", "pr:achieved", "workout:stats"]
        assert phone.names() == ["set:completed", "pr:achieved", "workout:stats"]

    def test_the_same_set_over_http_is_told_once(self, phone: Device, api: Api) -> None:
        workout_id = started(api)
        lift(api, workout_id)
        lift(api, workout_id)
        assert phone.names().count("workout:stats") == 1


def _trained(api: Api) -> str:
    workout_id = started(api)
    lift(api, workout_id)
    return workout_id


class TestOnce:
    def test_the_same_id_again_does_nothing_and_is_answered_again(self, phone: Device, watch: Device, api: Api) -> None:
        workout_id = started(api)
        first = phone.send("rest:start", "r-1", workoutId=workout_id, seconds=60)
        watch.names()
        clock.advance(10)
        assert phone.send("rest:start", "r-1", workoutId=workout_id, seconds=60) == first
        assert watch.names() == []

    def test_a_second_pause_is_answered_with_the_first(self, phone: Device, api: Api) -> None:
        workout_id = started(api)
        first = phone.send("workout:pause", "p-1", workoutId=workout_id)
        assert phone.send("workout:pause", "p-1", workoutId=workout_id) == first
        refused = phone.send("workout:pause", "p-2", workoutId=workout_id)
        assert (refused["event"], refused["id"], refused["data"]["code"]) == ("error", "p-2", "ILLEGAL_TRANSITION")

    def test_a_start_without_an_id_makes_one_session(self, phone: Device) -> None:
        answers = [phone.send("workout:start", "s-1") for _ in range(2)]
        assert answers[0] == answers[1]

    def test_a_late_copy_does_not_undo_a_correction(self, phone: Device, api: Api) -> None:
        workout_id = started(api)
        lift(api, workout_id)
        for _ in range(2):
            phone.send("set:complete", "x-1", workoutId=workout_id, exerciseIndex=0, setIndex=0, weightKg=60, reps=8)
            lift(api, workout_id, weightKg=62.5, reps=8)
        assert api.get(f"/v1/workouts/{workout_id}").data["exercises"][0]["sets"][0]["weightKg"] == 62.5

    def test_a_ulid_is_known_everywhere_and_another_id_only_on_its_connection(
        self, api: Api, gateway: Gateway, phone: Device
    ) -> None:
        assert api.user
        other = device(api.user, gateway)
        workout_id, ulid = started(api), clock.new_id()
        first = phone.send("rest:start", ulid, workoutId=workout_id, seconds=60)
        assert other.send("rest:start", ulid, workoutId=workout_id, seconds=60)["data"] == first["data"]
        clock.advance(1)
        phone.send("rest:start", "1", workoutId=workout_id, seconds=60)
        clock.advance(1)
        assert other.send("rest:start", "1", workoutId=workout_id, seconds=30)["data"]["version"] == 4

    def test_a_refused_message_may_be_sent_again(self, phone: Device, api: Api) -> None:
        workout_id = started(api)
        assert phone.send("workout:resume", "r-1", workoutId=workout_id)["data"]["code"] == "ILLEGAL_TRANSITION"
        api.post(f"/v1/workouts/{workout_id}/pause")
        assert phone.send("workout:resume", "r-1", workoutId=workout_id)["event"] == "workout:resumed"


class TestRefusals:
    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("", "MALFORMED_JSON"),
            ("{", "MALFORMED_JSON"),
            ("[]", "VALIDATION_FAILED"),
            ('{"id": "a1"}', "VALIDATION_FAILED"),
            ('{"event": "ping", "id": "a1", "more": 1}', "VALIDATION_FAILED"),
            ('{"event": "ping", "id": ""}', "VALIDATION_FAILED"),
            ('{"event": "ping", "data": {"more": 1}}', "VALIDATION_FAILED"),
            ('{"event": "workout:pause", "data": {}}', "VALIDATION_FAILED"),
            ('{"event": "workout:explode", "id": "a1"}', "UNKNOWN_EVENT"),
            ('{"event": "sync:workout", "id": "a1"}', "UNKNOWN_EVENT"),
            ('{"event": "workout:pause", "id": "a1", "data": {"workoutId": "x"}}', "VALIDATION_FAILED"),
            (json.dumps({"event": "ping", "id": "a1", "data": {"x": "y" * 40_000}}), "MESSAGE_TOO_LARGE"),
        ],
    )
    def test_bad_messages_are_refused_with_a_code(self, phone: Device, text: str, code: str) -> None:
        answer = phone.send_text(text)
        assert (answer["event"], answer["data"]["code"]) == ("error", code)
        assert answer["id"] == ("a1" if '"a1"' in text and len(text) < 40_000 else None)

    def test_the_field_at_fault_is_named(self, phone: Device, api: Api) -> None:
        workout_id = started(api)
        wrong = phone.send("set:complete", workoutId=workout_id, exerciseIndex=0, setIndex=0, reps=-1)
        assert wrong["data"]["details"]["fields"][0]["field"] == "data.reps"
        missing = phone.send("set:complete", workoutId=workout_id, exerciseIndex=0, setIndex=0, reps=8)
        assert missing["data"]["code"] == "MEASURE_MISSING"
        assert missing["data"]["details"]["fields"][0]["field"] == "data.weightKg"

    def test_a_stale_version_is_refused_with_the_current_one(self, phone: Device, api: Api) -> None:
        workout_id = _trained(api)
        stale = phone.send("workout:pause", workoutId=workout_id, version=1)
        assert (stale["data"]["code"], stale["data"]["details"]) == ("PRECONDITION_FAILED", {"version": 2})

    def test_somebody_else_s_session_is_not_there(self, phone: Device) -> None:
        stranger = Api(principal())
        workout_id = started(stranger)
        assert phone.send("workout:pause", workoutId=workout_id)["data"]["code"] == "WORKOUT_NOT_FOUND"

    def test_too_many_messages_of_one_connection(self, phone: Device, watch: Device) -> None:
        answers = [phone.send("ping") for _ in range(limits.limit_of(phone.user.role, "messages") + 1)]
        assert [answer["event"] for answer in answers].count("pong") == 120
        assert answers[-1]["data"]["code"] == "RATE_LIMITED"
        assert watch.send("ping")["event"] == "pong"

    def test_a_message_counts_like_its_request(self, phone: Device, api: Api) -> None:
        workout_id = started(api)
        for _ in range(limits.limit_of(phone.user.role, "default")):
            api.get("/v1/workouts")
        assert phone.send("workout:pause", workoutId=workout_id)["data"]["code"] == "RATE_LIMITED"

    def test_a_fault_of_ours_is_answered_without_its_reason(
        self, phone: Device, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("functions.realtime.dispatch.answer", lambda *_: 1 / 0)
        answer = phone.send("ping", "p1")
        assert (answer["id"], answer["data"]["code"], "zero" in str(answer)) == ("p1", "INTERNAL_ERROR", False)


class TestOtherDevices:
    def test_every_change_over_http_reaches_them_with_its_version(self, phone: Device, api: Api) -> None:
        workout_id = started(api)
        [sync] = phone.take("sync:workout")
        assert sync["cause"] == "workout:started"
        steps: list[tuple[str, str, Any, str]] = [
            ("PUT", "/set/0", {**SET, "exerciseIndex": 0}, "set:completed"),
            ("PUT", "/exercise/0", {"notes": "slow"}, "exercise:chosen"),
            ("POST", "/rest", {"seconds": 60}, "rest:started"),
            ("POST", "/rest", {"seconds": 0}, "rest:skipped"),
            ("POST", "/pause", None, "workout:paused"),
            ("POST", "/resume", None, "workout:resumed"),
            ("PUT", "", {"name": "Other"}, "workout:updated"),
            ("POST", "/complete", None, "workout:completed"),
        ]
        for method, path, body, cause in steps:
            answer = api.call(method, f"/v1/workouts/{workout_id}{path}", body)
            assert answer.status == 200, answer.body
            [sync] = phone.take("sync:workout")
            assert (sync["cause"], sync["deleted"]) == (cause, False)
            assert f'"{sync["version"]}"' == answer.etag
            assert sync["workout"] == api.get(f"/v1/workouts/{workout_id}").data
        api.delete(f"/v1/workouts/{workout_id}")
        [gone] = phone.take("sync:workout")
        assert (gone["workoutId"], gone["deleted"], gone["workout"]) == (workout_id, True, None)

    def test_preferences(self, phone: Device, api: Api) -> None:
        answer = api.put("/v1/users/preferences", {"defaultRestTime": 75})
        assert phone.take("sync:preferences") == [answer.data]

    def test_nobody_else_hears_of_it(self, gateway: Gateway, api: Api) -> None:
        stranger = device(principal(), gateway)
        started(api)
        assert stranger.received == []

    def test_a_session_too_large_for_a_message_is_named_only(self, phone: Device, api: Api, gateway: Gateway) -> None:
        line = {"exerciseId": exercise(), "sets": [{"target": {"repsMax": 8}}] * 10}
        workout_id = api.post("/v1/workouts", {"exercises": [line] * 50}).data["id"]
        [sync] = phone.take("sync:workout")
        assert (sync["workoutId"], sync["version"], sync["workout"]) == (workout_id, 1, None)
        assert phone.send("workout:pause", workoutId=workout_id)["data"]["workout"] is None
        assert gateway.largest < 128 * 1024

    def test_a_change_that_cannot_be_told_is_made_all_the_same(
        self, phone: Device, api: Api, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        workout_id = started(api)
        monkeypatch.setattr(repository, "connections_of", lambda _: 1 / 0)
        assert api.put("/v1/users/preferences", {"units": "imperial"}).status == 200
        assert phone.send("workout:pause", workoutId=workout_id)["event"] == "workout:paused"
        assert api.delete(f"/v1/workouts/{workout_id}").status == 204

    def test_a_gone_device_is_forgotten_and_delays_nobody(
        self, phone: Device, watch: Device, api: Api, gateway: Gateway
    ) -> None:
        gateway.lost.add(watch.connection_id)
        workout_id = started(api)
        assert [item["connection_id"]["S"] for item in connections()] == [phone.connection_id]
        assert phone.take("sync:workout")[0]["workoutId"] == workout_id
