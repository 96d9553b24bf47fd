"""How goals follow the data: workouts, measurements and what becomes of them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from fitsync.goals import repository
from fitsync.kit import clock
from functions.goal_tracking.handler import EVENTS
from functions.goal_tracking.handler import handler as tracking
from infra import platform
from tests.support.accounts import STARTED
from tests.support.api import Api
from tests.support.bus import deliver, stored_events
from tests.support.devices import Device
from tests.support.goals import goal_of, raised, weigh
from tests.support.pipeline import Pipeline
from tests.support.requests.goals import created
from tests.support.training import completed, lift, started

pytestmark = pytest.mark.usefixtures("stopped_clock")


def test_the_tracking_subscribes_to_exactly_the_events_that_it_knows() -> None:
    assert set(platform.function("goal_tracking").events) == set(EVENTS)  # type: ignore[attr-defined]


def test_a_record_is_there_at_once(api: Api, pipeline: Pipeline) -> None:
    goal_id = created(api)
    completed(api, (40, 5))
    session = started(api)
    lift(api, session, weightKg=85, reps=3)
    pipeline.run()
    goal = goal_of(api, goal_id)
    assert (goal["currentValue"], goal["percent"]) == (85, 85)
    assert goal["milestones"][0]["achievedOn"] == "2026-03-02"
    assert raised("goals.milestone_reached") == ["goals.milestone_reached"]


def test_a_deleted_workout_takes_back_what_it_reached(api: Api, pipeline: Pipeline) -> None:
    goal_id = created(api)
    completed(api, (40, 5))
    best = completed(api, (100, 1))
    pipeline.run()
    goal = goal_of(api, goal_id)
    assert (goal["status"], goal["achievedOn"], goal["percent"]) == ("achieved", "2026-03-02", 100)
    assert raised("goals.goal_achieved") == ["goals.goal_achieved"]
    assert api.delete(f"/v1/workouts/{best}").status == 204
    pipeline.run()
    goal = goal_of(api, goal_id)
    assert (goal["status"], goal["currentValue"], goal["milestones"][0]["achievedOn"]) == ("active", 40, None)
    assert raised("goals.goal_reopened") == ["goals.goal_reopened"]


def test_a_weight_that_goes_up_again_takes_nothing_back(api: Api, pipeline: Pipeline) -> None:
    weigh(api, 80)
    goal_id = created(api, {"type": "weight", "title": "Lighter", "targetValue": 75, "milestones": [{"value": 78}]})
    clock.advance(timedelta(days=7))
    light = weigh(api, 74.9)
    clock.advance(timedelta(days=7))
    weigh(api, 76)
    pipeline.run()
    goal = goal_of(api, goal_id)
    assert (goal["status"], goal["achievedOn"], goal["currentValue"]) == ("achieved", "2026-03-09", 76)
    api.delete(f"/v1/progress/body/{light}")
    pipeline.run()
    goal = goal_of(api, goal_id)
    assert (goal["status"], goal["milestones"][0]["achievedOn"]) == ("active", "2026-03-16")


def test_sessions_and_weeks_are_counted(api: Api, pipeline: Pipeline) -> None:
    date = {"targetDate": "2026-12-31"}
    count = created(api, {"type": "endurance", "metric": "total_workouts", "title": "Six", "targetValue": 6, **date})
    habit = created(api, {"type": "habit", "title": "Twice", "sessionsPerWeek": 2, "targetValue": 2, **date})
    for day in (1, 2, 8, 1, 1):
        completed(api, (60, 5))
        clock.advance(timedelta(days=day))
    pipeline.run()
    assert goal_of(api, count)["currentValue"] == 5
    assert (goal_of(api, habit)["currentValue"], goal_of(api, habit)["status"]) == (2, "achieved")


def test_signals_in_any_order_and_number_end_the_same(api: Api, pipeline: Pipeline) -> None:
    goal_id = created(api)
    first = completed(api, (90, 3))
    completed(api, (100, 1))
    api.delete(f"/v1/workouts/{first}")
    pipeline.run()
    expected = goal_of(api, goal_id)
    heard = [event for event in stored_events("analytics", "workouts") if event.name in EVENTS]
    assert deliver(tracking, [*reversed(heard), *heard]) == []
    assert goal_of(api, goal_id) == expected
    assert raised("goals.goal_achieved") == ["goals.goal_achieved"]


def test_what_changed_while_a_goal_was_being_set_is_found(api: Api) -> None:
    goal_id = created(api)
    completed(api, (85, 1))
    assert goal_of(api, goal_id)["currentValue"] == 0
    assert deliver(tracking, [one for one in stored_events("goals") if one.name == "goals.goal_created"]) == []
    assert goal_of(api, goal_id)["currentValue"] == 85


def test_late_data_make_up_for_a_missed_date(api: Api, pipeline: Pipeline) -> None:
    weigh(api, 80)
    body = {"type": "weight", "title": "Lighter", "targetValue": 75, "targetDate": "2026-03-20"}
    goal_id = created(api, body)
    clock.advance(timedelta(days=30))
    weigh(api, 74)
    pipeline.run()
    assert goal_of(api, goal_id)["status"] == "failed"
    assert raised("goals.goal_failed") == ["goals.goal_failed"]
    weigh(api, 75, measuredAt="2026-03-20T18:00:00Z")
    pipeline.run()
    goal = goal_of(api, goal_id)
    assert (goal["status"], goal["achievedOn"]) == ("achieved", "2026-03-20")


def test_the_outcome_of_long_ago_stands(api: Api, pipeline: Pipeline) -> None:
    assert api.user
    goal_id = created(api)
    workout = completed(api, (100, 1))
    pipeline.run()
    clock.advance(timedelta(days=92))
    api.delete(f"/v1/workouts/{workout}")
    pipeline.run()
    assert goal_of(api, goal_id)["status"] == "achieved"
    assert api.put(f"/v1/goals/{goal_id}", {"title": "Then"}).data["status"] == "achieved"
    assert repository.followed(api.user.user_id, clock.now().date()) == []


def test_devices_are_told(api: Api, pipeline: Pipeline, phone: Device) -> None:
    goal_id = created(api)
    completed(api, (85, 1))
    pipeline.run()
    told = [message["data"] for message in phone.received if message["event"] == "sync:progress"]
    assert [one["cause"] for one in told if one.get("id") == goal_id] == ["goal:created", "goal:followed"]
    assert next(one for one in told if one["cause"] == "goal:followed")["goal"]["currentValue"] == 85


def progress_of(api: Api, goal_id: str) -> dict[str, Any]:
    found: list[dict[str, Any]] = api.get("/v1/progress/goals?limit=100").data
    return next(one for one in found if one["goal"]["id"] == goal_id)


def test_pace_and_forecast_say_how_they_were_found(api: Api, pipeline: Pipeline) -> None:
    weigh(api, 80)
    body = {"type": "weight", "title": "Lighter", "targetValue": 75, "targetDate": "2026-04-13"}
    goal_id = created(api, body)
    for _ in range(2):
        clock.advance(timedelta(days=7))
        weigh(api, 80 - (clock.now() - STARTED).days / 7)
    pipeline.run()
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
    pipeline.run()
    assert progress_of(api, goal_id)["forecast"] is None
