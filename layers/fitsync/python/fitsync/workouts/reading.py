"""What others may know of sessions and records. Nothing here writes."""

from __future__ import annotations

from collections.abc import Sequence

from fitsync.kit.store import Item, Ref
from fitsync.workouts import repository
from fitsync.workouts.counted import Counted, counted_between, training_span
from fitsync.workouts.errors import WorkoutNotFound
from fitsync.workouts.models import RecordsItem, WorkoutItem
from fitsync.workouts.records import ExerciseRecords
from fitsync.workouts.session import WorkoutSession

__all__ = [
    "Counted",
    "ExerciseRecords",
    "counted_between",
    "get",
    "records_among",
    "records_of",
    "records_refs",
    "training_span",
]


def get(user_id: str, workout_id: str) -> WorkoutSession:
    """The user's session; raises `WorkoutNotFound`."""
    return found(user_id, workout_id)[1]


def found(user_id: str, workout_id: str) -> tuple[WorkoutItem, WorkoutSession]:
    """The user's session with its item; raises `WorkoutNotFound`."""
    item = repository.find(user_id, workout_id)
    if item is None or item.deleted:
        raise WorkoutNotFound()
    return item, repository.session_of(item)


def records_of(user_id: str, exercise_ids: Sequence[str]) -> list[ExerciseRecords]:
    """The user's records in some exercises, in that order, empty ones included."""
    kept = repository.find_records(user_id, list(dict.fromkeys(exercise_ids)))
    return [kept[exercise_id].records for exercise_id in exercise_ids]


def records_refs(user_id: str, exercise_ids: Sequence[str]) -> list[Ref]:
    """Where the user's records in some exercises are, for who reads them along with something else."""
    pk = repository.user_key(user_id)
    return [(RecordsItem, pk, repository.RECORD + exercise_id) for exercise_id in exercise_ids]


def records_among(items: Sequence[Item | None], exercise_ids: Sequence[str]) -> list[ExerciseRecords]:
    """The records in what was read there, empty ones included."""
    return [
        item.records if isinstance(item, RecordsItem) else ExerciseRecords(exercise_id=exercise_id)
        for item, exercise_id in zip(items, exercise_ids, strict=True)
    ]
