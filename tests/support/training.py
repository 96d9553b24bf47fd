"""Short ways to sessions over HTTP."""

from __future__ import annotations

import functools
from typing import Any

from fitsync.exercises import catalogue
from fitsync.workouts.kinds import ExerciseKind
from tests.support.api import Answer, Api

SET = {"weightKg": 60, "reps": 8}


@functools.cache
def exercise(kind: ExerciseKind = ExerciseKind.WEIGHT_REPS, number: int = 0) -> str:
    """The id of an exercise of the catalogue that is measured like that."""
    return [one.id for one in catalogue.all_exercises() if one.kind == kind.value][number]


def started(api: Api, *exercise_ids: str, **more: Any) -> str:
    """A session in progress; its id."""
    lines = [{"exerciseId": exercise_id} for exercise_id in exercise_ids or (exercise(),)]
    answer = api.post("/v1/workouts", {"exercises": lines, **more})
    assert answer.status == 201, answer.body
    return str(answer.data["id"])


def lift(api: Api, workout_id: str, index: int = 0, **result: Any) -> Answer:
    """Complete the set at `index` of the first exercise."""
    body = {"exerciseIndex": 0, **(result or SET)}
    answer = api.put(f"/v1/workouts/{workout_id}/set/{index}", body)
    assert answer.status == 200, answer.body
    return answer


def completed(api: Api, *lifts: tuple[float, int], **more: Any) -> str:
    """A completed session with a set for every (weight, repetitions); its id."""
    workout_id = started(api, **more)
    for index, (weight, reps) in enumerate(lifts):
        lift(api, workout_id, index, weightKg=weight, reps=reps)
    answer = api.post(f"/v1/workouts/{workout_id}/complete")
    assert answer.status == 200, answer.body
    return workout_id
