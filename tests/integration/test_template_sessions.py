"""Training from a template: today's targets, why they are what they are, and the plan ahead."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from fitsync.exercises import catalogue as exercises
from fitsync.kit import clock
from fitsync.templates import catalogue
from functions.template_stats.handler import EVENTS
from functions.template_stats.handler import handler as template_stats
from infra import platform
from tests.support.api import Answer, Api, principal
from tests.support.bus import deliver, stored_events
from tests.support.requests.templates import body, created, published

pytestmark = pytest.mark.usefixtures("stopped_clock")

TIMES = "\N{MULTIPLICATION SIGN}"
BENCH = next(one.id for one in exercises.all_exercises() if one.slug == "barbell-bench-press")


def bench(**changes: Any) -> dict[str, Any]:
    """The body of a template with bench presses."""
    sent = body(**changes)
    for day in sent["weeklyPlan"]["weeks"][0]["days"].values():
        day["exercises"][0]["exerciseId"] = BENCH
    return sent


def template(api: Api, **changes: Any) -> str:
    answer = api.post("/v1/templates", bench(**changes))
    assert answer.status == 201, answer.body
    return str(answer.data["id"])


def start(api: Api, template_id: str, **more: Any) -> Answer:
    return api.post("/v1/workouts", {"templateId": template_id, **more})


def train(api: Api, template_id: str, *reps: int, load: float | None = None) -> str:
    """A whole session of a template's next day, as planned unless repetitions are given; its id."""
    workout = start(api, template_id).data
    for at, exercise in enumerate(workout["exercises"]):
        for index, one in enumerate(exercise["sets"]):
            target = one["target"]
            did = reps[index] if reps else target["repsMax"] or target["repsMin"]
            sent = {"exerciseIndex": at, "weightKg": load or target["weightKg"], "reps": did}
            answer = api.put(f"/v1/workouts/{workout['id']}/set/{index}", sent)
            assert answer.status == 200, answer.body
    assert api.post(f"/v1/workouts/{workout['id']}/complete").status == 200
    clock.advance(timedelta(days=1))
    return str(workout["id"])


def loads(workout: dict[str, Any]) -> list[float]:
    return [one["target"]["weightKg"] for exercise in workout["exercises"] for one in exercise["sets"]]


def test_a_session_gets_todays_targets_and_says_why(api: Api) -> None:
    template_id = template(api)
    first = start(api, template_id)
    assert first.status == 201
    assert (first.data["name"], first.data["status"]) == ("A", "in_progress")
    assert first.data["template"] == {
        "id": template_id,
        "name": "Two days",
        "version": 1,
        "week": 1,
        "weekday": "monday",
    }
    [exercise] = first.data["exercises"]
    assert exercise["plan"] == {
        "reason": "The first time: 60 kg, as the plan says.",
        "plates": [{"loadKg": 60, "barKg": 20, "plates": [{"weightKg": 20, "perSide": 1}]}],
    }
    assert (exercise["restSeconds"], loads(first.data)) == (120, [60, 60, 60])
    api.delete(f"/v1/workouts/{first.data['id']}")

    train(api, template_id)
    second = start(api, template_id).data
    assert (second["template"]["weekday"], loads(second)) == ("thursday", [62.5] * 3)
    assert second["exercises"][0]["plan"]["reason"] == f"Last time 3{TIMES}8 at 60 kg, all met: 62.5 kg."


def test_misses_are_counted_from_session_to_session(api: Api) -> None:
    template_id = template(api)
    for _ in range(3):
        train(api, template_id, 8, 8, 5)
    today = start(api, template_id).data
    assert loads(today) == [52.5] * 3
    assert "target missed (3 of 3), 10 % less" in today["exercises"][0]["plan"]["reason"]


def test_a_correction_and_a_deletion_change_what_comes_next(api: Api) -> None:
    template_id = template(api)
    first, second = train(api, template_id), train(api, template_id)
    assert loads(start(api, template_id).data) == [65] * 3
    corrected = api.put(f"/v1/workouts/{second}/set/2", {"exerciseIndex": 0, "weightKg": 62.5, "reps": 3})
    assert corrected.status == 200
    assert loads(start(api, template_id).data) == [62.5] * 3
    api.delete(f"/v1/workouts/{second}")
    assert start(api, template_id).data["template"]["weekday"] == "thursday"
    api.delete(f"/v1/workouts/{first}")
    assert loads(start(api, template_id).data) == [60] * 3


def test_loads_fit_the_users_equipment_and_percentages_their_records(api: Api) -> None:
    api.put("/v1/users/preferences", {"equipment": {"plates": [{"weight": 10}]}})
    template_id = template(api)
    train(api, template_id)
    today = start(api, template_id).data["exercises"][0]
    assert today["sets"][0]["target"]["weightKg"] == 60
    assert "62.5 kg, rounded to what you can load" in today["plan"]["reason"]

    sent = bench()
    for day in sent["weeklyPlan"]["weeks"][0]["days"].values():
        day["exercises"][0]["sets"][0]["weight"] = {"type": "percentage", "value": 75}
        day["exercises"][0] |= {"basePercent": 90, "progression": None}
    percentages = api.post("/v1/templates", sent).data["id"]
    # Eight repetitions with 60 kg are a one-rep maximum of 60 x (1 + 8/30) = 76 kg; 75 % of 90 % of it
    # is 51.3 kg, and with a bar of 20 kg and plates of 10 kg that is nearer to 60 kg than to 40 kg.
    assert loads(start(api, percentages).data) == [60] * 3


