from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from fitsync.kit import clock
from fitsync.sync import service
from tests.support.accounts import STARTED
from tests.support.api import Api, principal
from tests.support.devices import Device, device
from tests.support.gateway import Gateway
from tests.support.training import SET, completed, exercise, lift, started

pytestmark = pytest.mark.usefixtures("stopped_clock")


def pull(api: Api, since: str | None = None, limit: int = 20) -> dict[str, Any]:
    """One answer of what changed."""
    answer = api.get(f"/v1/sync?limit={limit}{f'&since={since}' if since else ''}")
    assert answer.status == 200, answer.body
    data: dict[str, Any] = answer.data
    return data


def push(api: Api, *changes: dict[str, Any]) -> list[dict[str, Any]]:
    """The results of a batch; changes get an id where they have none."""
    answer = api.post("/v1/sync", {"changes": [{"id": clock.new_id(), **change} for change in changes]})
    assert answer.status == 200, answer.body
    results: list[dict[str, Any]] = answer.data["results"]
    return results


def change(event: str, **data: Any) -> dict[str, Any]:
    return {"event": event, "data": data}


class TestPulling:
    def test_a_new_device_gets_everything_in_pages(self, api: Api) -> None:
        made = []
        for _ in range(5):
            made.append(started(api))
            clock.advance(60)
        api.put("/v1/users/preferences", {"units": "imperial"})
        first = pull(api, limit=2)
        assert [one["id"] for one in first["workouts"]] == made[:2]
        assert first["preferences"]["units"] == "imperial"
        second = pull(api, first["cursor"], limit=2)
        third = pull(api, second["cursor"], limit=2)
        assert [one["id"] for page in (second, third) for one in page["workouts"]] == made[2:]
        assert [page["hasMore"] for page in (first, second, third)] == [True, True, False]
        assert (second["preferences"], third["preferences"]) == (None, None)
        assert third["workouts"] == [api.get(f"/v1/workouts/{made[4]}").data]

    def test_afterwards_only_what_changed(self, api: Api) -> None:
        old, edited, removed = started(api), started(api), started(api)
        clock.advance(120)
        cursor = pull(api)["cursor"]
        clock.advance(120)
        lift(api, edited)
        api.delete(f"/v1/workouts/{removed}")
        new = started(api)
        found = pull(api, cursor)
        assert {one["id"]: one["version"] for one in found["workouts"]} == {edited: 2, new: 1}
        assert found["deleted"] == [{"id": removed, "version": 2}]
        assert found["preferences"] is None
        assert old not in str(found)
        clock.advance(120)
        quiet = pull(api, pull(api, found["cursor"])["cursor"])
        assert (quiet["workouts"], quiet["deleted"], quiet["hasMore"]) == ([], [], False)

    def test_a_write_stamped_before_an_answer_and_stored_after_it_is_not_lost(self, api: Api) -> None:
        clock.advance(20)
        cursor = pull(api)["cursor"]
        with clock.fixed(STARTED):
            workout_id = started(api)
        clock.advance(600)
        assert [one["id"] for one in pull(api, cursor)["workouts"]] == [workout_id]

    def test_a_change_between_two_pages_is_not_lost(self, api: Api) -> None:
        made = []
        for _ in range(3):
            made.append(started(api))
            clock.advance(120)
        page = pull(api, limit=1)
        lift(api, made[0])
        seen: dict[str, int] = {}
        while True:
            seen |= {one["id"]: one["version"] for one in page["workouts"]}
            if not page["hasMore"]:
                break
            page = pull(api, page["cursor"], limit=1)
        assert seen == {made[0]: 2, made[1]: 1, made[2]: 1}

    def test_an_answer_stays_below_what_a_function_may_give(self, api: Api) -> None:
        line = {"exerciseId": exercise(), "sets": [{"target": {"repsMax": 8}}] * 10}
        for _ in range(12):
            assert api.post("/v1/workouts", {"exercises": [line] * 50}).status == 201
        answer = api.get("/v1/sync?limit=50")
        assert len(answer.body) < 4_000_000
        assert 1 <= len(answer.data["workouts"]) < 12
        rest = pull(api, answer.data["cursor"], limit=50)
        assert len(answer.data["workouts"]) + len(rest["workouts"]) == 12

    def test_a_cursor_that_is_too_old_or_somebody_else_s_is_refused(self, api: Api) -> None:
        cursor = pull(api)["cursor"]
        assert Api(principal()).get(f"/v1/sync?since={cursor}").code == "INVALID_CURSOR"
        assert api.get("/v1/sync?since=x").code == "INVALID_CURSOR"
        clock.advance(service.CURSOR_KEPT + timedelta(seconds=1))
        assert api.get(f"/v1/sync?since={cursor}").code == "SYNC_CURSOR_EXPIRED"

    def test_nobody_sees_somebody_else_s_changes(self, api: Api) -> None:
        completed(Api(principal()), (60, 8))
        assert pull(api)["workouts"] == []


