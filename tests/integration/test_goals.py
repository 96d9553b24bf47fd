"""Goals over HTTP, and how they follow the data."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from fitsync.goals import repository
from fitsync.goals.limits import MAX_OPEN
from fitsync.kit import clock
from fitsync.workouts.kinds import ExerciseKind
from functions.goal_tracking.handler import EVENTS
from functions.goal_tracking.handler import handler as tracking
from infra import platform
from tests.support.accounts import STARTED
from tests.support.api import Api, principal
from tests.support.bus import deliver, stored_events
from tests.support.devices import Device
from tests.support.pipeline import Pipeline
from tests.support.requests.goals import created, strength
from tests.support.training import completed, exercise, lift, started

pytestmark = pytest.mark.usefixtures("stopped_clock")


def goal_of(api: Api, goal_id: str) -> dict[str, Any]:
    """The goal as the listing shows it."""
    found: list[dict[str, Any]] = api.get("/v1/goals?limit=100").data
    return next(one for one in found if one["id"] == goal_id)


def progress_of(api: Api, goal_id: str) -> dict[str, Any]:
    found: list[dict[str, Any]] = api.get("/v1/progress/goals?limit=100").data
    return next(one for one in found if one["goal"]["id"] == goal_id)


def raised(*names: str) -> list[str]:
    return [event.name for event in stored_events("goals") if event.name in names]


def settle(pipeline: Pipeline) -> None:
    """Carry every event, and then those that its consumers raised."""
    for _ in range(2):
        pipeline.run()


def weigh(api: Api, weight: float, **more: Any) -> str:
    answer = api.post("/v1/progress/body", {"weight": weight, **more})
    assert answer.status == 201, answer.body
    return str(answer.data["id"])


def test_the_tracking_subscribes_to_exactly_the_events_that_it_knows() -> None:
    assert set(platform.function("goal_tracking").events) == set(EVENTS)  # type: ignore[attr-defined]


class TestSetting:
    def test_a_goal_begins_where_the_data_are(self, api: Api) -> None:
        completed(api, (70, 5))
        answer = api.post("/v1/goals", strength())
        assert answer.status == 201
        assert {name: answer.data[name] for name in ("startValue", "currentValue", "unit", "direction", "percent")} == {
            "startValue": 70,
            "currentValue": 70,
            "unit": "kg",
            "direction": "up",
            "percent": 0,
        }
        assert answer.headers["location"] == f"/v1/goals/{answer.data['id']}"
        assert goal_of(api, answer.data["id"]) == answer.data

    def test_the_same_id_again_is_the_same_goal(self, api: Api) -> None:
        body = strength(id=clock.new_id())
        first = api.post("/v1/goals", body)
        again = api.post("/v1/goals", {**body, "title": "Something else"})
        assert (first.status, again.status) == (201, 200)
        assert again.data == first.data
        assert again.etag == first.etag

    def test_a_deleted_goal_does_not_come_back(self, api: Api) -> None:
        body = strength(id=clock.new_id())
        api.post("/v1/goals", body)
        assert api.delete(f"/v1/goals/{body['id']}").status == 204
        assert api.delete(f"/v1/goals/{body['id']}").status == 204
        assert api.post("/v1/goals", body).code == "GOAL_DELETED"
        assert api.put(f"/v1/goals/{body['id']}", {"title": "x"}).status == 404
        assert api.get("/v1/goals").data == []

    def test_a_weight_goal_falls_from_the_last_weight(self, api: Api) -> None:
        weigh(api, 82.5)
        goal = api.post("/v1/goals", {"type": "weight", "title": "Lighter", "targetValue": 75}).data
        assert (goal["startValue"], goal["direction"], goal["measurement"], goal["unit"]) == (
            82.5,
            "down",
            "weight",
            "kg",
        )

    def test_without_a_measurement_the_user_says_where_it_begins(self, api: Api) -> None:
        body = {"type": "weight", "title": "Slimmer", "measurement": "waist", "targetValue": 75}
        assert api.post("/v1/goals", body).code == "START_VALUE_NEEDED"
        goal = api.post("/v1/goals", {**body, "startValue": 90}).data
        assert (goal["startValue"], goal["unit"]) == (90, "cm")

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"metric": "total_distance"}, "body.metric"),
            ({"metric": "one_rep_max", "exerciseId": None}, "body.exerciseId"),
            ({"type": "custom", "metric": None}, "body.exerciseId"),
            ({"sessionsPerWeek": 3}, "body.sessionsPerWeek"),
            ({"measurement": "waist"}, "body.measurement"),
            ({"unit": "lb"}, "body.unit"),
            ({"targetDate": "2026-03-01"}, "body.targetDate"),
            ({"targetDate": "2036-03-01"}, "body.targetDate"),
            ({"milestones": [{"value": 100}]}, "body.milestones"),
            ({"milestones": [{"value": 80}, {"value": 80}]}, "body.milestones"),
            ({"metric": "longest_distance"}, "body.metric"),
            ({"metric": "max_reps", "targetValue": 10.5, "milestones": []}, "body.targetValue"),
        ],
    )
    def test_what_does_not_fit_together_is_refused(self, api: Api, changes: dict[str, Any], field: str) -> None:
        answer = api.post("/v1/goals", strength(**changes))
        assert (answer.status, answer.code) == (422, "VALIDATION_FAILED"), answer.body
        assert answer.json["error"]["details"]["fields"][0]["field"] == field

    def test_what_is_added_up_needs_a_last_day_within_a_year(self, api: Api) -> None:
        body = {"type": "endurance", "title": "Far", "targetValue": 500_000}
        for date in (None, "2027-03-04"):
            answer = api.post("/v1/goals", {**body, "targetDate": date})
            assert answer.json["error"]["details"]["fields"][0]["field"] == "body.targetDate"
        assert api.post("/v1/goals", {**body, "targetDate": "2027-03-03"}).status == 201

    def test_weeks_in_a_row_are_followed_for_a_year(self, api: Api) -> None:
        body = {"type": "habit", "title": "Always", "metric": "week_streak", "sessionsPerWeek": 2}
        answer = api.post("/v1/goals", {**body, "targetValue": 53})
        assert answer.json["error"]["details"]["fields"][0]["field"] == "body.targetValue"
        assert api.post("/v1/goals", {**body, "targetValue": 52}).status == 201

    def test_a_target_that_is_reached_already_is_refused(self, api: Api) -> None:
        completed(api, (100, 5))
        assert api.post("/v1/goals", strength()).code == "TARGET_ALREADY_MET"

    def test_an_exercise_has_to_be_measured_like_that(self, api: Api) -> None:
        plank = exercise(ExerciseKind.DURATION)
        answer = api.post("/v1/goals", strength(exerciseId=plank))
        assert answer.json["error"]["details"]["fields"][0]["field"] == "body.metric"
        assert api.post("/v1/goals", strength(exerciseId=clock.new_id())).code == "EXERCISE_NOT_FOUND"

    def test_only_so_many_goals_are_at_work(self, api: Api) -> None:
        ids = [created(api) for _ in range(MAX_OPEN)]
        assert api.post("/v1/goals", strength()).code == "TOO_MANY_GOALS"
        api.delete(f"/v1/goals/{ids[0]}")
        assert api.post("/v1/goals", strength()).status == 201

    def test_goals_whose_date_went_by_make_room(self, api: Api) -> None:
        ids = [created(api, strength(targetDate="2026-03-10")) for _ in range(MAX_OPEN)]
        clock.advance(timedelta(days=10))
        assert api.post("/v1/goals", strength()).status == 201
        assert len(raised("goals.goal_failed")) == MAX_OPEN
        assert goal_of(api, ids[0])["status"] == "failed"


class TestChanging:
    def test_a_stale_version_is_refused(self, api: Api) -> None:
        goal_id = created(api)
        path = f"/v1/goals/{goal_id}"
        tag = api.put(path, {"title": "Heavier"}).etag
        assert tag == '"2"'
        for answer in (
            api.put(path, {"title": "x"}, headers={"If-Match": '"1"'}),
            api.delete(path, headers={"If-Match": '"1"'}),
            api.post(f"{path}/milestone", {"value": 90}, headers={"If-Match": '"1"'}),
        ):
            assert answer.code == "PRECONDITION_FAILED"
        assert api.put(path, {"title": "Lighter"}, headers={"If-Match": tag}).data["title"] == "Lighter"

    def test_what_changes_nothing_writes_nothing(self, api: Api) -> None:
        goal_id = created(api)
        first = api.put(f"/v1/goals/{goal_id}", {"title": "Same"})
        assert api.put(f"/v1/goals/{goal_id}", {"title": "Same"}).etag == first.etag

    def test_a_custom_goal_is_set_by_hand(self, api: Api) -> None:
        body = {"type": "custom", "title": "Pages", "unit": "pages", "targetValue": 300, "milestones": [{"value": 100}]}
        path = f"/v1/goals/{created(api, body)}"
        half = api.put(path, {"currentValue": 150}).data
        assert (half["percent"], half["status"], half["milestones"][0]["achievedOn"]) == (50, "active", "2026-03-02")
        assert api.put(path, {"currentValue": 300}).data["status"] == "achieved"
        # A slip of the pen on the same day.
        assert api.put(path, {"currentValue": 30}).data["status"] == "active"
        assert api.put(f"/v1/goals/{created(api)}", {"currentValue": 3}).status == 422

    def test_a_paused_goal_stands_still(self, api: Api, pipeline: Pipeline) -> None:
        goal_id = created(api, strength(targetDate="2026-03-10"))
        path = f"/v1/goals/{goal_id}"
        assert api.put(path, {"status": "paused"}).data["status"] == "paused"
        completed(api, (100, 5))
        settle(pipeline)
        clock.advance(timedelta(days=30))
        assert (goal_of(api, goal_id)["status"], goal_of(api, goal_id)["currentValue"]) == ("paused", 0)
        # What was lifted in time counts, however late one looks.
        assert api.put(path, {"status": "active"}).data["status"] == "achieved"
        assert api.put(path, {"status": "paused"}).code == "GOAL_ENDED"

    def test_a_later_date_gives_a_failed_goal_another_try(self, api: Api) -> None:
        goal_id = created(api, strength(targetDate="2026-03-10"))
        clock.advance(timedelta(days=10))
        assert goal_of(api, goal_id)["status"] == "failed"
        assert api.put(f"/v1/goals/{goal_id}", {"status": "paused"}).code == "GOAL_ENDED"
        assert api.put(f"/v1/goals/{goal_id}", {"title": "Late"}).data["status"] == "failed"
        assert raised("goals.goal_failed") == ["goals.goal_failed"]
        assert api.put(f"/v1/goals/{goal_id}", {"targetDate": None}).data["status"] == "active"

    def test_a_milestone_that_is_behind_is_reached_at_once(self, api: Api, pipeline: Pipeline) -> None:
        goal_id = created(api)
        completed(api, (90, 3))
        settle(pipeline)
        path = f"/v1/goals/{goal_id}/milestone"
        answer = api.post(path, {"value": 85, "notes": "Nearly."})
        assert answer.status == 201
        assert [one["value"] for one in answer.data["milestones"] if one["achievedOn"]] == [80, 85]
        again = api.post(path, {"value": 85, "notes": "There."})
        assert again.status == 200
        assert again.data["milestones"][1]["notes"] == "There."
        assert api.post(path, {"value": 120}).status == 422

    def test_a_milestone_too_many_is_refused(self, api: Api) -> None:
        goal_id = created(api, strength(milestones=[{"value": value} for value in range(1, 21)]))
        assert api.post(f"/v1/goals/{goal_id}/milestone", {"value": 50}).code == "TOO_MANY_MILESTONES"


class TestFollowing:
    def test_a_record_is_there_at_once(self, api: Api, pipeline: Pipeline) -> None:
        goal_id = created(api)
        completed(api, (40, 5))
        session = started(api)
        lift(api, session, weightKg=85, reps=3)
        settle(pipeline)
        goal = goal_of(api, goal_id)
        assert (goal["currentValue"], goal["percent"]) == (85, 85)
        assert goal["milestones"][0]["achievedOn"] == "2026-03-02"
        assert raised("goals.milestone_reached") == ["goals.milestone_reached"]

    def test_a_deleted_workout_takes_back_what_it_reached(self, api: Api, pipeline: Pipeline) -> None:
        goal_id = created(api)
        completed(api, (40, 5))
        best = completed(api, (100, 1))
        settle(pipeline)
        goal = goal_of(api, goal_id)
        assert (goal["status"], goal["achievedOn"], goal["percent"]) == ("achieved", "2026-03-02", 100)
        assert raised("goals.goal_achieved") == ["goals.goal_achieved"]
        assert api.delete(f"/v1/workouts/{best}").status == 204
        settle(pipeline)
        goal = goal_of(api, goal_id)
        assert (goal["status"], goal["currentValue"], goal["milestones"][0]["achievedOn"]) == ("active", 40, None)
        assert raised("goals.goal_reopened") == ["goals.goal_reopened"]

    def test_a_weight_that_goes_up_again_takes_nothing_back(self, api: Api, pipeline: Pipeline) -> None:
        weigh(api, 80)
        goal_id = created(api, {"type": "weight", "title": "Lighter", "targetValue": 75, "milestones": [{"value": 78}]})
        clock.advance(timedelta(days=7))
        light = weigh(api, 74.9)
        clock.advance(timedelta(days=7))
        weigh(api, 76)
        settle(pipeline)
        goal = goal_of(api, goal_id)
        assert (goal["status"], goal["achievedOn"], goal["currentValue"]) == ("achieved", "2026-03-09", 76)
        api.delete(f"/v1/progress/body/{light}")
        settle(pipeline)
        goal = goal_of(api, goal_id)
        assert (goal["status"], goal["milestones"][0]["achievedOn"]) == ("active", "2026-03-16")

    def test_sessions_and_weeks_are_counted(self, api: Api, pipeline: Pipeline) -> None:
        date = {"targetDate": "2026-12-31"}
        count = created(
            api, {"type": "endurance", "metric": "total_workouts", "title": "Six", "targetValue": 6, **date}
        )
        habit = created(api, {"type": "habit", "title": "Twice", "sessionsPerWeek": 2, "targetValue": 2, **date})
        for day in (1, 2, 8, 1, 1):
            completed(api, (60, 5))
            clock.advance(timedelta(days=day))
        settle(pipeline)
        assert goal_of(api, count)["currentValue"] == 5
        assert (goal_of(api, habit)["currentValue"], goal_of(api, habit)["status"]) == (2, "achieved")

    def test_signals_in_any_order_and_number_end_the_same(self, api: Api, pipeline: Pipeline) -> None:
        goal_id = created(api)
        first = completed(api, (90, 3))
        completed(api, (100, 1))
        api.delete(f"/v1/workouts/{first}")
        settle(pipeline)
        expected = goal_of(api, goal_id)
        heard = [event for event in stored_events("analytics", "workouts") if event.name in EVENTS]
        assert deliver(tracking, [*reversed(heard), *heard]) == []
        assert goal_of(api, goal_id) == expected
        assert raised("goals.goal_achieved") == ["goals.goal_achieved"]

    def test_what_changed_while_a_goal_was_being_set_is_found(self, api: Api) -> None:
        goal_id = created(api)
        completed(api, (85, 1))
        assert goal_of(api, goal_id)["currentValue"] == 0
        assert deliver(tracking, [one for one in stored_events("goals") if one.name == "goals.goal_created"]) == []
        assert goal_of(api, goal_id)["currentValue"] == 85

    def test_late_data_make_up_for_a_missed_date(self, api: Api, pipeline: Pipeline) -> None:
        weigh(api, 80)
        body = {"type": "weight", "title": "Lighter", "targetValue": 75, "targetDate": "2026-03-20"}
        goal_id = created(api, body)
        clock.advance(timedelta(days=30))
        weigh(api, 74)
        settle(pipeline)
        assert goal_of(api, goal_id)["status"] == "failed"
        assert raised("goals.goal_failed") == ["goals.goal_failed"]
        weigh(api, 75, measuredAt="2026-03-20T18:00:00Z")
        settle(pipeline)
        goal = goal_of(api, goal_id)
        assert (goal["status"], goal["achievedOn"]) == ("achieved", "2026-03-20")

    def test_the_outcome_of_long_ago_stands(self, api: Api, pipeline: Pipeline) -> None:
        assert api.user
        goal_id = created(api)
        workout = completed(api, (100, 1))
        settle(pipeline)
        clock.advance(timedelta(days=92))
        api.delete(f"/v1/workouts/{workout}")
        settle(pipeline)
        assert goal_of(api, goal_id)["status"] == "achieved"
        assert api.put(f"/v1/goals/{goal_id}", {"title": "Then"}).data["status"] == "achieved"
        assert repository.followed(api.user.user_id, clock.now().date()) == []

    def test_devices_are_told(self, api: Api, pipeline: Pipeline, phone: Device) -> None:
        goal_id = created(api)
        completed(api, (85, 1))
        settle(pipeline)
        told = [message["data"] for message in phone.received if message["event"] == "sync:progress"]
        assert [one["cause"] for one in told if one.get("id") == goal_id] == ["goal:created", "goal:followed"]
        assert next(one for one in told if one["cause"] == "goal:followed")["goal"]["currentValue"] == 85


class TestListing:
    def test_pace_and_forecast_say_how_they_were_found(self, api: Api, pipeline: Pipeline) -> None:
        weigh(api, 80)
        body = {"type": "weight", "title": "Lighter", "targetValue": 75, "targetDate": "2026-04-13"}
        goal_id = created(api, body)
        for _ in range(2):
            clock.advance(timedelta(days=7))
            weigh(api, 80 - (clock.now() - STARTED).days / 7)
        settle(pipeline)
        found = progress_of(api, goal_id)
        assert found["goal"] == goal_of(api, goal_id)
        assert found["remaining"] == -3
        # 3 kg in 29 days, the last one included; a kilogram a week is three weeks.
        assert found["pace"] == {"neededPerWeek": -0.724, "actualPerWeek": -1, "onTrack": True}
        assert found["forecast"] == {
            "date": "2026-04-06",
            "method": "linear_regression",
            "points": 3,
            "since": "2026-03-02",
            "until": "2026-03-16",
        }
        clock.advance(timedelta(days=7))
        weigh(api, 90)
        settle(pipeline)
        assert progress_of(api, goal_id)["forecast"] is None

    def test_pages_and_filters(self, api: Api) -> None:
        ids = []
        for number in range(5):
            clock.advance(60)
            ids.append(created(api, strength(title=f"Goal {number}")))
        custom = created(api, {"type": "custom", "title": "Pages", "targetValue": 300})
        api.put(f"/v1/goals/{ids[0]}", {"status": "paused"})
        seen: list[str] = []
        following: str | None = ""
        while following is not None:
            answer = api.get(f"/v1/goals?limit=2{f'&cursor={following}' if following else ''}")
            seen += [one["id"] for one in answer.data]
            following = answer.json["meta"]["nextCursor"]
        assert seen == [custom, *reversed(ids)] or sorted(seen) == sorted([custom, *ids])
        assert [one["id"] for one in api.get("/v1/goals?status=paused").data] == [ids[0]]
        assert [one["id"] for one in api.get("/v1/goals?type=custom").data] == [custom]
        assert api.get("/v1/goals?status=wrong").status == 422
        assert api.as_user(principal()).get("/v1/goals").data == []
        assert api.get("/v1/goals?cursor=x").code == "INVALID_CURSOR"
