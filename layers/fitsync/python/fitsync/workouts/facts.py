"""What a session takes over when it is made or changed, so that what changes elsewhere changes no history."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal

from fitsync.exercises import reading as exercises
from fitsync.users import reading as users
from fitsync.workouts.commands import UserFacts
from fitsync.workouts.kinds import ExerciseKind
from fitsync.workouts.session import ExerciseFacts


def user_facts(user_id: str) -> UserFacts:
    """What a session takes from its user as of now."""
    facts = users.training_facts(user_id)
    return UserFacts(facts.zone.key, facts.weight_kg, facts.default_rest_seconds)


def exercise_facts(user_id: str, exercise_ids: Collection[str]) -> dict[str, ExerciseFacts]:
    """What a session keeps of some exercises; raises `ExerciseNotFound`."""
    if not exercise_ids:
        return {}
    found = exercises.find_many(sorted(exercise_ids), user_id)
    return {
        exercise.id: ExerciseFacts(
            exercise_id=exercise.id,
            name=exercise.name,
            kind=ExerciseKind(exercise.kind),
            met=Decimal(str(exercise.met)),
            primary_muscles=tuple(exercise.primary_muscles),
            secondary_muscles=tuple(exercise.secondary_muscles),
        )
        for exercise in found
    }
