"""What others may know of exercises, in brief. Nothing here writes or searches."""

from __future__ import annotations

from collections.abc import Sequence

from fitsync.exercises import catalogue, repository
from fitsync.exercises.errors import ExerciseNotFound
from fitsync.exercises.summary import ExerciseSummary


def find(exercise_id: str, user_id: str) -> ExerciseSummary:
    """The exercise in brief; raises `ExerciseNotFound`, also for what is private to somebody else."""
    return find_many([exercise_id], user_id)[0]


def find_many(exercise_ids: Sequence[str], user_id: str) -> list[ExerciseSummary]:
    """Exercises in brief, in the given order; those of the catalogue cost no request.

    Raises `ExerciseNotFound`, naming those that are not there for this user.
    """
    found = {one: summary for one in exercise_ids if (summary := catalogue.get(one))}
    others = [one for one in exercise_ids if one not in found]
    if others:
        for item in repository.find_all(others):
            if item.status == "approved" or item.creator_id == user_id:
                found[item.exercise_id] = repository.summary_of(item)
    if missing := [one for one in exercise_ids if one not in found]:
        raise ExerciseNotFound(details={"exerciseIds": list(dict.fromkeys(missing))})
    return [found[one] for one in exercise_ids]
