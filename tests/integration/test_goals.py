"""Goals over HTTP: setting them, changing them, listing them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from fitsync.goals.limits import MAX_OPEN
from fitsync.kit import clock
from fitsync.workouts.kinds import ExerciseKind
from tests.support.api import Api, principal
from tests.support.goals import goal_of, raised, weigh
from tests.support.pipeline import Pipeline
from tests.support.requests.goals import created, strength
from tests.support.training import completed, exercise

pytestmark = pytest.mark.usefixtures("stopped_clock")


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
        pipeline.run()
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
        pipeline.run()
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


def test_pages_and_filters(api: Api) -> None:
    ids = []
    for number in range(5):
        clock.advance(60)
        ids.append(created(api, strength(title=f"Goal {number}")))
    custom = created(api, {"type": "custom", "title": "Pages", "targetValue": 300})
    api.put(f"/v1/goals/{ids[0]}", {"status": "paused"})
    seen = [one["id"] for one in api.every("/v1/goals", limit=2)]
    assert seen == [custom, *reversed(ids)] or sorted(seen) == sorted([custom, *ids])
    assert [one["id"] for one in api.get("/v1/goals?status=paused").data] == [ids[0]]
    assert [one["id"] for one in api.get("/v1/goals?type=custom").data] == [custom]
    assert api.get("/v1/goals?status=wrong").status == 422
    assert api.as_user(principal()).get("/v1/goals").data == []
    assert api.get("/v1/goals?cursor=x").code == "INVALID_CURSOR"
