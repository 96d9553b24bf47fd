"""Requests of workout sessions."""

from __future__ import annotations

from collections.abc import Callable

from tests.support.accounts import Member
from tests.support.requests.base import Prepare, Request, plain
from tests.support.training import SET, exercise, lift, started

_NEW = {
    "id": "01JD8Z5Q4M9V6T3X2R7C0B1N8K",
    "name": "Push",
    "location": "gym",
    "mood": {"before": "rested", "energy": 7},
    "notes": "Heavy day.",
}


def _line() -> dict[str, object]:
    target = {"weightKg": 62.5, "repsMin": 6, "repsMax": 8, "rpe": 8.5}
    return {"exerciseId": exercise(), "restSeconds": 150, "sets": [{"target": target}] * 3}


def _create(_: Member) -> Request:
    return Request("/v1/workouts", {**_NEW, "exercises": [_line()]})


def _planned(owner: Member) -> Request:
    plan = {"plannedFor": "2026-03-03T17:00:00Z", "exercises": [_line()]}
    answer = owner.api.post("/v1/workouts", plan)
    assert answer.status == 201, answer.body
    return Request(f"/v1/workouts/{answer.data['id']}/start")


def _running(path: str = "", body: Callable[[], object] = lambda: None) -> Prepare:
    """A request to a session in progress in which one set is done."""

    def prepare(owner: Member) -> Request:
        workout_id = started(owner.api)
        lift(owner.api, workout_id)
        return Request(f"/v1/workouts/{workout_id}{path}", body())

    return prepare


def _resume(owner: Member) -> Request:
    workout_id = started(owner.api)
    assert owner.api.post(f"/v1/workouts/{workout_id}/pause").status == 200
    return Request(f"/v1/workouts/{workout_id}/resume")


PREPARE: dict[str, Prepare] = {
    "listWorkouts": plain("/v1/workouts?limit=10"),
    "createWorkout": _create,
    "getWorkout": _running(),
    "updateWorkout": _running(body=lambda: {"notes": "Felt light.", "mood": {"after": "proud"}}),
    "deleteWorkout": _running(),
    "startWorkout": _planned,
    "pauseWorkout": _running("/pause"),
    "resumeWorkout": _resume,
    "completeWorkout": _running("/complete", lambda: {"moodAfter": "proud", "energy": 6}),
    "chooseExercise": _running("/exercise/1", lambda: {"exerciseId": exercise(), "restSeconds": 90}),
    "completeSet": _running("/set/1", lambda: {**SET, "exerciseIndex": 0, "weightKg": 65, "rpe": 8.5, "rir": 1}),
    "startRest": _running("/rest", lambda: {"seconds": 120}),
}
