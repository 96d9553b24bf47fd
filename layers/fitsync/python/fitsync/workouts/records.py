"""Personal records: the best a user has done in an exercise, by kind of record.

What is kept per user and exercise is, for each kind, the ranking of the best value of each session, cut off at
`KEPT` sessions. Warm-ups do not count; of equal values the earlier holds the record. The first session with an
exercise is the baseline: it sets records without announcing any.

A ranking that was cut off has lost the sessions below the cut, so every session that leaves it shortens it. It
stays exact as far as it goes; below `LOW_WATER` it has to be rebuilt from the sessions, which takes at least
`KEPT - LOW_WATER + 1` deletions or downward edits of a user's very best sessions, so the cost is spread thin.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import TypeAlias

from pydantic import Field

from fitsync.kit.documents import Document
from fitsync.workouts import formulas
from fitsync.workouts.kinds import ExerciseKind
from fitsync.workouts.session import SetEntry, WorkoutSession

KEPT = 10
LOW_WATER = 3


class RecordKind(StrEnum):
    """What a record is about. Weights in kg, volume in kg times repetitions, pace in seconds per kilometre."""

    MAX_WEIGHT = "max_weight"
    MAX_REPS = "max_reps"
    MAX_VOLUME = "max_volume"
    ESTIMATED_ONE_REP_MAX = "estimated_one_rep_max"
    MAX_DURATION = "max_duration"
    MAX_DISTANCE = "max_distance"
    BEST_PACE = "best_pace"
    LEAST_ASSISTANCE = "least_assistance"

    @property
    def lower_is_better(self) -> bool:
        """Whether the smaller value wins."""
        return self in (RecordKind.BEST_PACE, RecordKind.LEAST_ASSISTANCE)


KINDS: Mapping[ExerciseKind, tuple[RecordKind, ...]] = MappingProxyType(
    {
        ExerciseKind.WEIGHT_REPS: (
            RecordKind.MAX_WEIGHT,
            RecordKind.MAX_REPS,
            RecordKind.MAX_VOLUME,
            RecordKind.ESTIMATED_ONE_REP_MAX,
        ),
        ExerciseKind.BODYWEIGHT_REPS: (RecordKind.MAX_REPS, RecordKind.MAX_WEIGHT),
        ExerciseKind.ASSISTED_BODYWEIGHT: (RecordKind.LEAST_ASSISTANCE, RecordKind.MAX_REPS),
        ExerciseKind.REPS_ONLY: (RecordKind.MAX_REPS,),
        ExerciseKind.DURATION: (RecordKind.MAX_DURATION,),
        ExerciseKind.DISTANCE_DURATION: (
            RecordKind.MAX_DISTANCE,
            RecordKind.MAX_DURATION,
            RecordKind.BEST_PACE,
        ),
        ExerciseKind.WEIGHT_DISTANCE: (RecordKind.MAX_WEIGHT, RecordKind.MAX_DISTANCE),
    }
)


class Best(Document):
    """The best set of one session for one kind of record, with what was done in it.

    For the estimated one-rep maximum `value` is Epley's estimate and `brzycki_kg` Brzycki's.
    """

    value: Decimal
    workout_id: str
    exercise_index: int = 0
    set_index: int = 0
    achieved_at: datetime
    weight_kg: Decimal | None = None
    reps: int | None = None
    brzycki_kg: Decimal | None = None


class Ranking(Document):
    """The best sessions, best first. `complete` says that no session is missing from it."""

    entries: tuple[Best, ...] = ()
    complete: bool = True

    @property
    def thin(self) -> bool:
        """Whether it must be rebuilt from the sessions."""
        return not self.complete and len(self.entries) < LOW_WATER


class ExerciseRecords(Document):
    """All rankings of one user in one exercise."""

    exercise_id: str
    rankings: dict[RecordKind, Ranking] = Field(default_factory=dict)

    @property
    def thin(self) -> bool:
        """Whether any ranking must be rebuilt."""
        return any(ranking.thin for ranking in self.rankings.values())

    def best(self, kind: RecordKind) -> Best | None:
        """The record of `kind`."""
        ranking = self.rankings.get(kind)
        return ranking.entries[0] if ranking and ranking.entries else None


ExerciseBests: TypeAlias = Mapping[RecordKind, Best]
"""The best of one session in one exercise, by kind."""


def values(kind: ExerciseKind, entry: SetEntry) -> dict[RecordKind, Decimal]:
    """What a set is worth for each kind of record; empty for a set that does not count."""
    if not entry.counts:
        return {}
    found = {record: _value(record, entry) for record in KINDS[kind]}
    return {record: value for record, value in found.items() if value is not None}


def _value(record: RecordKind, entry: SetEntry) -> Decimal | None:
    if record is RecordKind.LEAST_ASSISTANCE:
        # Nothing is too little help, so zero is a value here; but somebody has to have moved.
        return entry.weight_kg if entry.reps else None
    value: Decimal | None = None
    weight, reps = entry.weight_kg or Decimal(0), entry.reps or 0
    if record is RecordKind.MAX_WEIGHT:
        value = weight if reps or entry.distance_m else None
    elif record is RecordKind.MAX_REPS:
        value = Decimal(reps)
    elif record is RecordKind.MAX_VOLUME:
        value = weight * reps
    elif record is RecordKind.ESTIMATED_ONE_REP_MAX:
        value = formulas.epley(weight, reps)
    elif record is RecordKind.MAX_DURATION:
        value = Decimal(entry.duration_seconds or 0)
    elif record is RecordKind.MAX_DISTANCE:
        value = entry.distance_m
    elif record is RecordKind.BEST_PACE:
        value = formulas.pace_seconds_per_km(entry.distance_m or Decimal(0), entry.duration_seconds or 0)
    return value or None


def bests(session: WorkoutSession) -> dict[str, dict[RecordKind, Best]]:
    """The best of the session by exercise and kind; nothing for one that does not count."""
    leading: dict[tuple[str, RecordKind], tuple[Decimal, int, int, SetEntry]] = {}
    for exercise_index, set_index, kind, entry in in_order(session):
        exercise_id = session.exercises[exercise_index].exercise_id
        for record, value in values(kind, entry).items():
            held = leading.get((exercise_id, record))
            if held is None or better(record, value, held[0]):
                leading[exercise_id, record] = value, exercise_index, set_index, entry
    found: dict[str, dict[RecordKind, Best]] = {}
    for (exercise_id, record), (value, exercise_index, set_index, entry) in leading.items():
        best = _best(session, exercise_index, set_index, record, value, entry)
        found.setdefault(exercise_id, {})[record] = best
    return found


def in_order(session: WorkoutSession) -> Iterator[tuple[int, int, ExerciseKind, SetEntry]]:
    """The sets that count, in the order in which they were done."""
    if not session.counted:
        return
    counting = [
        (entry.completed_at, exercise_index, set_index, exercise.kind, entry)
        for exercise_index, set_index, exercise, entry in session.done_sets()
        if entry.counts and entry.completed_at is not None
    ]
    for _, exercise_index, set_index, kind, entry in sorted(counting, key=lambda found: found[:3]):
        yield exercise_index, set_index, kind, entry


def _best(
    session: WorkoutSession,
    exercise_index: int,
    set_index: int,
    record: RecordKind,
    value: Decimal,
    entry: SetEntry,
) -> Best:
    assert entry.completed_at is not None
    return Best(
        value=value,
        workout_id=session.id,
        exercise_index=exercise_index,
        set_index=set_index,
        achieved_at=entry.completed_at,
        weight_kg=entry.weight_kg,
        reps=entry.reps,
        brzycki_kg=brzycki(record, entry),
    )


def brzycki(record: RecordKind, entry: SetEntry) -> Decimal | None:
    if record is not RecordKind.ESTIMATED_ONE_REP_MAX or entry.weight_kg is None or entry.reps is None:
        return None
    return formulas.brzycki(entry.weight_kg, entry.reps)


def better(record: RecordKind, value: Decimal, than: Decimal) -> bool:
    return value < than if record.lower_is_better else value > than


def _rank(record: RecordKind, best: Best) -> tuple[Decimal, datetime, str]:
    return best.value if record.lower_is_better else -best.value, best.achieved_at, best.workout_id


def _placed(record: RecordKind, before: Ranking, best: Best) -> Ranking:
    """The ranking with `best` in place of its session's former entry, as far as its place is known.

    Whatever was cut off ranks behind the last entry that was kept, so up to there the place is certain.
    """
    if not before.complete and (not before.entries or _rank(record, best) > _rank(record, before.entries[-1])):
        return _without(before, best.workout_id)
    others = _without(before, best.workout_id).entries
    placed = sorted((*others, best), key=lambda entry: _rank(record, entry))
    return Ranking(entries=tuple(placed[:KEPT]), complete=before.complete and len(placed) <= KEPT)


def _without(ranking: Ranking, workout_id: str) -> Ranking:
    kept = tuple(entry for entry in ranking.entries if entry.workout_id != workout_id)
    return ranking if len(kept) == len(ranking.entries) else ranking.model_copy(update={"entries": kept})


def merge(records: ExerciseRecords, workout_id: str, of_session: ExerciseBests | None) -> ExerciseRecords:
    """The records with a session's bests in place of what it had before; None takes the session out."""
    of_session = of_session or {}
    rankings: dict[RecordKind, Ranking] = {}
    for record in sorted({*records.rankings, *of_session}):
        before, best = records.rankings.get(record, Ranking()), of_session.get(record)
        ranking = _placed(record, before, best) if best else _without(before, workout_id)
        if ranking.entries or not ranking.complete:
            rankings[record] = ranking
    return records.model_copy(update={"rankings": rankings})


def merge_many(records: ExerciseRecords, sessions: Iterable[WorkoutSession]) -> ExerciseRecords:
    """The records with every session merged; neither order nor repetition matters."""
    for session in sessions:
        records = merge(records, session.id, bests(session).get(records.exercise_id))
    return records


def rebuilt(exercise_id: str, sessions: Iterable[WorkoutSession]) -> ExerciseRecords:
    """The records worked out from all of a user's sessions with the exercise."""
    return merge_many(ExerciseRecords(exercise_id=exercise_id), sessions)


def changed(before: WorkoutSession | None, after: WorkoutSession | None) -> dict[str, ExerciseBests | None]:
    """By exercise, the bests that differ between two states of a session (None: it has none any more)."""
    old = bests(before) if before else {}
    new = bests(after) if after else {}
    return {key: new.get(key) for key in sorted({*old, *new}) if old.get(key) != new.get(key)}
