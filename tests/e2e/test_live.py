"""Devices that are connected while their user trains, on the deployed local stage."""

from __future__ import annotations

import statistics
import time

import httpx
import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from fitsync.kit import clock
from tests.e2e.client import Client, befriended, signed_up
from tests.e2e.polling import eventually
from tests.support.live import LiveClient
from tests.support.training import exercise
from tools.local import LocalStage


@pytest.fixture(scope="module")
def ada(stage: LocalStage) -> Client:
    return signed_up(stage, "ada")


@pytest.fixture(scope="module")
def grace(stage: LocalStage) -> Client:
    return signed_up(stage, "grace")


@pytest.fixture
def bench() -> str:
    """The id of an exercise."""
    return exercise()


def live(client: Client) -> LiveClient:
    return LiveClient(client.stage.socket_url, client.token)


def test_a_stranger_does_not_get_in(stage: LocalStage) -> None:
    with pytest.raises(InvalidStatus) as refused, LiveClient(stage.socket_url, "nonsense"):
        pass
    assert refused.value.response.status_code == 403


def test_a_session_by_messages_alone_seen_by_another_device_and_a_friend(
    ada: Client, grace: Client, bench: str
) -> None:
    befriended(grace, ada)
    room = clock.new_id()
    with live(ada) as phone, live(ada) as watch, live(grace) as friend:
        assert len(friend.ask("room:join", roomId=room).data["members"]) == 1
        assert len(phone.ask("room:join", roomId=room).data["members"]) == 2
        assert friend.expect("room:update")["action"]["did"] == "joined"

        begun = phone.ask("workout:start", name="Live", exercises=[{"exerciseId": bench}])
        assert begun.event == "workout:started", begun
        workout_id = begun.data["workoutId"]
        assert watch.expect("sync:workout")["workout"] == begun.data["workout"]

        done = phone.ask("set:complete", workoutId=workout_id, exerciseIndex=0, setIndex=0, weightKg=60, reps=8)
        assert done.event == "set:completed", done
        assert watch.expect("sync:workout")["version"] == done.data["version"]
        assert watch.expect("workout:stats")["metrics"]["totalVolume"] == 480

        def of_friend() -> dict[str, object] | None:
            action = friend.expect("room:update")["action"]
            return action if action["did"] == "set:completed" else None

        assert eventually(of_friend)["exerciseName"]
        again = phone.ask("set:complete", workoutId=workout_id, exerciseIndex=0, setIndex=1, weightKg=62.5, reps=8)
        assert again.data["set"]["index"] == 1
        assert phone.ask("workout:pause", workoutId=workout_id).event == "workout:paused"
        assert phone.ask("workout:pause", workoutId=workout_id).data["code"] == "ILLEGAL_TRANSITION"
        assert phone.ask("workout:resume", workoutId=workout_id).event == "workout:resumed"
        over = phone.ask("workout:complete", workoutId=workout_id)
        assert over.data["workout"]["metrics"]["totalVolume"] == 980
        assert phone.ask("room:leave", roomId=room).event == "room:update"
    assert ada.call("GET", f"/workouts/{workout_id}")["status"] == "completed"


def test_a_session_over_http_is_watched_by_another_device(ada: Client, bench: str) -> None:
    with live(ada) as watch:
        workout = ada.call("POST", "/workouts", {"exercises": [{"exerciseId": bench}]}, status=201)
        path = f"/workouts/{workout['id']}"
        assert watch.expect("sync:workout")["workout"] == workout
        done = ada.call("PUT", f"{path}/set/0", {"weightKg": 200, "reps": 1, "exerciseIndex": 0})
        assert watch.expect("sync:workout")["workout"] == done["workout"]
        assert watch.expect("pr:achieved")["personalRecords"] == done["personalRecords"]
        for step in ("pause", "resume", "complete"):
            changed = ada.call("POST", f"{path}/{step}")
            assert watch.expect("sync:workout")["workout"] == changed
        preferences = ada.call("PUT", "/users/preferences", {"defaultRestTime": 75})
        assert watch.expect("sync:preferences") == preferences


def caught_up(client: Client) -> str:
    """The cursor of a device that knows everything there is."""
    page = client.call("GET", "/sync?limit=50")
    while page["hasMore"]:
        page = client.call("GET", f"/sync?limit=50&since={page['cursor']}")
    return str(page["cursor"])


def test_a_device_that_was_away_catches_up(ada: Client, bench: str) -> None:
    with live(ada) as watch:
        workout_id = watch.ask("workout:start", exercises=[{"exerciseId": bench}]).data["workoutId"]
        cursor = caught_up(ada)
    lifted = {"exerciseIndex": 0, "weightKg": 60, "reps": 5}
    ada.call("PUT", f"/workouts/{workout_id}/set/0", lifted)
    gone = ada.call("POST", "/workouts", {}, status=201)["id"]
    ada.call("DELETE", f"/workouts/{gone}", status=204)

    missed = ada.call("GET", f"/sync?since={cursor}")
    assert {one["id"]: one["version"] for one in missed["workouts"]}[workout_id] == 2
    assert gone in [one["id"] for one in missed["deleted"]]
    with live(ada) as phone:
        data = {"workoutId": workout_id, "setIndex": 1, "version": 2, **lifted}
        change = {"event": "set:complete", "id": clock.new_id(), "data": data}
        stale = {"event": "set:complete", "id": clock.new_id(), "data": {**data, "setIndex": 2}}
        results = ada.call("POST", "/sync", {"changes": [change, change, stale]})["results"]
        assert [one["outcome"] for one in results] == ["applied", "already_applied", "conflict"]
        assert phone.expect("sync:workout")["version"] == 3


def test_a_rest_ends_by_itself_at_its_second(ada: Client, bench: str) -> None:
    with live(ada) as phone, live(ada) as watch:
        workout_id = phone.ask("workout:start", exercises=[{"exerciseId": bench}]).data["workoutId"]
        phone.ask("rest:start", workoutId=workout_id, seconds=3)
        began = time.monotonic()
        assert watch.expect("rest:timer")["state"] == "started"
        for device in (phone, watch):
            assert device.expect("rest:timer") == {
                "workoutId": workout_id,
                "version": None,
                "state": "over",
                "rest": None,
            }
        assert 2 <= time.monotonic() - began < 8

        phone.ask("rest:start", workoutId=workout_id, seconds=2)
        assert phone.ask("rest:skip", workoutId=workout_id).data["state"] == "skipped"
        with pytest.raises(TimeoutError):
            phone.expect("rest:timer", seconds=4)


def test_a_device_that_is_signed_out_is_hung_up_on(stage: LocalStage) -> None:
    client = signed_up(stage, "joan")
    with live(client) as phone:
        assert phone.ask("ping").event == "pong"
        client.call("POST", "/auth/logout", status=204)
        with pytest.raises(ConnectionClosed):
            phone.expect("never")


def test_messages_are_answered_at_once(ada: Client) -> None:
    """A floor for regressions, on one machine with everything else; the bench measures."""
    with live(ada) as phone:
        phone.ask("ping")
        times = []
        for _ in range(20):
            began = time.monotonic()
            phone.ask("ping")
            times.append(time.monotonic() - began)
    assert statistics.median(times) < 1


def test_the_management_api_of_the_stage_is_the_functions_alone(stage: LocalStage) -> None:
    answer = httpx.get(f"{stage.socket_url.replace('ws://', 'http://')}/@connections/x", timeout=10)
    assert answer.status_code in (403, 410)
