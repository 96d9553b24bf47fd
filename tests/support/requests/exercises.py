"""Requests of the area exercises."""

from __future__ import annotations

from fitsync.exercises import catalogue
from fitsync.kit import clock
from tests.support.accounts import Member
from tests.support.api import Answer, Api
from tests.support.requests.base import Prepare, Request, plain

CUSTOM = {
    "name": "Kitchen Counter Press",
    "kind": "bodyweight_reps",
    "difficulty": "beginner",
    "exerciseType": "strength",
    "movementPattern": "push",
    "equipment": ["bodyweight"],
    "primaryMuscleGroups": ["chest"],
    "secondaryMuscleGroups": ["triceps"],
    "unilateral": False,
    "tags": ["home"],
    "description": "A push-up against the counter.",
    "instructions": ["Put the hands on the counter.", "Lower the chest to it.", "Push back."],
    "safety": {"warnings": ["The counter must not move."], "commonMistakes": ["Hips sagging"], "tips": ["Breathe."]},
}


def built_in(slug: str = "barbell-bench-press") -> str:
    """The id of an exercise of the catalogue."""
    return next(one.id for one in catalogue.all_exercises() if one.slug == slug)


def create(api: Api, **more: object) -> Answer:
    """Make a custom exercise."""
    return api.post("/v1/exercises", {**CUSTOM, **more})


def names(answer: Answer) -> list[str]:
    """The names of the exercises in a list."""
    assert answer.status == 200, answer.body
    return [one["name"] for one in answer.data]


def _created(owner: Member) -> str:
    """A custom exercise of the owner's; its id."""
    answer = create(owner.api, id=clock.new_id())
    assert answer.status == 201, answer.body
    return str(answer.data["id"])


def _create(_: Member) -> Request:
    return Request("/v1/exercises", {"id": clock.new_id(), **CUSTOM})


def _on(action: str = "", body: object = None) -> Prepare:
    """A request about a custom exercise of the owner's."""
    return lambda owner: Request(f"/v1/exercises/{_created(owner)}{action}", body)


PREPARE: dict[str, Prepare] = {
    "listExercises": plain("/v1/exercises?muscle=chest&equipment=dumbbell&difficulty=beginner&limit=5"),
    "searchExercises": plain("/v1/exercises/search?query=benhc%20pres"),
    "popularExercises": plain("/v1/exercises/popular?limit=10"),
    "exercisesForMuscle": plain("/v1/exercises/muscle/back"),
    "exercisesWithEquipment": plain("/v1/exercises/equipment/kettlebell"),
    "createExercise": _create,
    "getExercise": _on(),
    "updateExercise": _on(body={"name": "Table Press", "tags": ["travel"]}),
    "deleteExercise": _on(),
    "rateExercise": _on("/rate", {"rating": 4}),
}
