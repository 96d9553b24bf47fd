"""What happens to custom exercises."""

from typing import ClassVar

from fitsync.exercises.models import CustomExercise
from fitsync.kit.events import DomainEvent


class CustomExerciseCreated(DomainEvent):
    name: ClassVar[str] = "exercises.custom_exercise_created"

    exercise_id: str
    exercise: CustomExercise


class CustomExerciseUpdated(DomainEvent):
    name: ClassVar[str] = "exercises.custom_exercise_updated"

    exercise_id: str
    exercise: CustomExercise


class CustomExerciseReviewed(DomainEvent):
    """An administrator made an exercise everybody's, or took it back."""

    name: ClassVar[str] = "exercises.custom_exercise_reviewed"

    exercise_id: str
    approved: bool


class CustomExerciseDeleted(DomainEvent):
    name: ClassVar[str] = "exercises.custom_exercise_deleted"

    exercise_id: str


class ExerciseRated(DomainEvent):
    """`stars` from 1 to 5; `before` is the user's rating until now, None for the first one."""

    name: ClassVar[str] = "exercises.exercise_rated"

    exercise_id: str
    stars: int
    before: int | None = None
