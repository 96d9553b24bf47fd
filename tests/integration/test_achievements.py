"""Achievements over HTTP, and how they follow the data."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any

import pytest

from fitsync.achievements.service import RULES
from fitsync.kit import clock
from functions.achievement_awards.handler import EVENTS
from functions.achievement_awards.handler import handler as awards
from infra import platform
from tests.support.api import Api, principal
from tests.support.bus import deliver, stored_events
from tests.support.devices import Device
from tests.support.pipeline import Pipeline
from tests.support.requests.exercises import built_in
from tests.support.training import completed, lift, started

pytestmark = pytest.mark.usefixtures("stopped_clock")

PATH = "/v1/users/achievements"


def keys(api: Api) -> set[str]:
    return {one["key"] for one in api.get(PATH).data["unlocked"]}


def ahead(api: Api, family: str) -> dict[str, Any]:
    found: list[dict[str, Any]] = api.get(PATH).data["next"]
    return next(one for one in found if one["family"] == family)


def test_the_awards_subscribe_to_exactly_the_events_that_they_know() -> None:
    consumer = platform.function("achievement_awards")
    assert isinstance(consumer, platform.Consumer)
    assert set(consumer.events) == set(EVENTS)


def test_a_new_user_has_everything_ahead(api: Api) -> None:
    answer = api.get(PATH)
    assert (answer.data["unlockedCount"], answer.data["unlocked"], answer.data["total"]) == (0, [], len(RULES))
    assert answer.etag == '"0"'
    assert {one["tier"] for one in answer.data["next"]} == {1}
    assert {one["percent"] for one in answer.data["next"]} == {0}
    assert len({one["family"] for one in answer.data["next"]}) == len(answer.data["next"])


def test_a_workout_earns_and_a_deleted_one_takes_back(api: Api, pipeline: Pipeline) -> None:
    bench = started(api, built_in())
    lift(api, bench, weightKg=102.5, reps=1)
    api.post(f"/v1/workouts/{bench}/complete")
    pipeline.run()
    assert {"workouts_1", "bench_press_1", "bench_press_2", "early_1"} <= keys(api)
    assert ahead(api, "bench_press")["threshold"] == 140
    assert (ahead(api, "bench_press")["value"], ahead(api, "bench_press")["percent"]) == (102.5, 73.2)
    names = [event.data["key"] for event in stored_events("achievements") if event.name.endswith("_unlocked")]
    assert len(names) == len(set(names))

    api.delete(f"/v1/workouts/{bench}")
    pipeline.run()
    assert keys(api) == set()
    assert {event.name for event in stored_events("achievements")} == {"achievements.achievement_revoked"}


def test_a_lift_that_is_given_up_counts_no_longer(api: Api, pipeline: Pipeline) -> None:
    bench = started(api, built_in())
    lift(api, bench, weightKg=102.5, reps=1)
    api.post("/v1/progress/body", {"weight": 80})
    pipeline.run()
    assert keys(api) == {"measured_1", "bench_press_1", "bench_press_2"}
    assert api.put(f"/v1/workouts/{bench}", {"status": "cancelled"}).status == 200
    pipeline.run()
    assert keys(api) == {"measured_1"}


def test_one_keeps_the_time_it_was_awarded_at(api: Api, pipeline: Pipeline) -> None:
    completed(api, (60, 5))
    pipeline.run()
    first = api.get(PATH).data["unlocked"]
    clock.advance(timedelta(days=1))
    completed(api, (60, 5))
    pipeline.run()
    assert {one["key"]: one["unlockedAt"] for one in first}.items() <= {
        one["key"]: one["unlockedAt"] for one in api.get(PATH).data["unlocked"]
    }.items()


def test_goals_and_measurements_count(api: Api, pipeline: Pipeline) -> None:
    entry = api.post("/v1/progress/body", {"weight": 80}).data["id"]
    goal = api.post("/v1/goals", {"type": "weight", "title": "Lighter", "targetValue": 79}).data["id"]
    pipeline.run()
    assert keys(api) == {"measured_1"}
    api.post("/v1/progress/body", {"weight": 78})
    pipeline.run()
    assert keys(api) == {"measured_1", "goals_1"}
    assert api.get(PATH).data["goalStreak"] == 1
    api.delete(f"/v1/goals/{goal}")
    api.delete(f"/v1/progress/body/{entry}")
    pipeline.run()
    assert keys(api) == {"measured_1"}


def test_any_order_and_number_of_signals_end_the_same(api: Api, pipeline: Pipeline) -> None:
    for days in (1, 1, 2, 7):
        completed(api, (60, 5))
        clock.advance(timedelta(days=days))
    gone = completed(api, (60, 5))
    api.delete(f"/v1/workouts/{gone}")
    pipeline.run()
    expected = api.get(PATH).data
    heard = [event for event in stored_events("analytics", "goals", "progress") if event.name in EVENTS] * 3
    random.Random(7).shuffle(heard)
    assert deliver(awards, heard) == []
    assert api.get(PATH).data == expected
    assert ahead(api, "workouts")["value"] == 4


def test_devices_are_told(api: Api, pipeline: Pipeline, phone: Device) -> None:
    completed(api, (60, 5))
    pipeline.run()
    told = [message["data"] for message in phone.received if message["data"].get("cause") == "achievements:unlocked"]
    assert {one["key"] for message in told for one in message["achievements"]} == keys(api)


def test_everybody_has_their_own(api: Api, pipeline: Pipeline) -> None:
    completed(api, (60, 5))
    pipeline.run()
    assert keys(api.as_user(principal())) == set()