def test_a_started_session_keeps_its_snapshot(api: Api) -> None:
    template_id = template(api)
    workout = start(api, template_id).data
    changed = bench(name="Changed")
    changed["weeklyPlan"]["weeks"][0]["days"]["monday"]["exercises"][0]["sets"][0]["count"] = 5
    assert api.put(f"/v1/templates/{template_id}", changed).status == 200
    kept = api.get(f"/v1/workouts/{workout['id']}").data
    assert (kept["exercises"], kept["template"]) == (workout["exercises"], workout["template"])
    assert start(api, template_id).data["template"]["version"] == 2
    api.delete(f"/v1/templates/{template_id}")
    again = start(api, template_id, id=workout["id"])
    assert (again.status, again.data["id"]) == (200, workout["id"])
    assert start(api, template_id).code == "TEMPLATE_NOT_FOUND"


def test_a_programme_can_be_trained_from_and_its_use_is_counted(api: Api) -> None:
    programme = catalogue.all_programmes()[0]
    first = start(api, programme.id).data
    assert len(first["exercises"]) == 3
    assert first["exercises"][0]["plan"]["reason"].startswith("The first time: choose a load")
    api.post(f"/v1/workouts/{first['id']}/complete")
    start(api, programme.id)
    wanted = [event for event in stored_events("workouts") if event.name in EVENTS]
    for events in (wanted, wanted[::-1]):
        assert deliver(template_stats, events) == []
    # The start of the first session is no longer on its item, and its completion is.
    stats = api.get(f"/v1/templates/{programme.id}").data["stats"]
    assert (stats["usageCount"], stats["completionRate"]) == (1, 100)
    assert api.get("/v1/templates/public?sort=use&limit=1").data[0]["id"] == programme.id


def test_the_consumer_listens_to_what_it_counts() -> None:
    declared = next(one for one in platform.CONSUMERS if one.name == "template_stats").events
    assert set(declared) == set(EVENTS)


def test_a_chosen_day_and_one_without_training(api: Api) -> None:
    template_id = template(api)
    chosen = start(api, template_id, week=3, day="thursday", plannedFor="2026-03-19T17:00:00Z", name="Mine").data
    assert (chosen["status"], chosen["name"], chosen["template"]["week"]) == ("planned", "Mine", 3)
    refused = start(api, template_id, week=3, day="friday")
    assert (refused.status, refused.code) == (422, "NOT_A_TRAINING_DAY")


@pytest.mark.parametrize(
    "more", [{"week": 1}, {"day": "monday"}, {"exercises": [{"exerciseId": BENCH}]}, {"week": 0, "day": "monday"}]
)
def test_halves_of_a_choice_are_refused(api: Api, more: dict[str, Any]) -> None:
    assert start(api, template(api), **more).status == 422


def test_somebody_elses_private_template_cannot_be_trained_from(api: Api) -> None:
    other = Api(principal())
    private = created(other)
    for answer in (
        start(api, private),
        api.get(f"/v1/templates/{private}/preview"),
        api.get(f"/v1/templates/{private}/plan"),
        api.put(f"/v1/templates/{private}/plan", {}),
        api.delete(f"/v1/templates/{private}/plan"),
    ):
        assert (answer.status, answer.code) == (404, "TEMPLATE_NOT_FOUND")
    assert start(api, published()).status == 201


def test_the_preview_goes_on_from_the_last_session(api: Api) -> None:
    template_id = template(api)
    train(api, template_id)
    ahead = api.get(f"/v1/templates/{template_id}/preview?weeks=3")
    assert ahead.status == 200
    days = ahead.data["days"]
    assert [(day["week"], day["weekday"]) for day in days[:3]] == [(1, "monday"), (1, "thursday"), (2, "monday")]
    assert [day["exercises"][0]["sets"][0]["weightKg"] for day in days] == [62.5, 65, 67.5, 70, 72.5, 75]
    assert days[0]["exercises"][0]["name"] == "Barbell Bench Press"


def test_a_missed_day_waits_or_is_left_out(api: Api) -> None:
    template_id = template(api)
    path = f"/v1/templates/{template_id}/plan"
    assert api.get(path).data["isFollowed"] is False
    followed = api.put(path, {}).data
    assert (followed["startedOn"], followed["missedDays"]) == ("2026-03-02", "wait")
    assert (followed["next"]["weekday"], followed["next"]["date"]) == ("monday", "2026-03-02")
    train(api, template_id)
    clock.advance(timedelta(days=7))
    assert api.get(path).data["next"] == {"week": 1, "weekday": "thursday", "name": "B", "date": "2026-03-05"}
    moved = api.put(path, {"missedDays": "move_on"}).data
    assert (moved["next"]["week"], moved["next"]["weekday"], moved["next"]["date"]) == (2, "thursday", "2026-03-12")
    assert moved["startedOn"] == "2026-03-02"
    assert start(api, template_id).data["template"]["week"] == 2
    assert [api.delete(path).status, api.delete(path).status] == [204, 204]
    assert api.get(path).data["next"]["week"] == 1


def test_another_exercise_in_its_place_leaves_no_trace_in_the_plan(api: Api) -> None:
    template_id = template(api)
    workout = start(api, template_id).data
    other = next(one.id for one in exercises.all_exercises() if one.slug == "dumbbell-bench-press")
    swapped = api.put(f"/v1/workouts/{workout['id']}/exercise/0", {"exerciseId": other}).data
    assert swapped["exercises"][0]["plan"] is None
    api.put(f"/v1/workouts/{workout['id']}/set/0", {"exerciseIndex": 0, "weightKg": 200, "reps": 8})
    api.post(f"/v1/workouts/{workout['id']}/complete")
    assert loads(start(api, template_id).data) == [60] * 3
