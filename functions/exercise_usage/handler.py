"""Counts the exercises of completed workouts, so that the most used ones can be listed."""

from fitsync.exercises import service
from fitsync.kit.consumer import consumer
from fitsync.kit.documents import Document
from fitsync.kit.events import EventEnvelope


class _Exercise(Document):
    exercise_id: str


class _Completed(Document):
    """What is read of `workouts.workout_completed`: the rest of the event may change without this function."""

    workout_id: str
    exercises: tuple[_Exercise, ...] = ()


def handle(event: EventEnvelope) -> None:
    """Count each exercise of the workout once."""
    completed = _Completed.model_validate(event.data)
    service.count_uses(completed.workout_id, (exercise.exercise_id for exercise in completed.exercises))


handler = consumer(handle)