class TestPushing:
    def test_a_session_done_without_a_connection(self, api: Api, gateway: Gateway) -> None:
        clock.advance(3600)
        assert api.user
        phone = device(api.user, gateway)
        workout_id = clock.new_id()
        lines = [{"exerciseId": exercise()}]
        done = {"workoutId": workout_id, "exerciseIndex": 0, **SET}
        results = push(
            api,
            change("workout:create", id=workout_id, startedAt="2026-03-02T06:35:00Z", exercises=lines),
            change("set:complete", **done, setIndex=0, completedAt="2026-03-02T06:40:00Z"),
            change("set:complete", **done, setIndex=1, completedAt="2026-03-02T06:45:00Z"),
            change("workout:complete", workoutId=workout_id, endedAt="2026-03-02T07:00:00Z"),
        )
        assert [one["outcome"] for one in results] == ["applied"] * 4
        session = api.get(f"/v1/workouts/{workout_id}").data
        assert (session["status"], session["durationSeconds"], session["metrics"]["setCount"]) == ("completed", 1500, 2)
        assert results[-1]["workout"] == session
        assert [one["cause"] for one in phone.take("sync:workout")] == ["workout:completed"]

    def test_the_same_batch_again_changes_nothing(self, api: Api) -> None:
        workout_id = started(api)
        batch = [
            {"id": clock.new_id(), **change("set:complete", workoutId=workout_id, exerciseIndex=0, setIndex=0, **SET)},
            {"id": clock.new_id(), **change("workout:pause", workoutId=workout_id)},
        ]
        first, second = push(api, *batch), push(api, *batch)
        assert [one["outcome"] for one in first] == ["applied"] * 2
        assert [one["outcome"] for one in second] == ["already_applied"] * 2
        assert {one["workout"]["version"] for one in second} == {3}

    def test_a_message_and_a_change_of_the_same_id_are_one(self, api: Api, phone: Device) -> None:
        workout_id, message_id = started(api), clock.new_id()
        phone.send("workout:pause", message_id, workoutId=workout_id)
        [result] = push(api, {"id": message_id, **change("workout:pause", workoutId=workout_id)})
        assert result["outcome"] == "already_applied"

    def test_each_change_is_answered_alone(self, api: Api) -> None:
        workout_id = started(api)
        lift(api, workout_id)
        results = push(
            api,
            change("workout:update", workoutId=workout_id, version=1, changes={"name": "Stale"}),
            change("workout:explode"),
            change("set:complete", workoutId=workout_id, exerciseIndex=0, setIndex=0, reps=-1),
            change("workout:pause", workoutId=clock.new_id()),
            change("workout:update", workoutId=workout_id, version=2, changes={"name": "Fresh"}),
            change("workout:resume", workoutId=workout_id),
        )
        outcomes = [(one["outcome"], one["error"] and one["error"]["code"]) for one in results]
        assert outcomes == [
            ("conflict", "PRECONDITION_FAILED"),
            ("refused", "UNKNOWN_EVENT"),
            ("refused", "VALIDATION_FAILED"),
            ("refused", "WORKOUT_NOT_FOUND"),
            ("applied", None),
            ("conflict", "ILLEGAL_TRANSITION"),
        ]
        assert (results[0]["workout"]["version"], results[0]["workout"]["name"]) == (2, "Workout")
        assert results[5]["workout"] == api.get(f"/v1/workouts/{workout_id}").data
        assert results[2]["error"]["details"]["fields"][0]["field"] == "data.reps"

    def test_a_conflict_with_a_deletion_has_no_copy(self, api: Api) -> None:
        workout_id = started(api)
        api.delete(f"/v1/workouts/{workout_id}")
        [result] = push(api, change("workout:create", id=workout_id))
        assert (result["outcome"], result["error"]["code"], result["workout"]) == ("conflict", "WORKOUT_DELETED", None)

    def test_deletions_reach_the_other_devices(self, api: Api, phone: Device) -> None:
        workout_id = started(api)
        phone.received.clear()
        batch = {"id": clock.new_id(), **change("workout:delete", workoutId=workout_id)}
        assert [push(api, batch)[0]["outcome"] for _ in range(2)] == ["applied", "already_applied"]
        assert [one["deleted"] for one in phone.take("sync:workout")] == [True]

    @pytest.mark.parametrize(
        ("started_at", "why"),
        [("2026-03-02T06:40:00Z", "future"), ("2026-03-01T06:00:00Z", "ago")],
    )
    def test_a_start_that_cannot_be_is_refused(self, api: Api, started_at: str, why: str) -> None:
        answer = api.post("/v1/workouts", {"startedAt": started_at})
        assert answer.code == "INVALID_TIME"
        assert why in answer.body

    def test_a_fault_takes_nothing_else_with_it(self, api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
        workout_id = started(api)
        monkeypatch.setattr("fitsync.workouts.service.pause", lambda *_: 1 / 0)
        results = push(
            api,
            change("workout:pause", workoutId=workout_id),
            change("workout:update", workoutId=workout_id, changes={"name": "Fine"}),
        )
        assert [(one["outcome"], one["error"] and one["error"]["code"]) for one in results] == [
            ("refused", "INTERNAL_ERROR"),
            ("applied", None),
        ]
