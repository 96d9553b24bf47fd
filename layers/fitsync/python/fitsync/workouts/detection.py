"""Telling which records fell in a session: each set is held against everything that was done before it."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from fitsync.kit.documents import Document
from fitsync.workouts import formulas
from fitsync.workouts.kinds import ExerciseKind
from fitsync.workouts.records import (
    ExerciseBests,
    ExerciseRecords,
    RecordKind,
    better,
    brzycki,
    in_order,
    values,
)
from fitsync.workouts.session import SetEntry, WorkoutSession


class PersonalRecord(Document):
    """A record that fell: what it is now, what it was, and by how many percent it is better."""

    kind: RecordKind
    value: Decimal
    previous: Decimal
    improvement_percent: Decimal | None
    brzycki_kg: Decimal | None = None


def bests_before(records: ExerciseRecords, workout_id: str, of_session: ExerciseBests | None) -> dict[str, Decimal]:
    """By kind, the best of other sessions up to the last of this one's bests.

    Later sessions do not matter: an old session that is edited or imported broke the records of its own day.
    """
    if not of_session:
        return {}
    last = max(best.achieved_at for best in of_session.values())
    found: dict[str, Decimal] = {}
    for record, ranking in records.rankings.items():
        for entry in ranking.entries:
            if entry.workout_id != workout_id and entry.achieved_at <= last:
                found[record.value] = entry.value
                break
    return found


def of_session(session: WorkoutSession) -> dict[tuple[int, int], tuple[PersonalRecord, ...]]:
    """Every record that fell in the session, by exercise and set index.

    A set is held against `bests_before` and the sets done before it. A kind without a best in an earlier session
    has no record to break.
    """
    standing = {exercise_id: dict(best) for exercise_id, best in session.bests_before.items()}
    found: dict[tuple[int, int], tuple[PersonalRecord, ...]] = {}
    for exercise_index, set_index, kind, entry in in_order(session):
        held = standing.get(session.exercises[exercise_index].exercise_id, {})
        fallen = tuple(_fallen(held, kind, entry))
        if fallen:
            found[exercise_index, set_index] = fallen
            held.update({record.kind.value: record.value for record in fallen})
    return found


def _fallen(held: Mapping[str, Decimal], kind: ExerciseKind, entry: SetEntry) -> Iterator[PersonalRecord]:
    for record, value in values(kind, entry).items():
        previous = held.get(record.value)
        if previous is not None and better(record, value, previous):
            yield PersonalRecord(
                kind=record,
                value=value,
                previous=previous,
                improvement_percent=formulas.improvement_percent(value, previous),
                brzycki_kg=brzycki(record, entry),
            )


def against(record: PersonalRecord, previous: Decimal) -> PersonalRecord:
    """The same record held against another previous value."""
    improved = formulas.improvement_percent(record.value, previous)
    return record.model_copy(update={"previous": previous, "improvement_percent": improved})
