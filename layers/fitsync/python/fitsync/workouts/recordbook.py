"""A user's records, alone or read along with something else."""

from __future__ import annotations

from collections.abc import Sequence

from fitsync.kit.store import Item, Ref
from fitsync.workouts import repository
from fitsync.workouts.models import RecordsItem
from fitsync.workouts.records import ExerciseRecords


def records_of(user_id: str, exercise_ids: Sequence[str]) -> list[ExerciseRecords]:
    """The user's records in some exercises, in that order, empty ones included."""
    found = repository.find_records(user_id, list(dict.fromkeys(exercise_ids)))
    return [found[exercise_id].records for exercise_id in exercise_ids]


def records_refs(user_id: str, exercise_ids: Sequence[str]) -> list[Ref]:
    """Where the user's records in some exercises are, for who reads them along with something else."""
    pk = repository.user_key(user_id)
    return [(RecordsItem, pk, repository.RECORD + exercise_id) for exercise_id in exercise_ids]


def records_among(found: Sequence[Item | None], exercise_ids: Sequence[str]) -> list[ExerciseRecords]:
    """The records in what was found there, empty ones included."""
    return [
        item.records if isinstance(item, RecordsItem) else ExerciseRecords(exercise_id=exercise_id)
        for item, exercise_id in zip(found, exercise_ids, strict=True)
    ]
