from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from fitsync.workouts import detection, lifecycle, records, sets
from fitsync.workouts.commands import SetResult
from fitsync.workouts.kinds import ExerciseKind
from fitsync.workouts.records import ExerciseRecords, RecordKind
from fitsync.workouts.session import SetType, WorkoutSession
from tests.unit.workouts.builders import START, after, lift, plan, session

LIFT = ExerciseKind.WEIGHT_REPS.value


def settled(it: WorkoutSession, kept: ExerciseRecords) -> tuple[WorkoutSession, ExerciseRecords]:
    """The session told against what is kept, and what is kept with the session merged."""
    best = records.bests(it).get(kept.exercise_id)
    it = it.model_copy(update={"bests_before": {kept.exercise_id: detection.bests_before(kept, it.id, best)}})
    return it, records.merge(kept, it.id, best)


def trained(*lifts: tuple[float, int], number: int = 1, at: datetime = START) -> WorkoutSession:
    it = session(workout_id=f"W{number}", at=at)
    for weight, reps in lifts:
        it = lift(it, weight, reps, at=at + timedelta(minutes=len(it.exercises[0].sets) + 1))
    return it


def baseline(*lifts: tuple[float, int]) -> ExerciseRecords:
    return settled(trained(*lifts), ExerciseRecords(exercise_id=LIFT))[1]


def test_the_first_session_is_a_baseline_and_not_a_record() -> None:
    it, kept = settled(trained((60, 8), (100, 5)), ExerciseRecords(exercise_id=LIFT))
    assert detection.of_session(it) == {}
    best = kept.best(RecordKind.ESTIMATED_ONE_REP_MAX)
    assert best is not None
    assert (best.value, best.brzycki_kg, best.set_index) == (Decimal("116.67"), Decimal("112.50"), 1)


def test_each_set_is_held_against_everything_before_it() -> None:
    kept = baseline((100, 5))
    it, kept = settled(trained((102.5, 5), (100, 6), (102.5, 5), number=2, at=after(9999)), kept)
    found = {index: {record.kind: record for record in fallen} for index, fallen in detection.of_session(it).items()}
    assert found.keys() == {(0, 0), (0, 1)}
    weight = found[0, 0][RecordKind.MAX_WEIGHT]
    assert (weight.value, weight.previous) == (Decimal("102.5"), Decimal(100))
    assert weight.improvement_percent == Decimal("2.5")
    assert found[0, 1][RecordKind.MAX_VOLUME].previous == Decimal("512.5")
    assert found[0, 1].keys() == {RecordKind.MAX_REPS, RecordKind.MAX_VOLUME, RecordKind.ESTIMATED_ONE_REP_MAX}


def test_a_tie_stays_with_the_earlier_session() -> None:
    kept = baseline((100, 5))
    it, kept = settled(trained((100, 5), number=2, at=after(9999)), kept)
    assert detection.of_session(it) == {}
    best = kept.best(RecordKind.MAX_WEIGHT)
    assert best is not None
    assert best.workout_id == "W1"


def test_a_warm_up_is_neither_record_nor_baseline() -> None:
    warm = lift(session(), 200, 1, kind=SetType.WARMUP)
    it, kept = settled(warm, ExerciseRecords(exercise_id=LIFT))
    assert kept.rankings == {}
    it, kept = settled(lift(session(workout_id="W2", at=after(9999)), 100, 1, at=after(10_000)), kept)
    assert detection.of_session(it) == {}


def test_too_many_reps_are_no_estimate() -> None:
    assert baseline((40, 15)).best(RecordKind.ESTIMATED_ONE_REP_MAX) is None


def test_correcting_a_set_takes_its_record_back() -> None:
    kept = baseline((100, 5))
    it, kept = settled(trained((150, 5), number=2, at=after(9999)), kept)
    assert detection.of_session(it)
    it, kept = settled(lift(it, 90, 5, index=0, at=after(10_005)), kept)
    assert detection.of_session(it) == {}
    best = kept.best(RecordKind.MAX_WEIGHT)
    assert best is not None
    assert best.workout_id == "W1"


def test_a_cancelled_session_counts_for_nothing() -> None:
    before = trained((100, 5))
    cancelled = lifecycle.cancel(before, after(30))
    assert records.changed(before, cancelled) == {LIFT: None}


def test_an_old_session_is_held_against_its_own_day() -> None:
    kept = baseline((80, 5))
    _, kept = settled(trained((120, 5), number=2, at=START + timedelta(days=60)), kept)
    it, kept = settled(trained((100, 5), number=3, at=START + timedelta(days=30)), kept)
    fallen = {record.kind: record for record in detection.of_session(it)[0, 0]}
    assert fallen[RecordKind.MAX_WEIGHT].previous == 80
    best = kept.best(RecordKind.MAX_WEIGHT)
    assert best is not None
    assert best.workout_id == "W2"


def test_an_exercise_done_twice_in_a_session_has_one_best() -> None:
    it = session(plan(ExerciseKind.WEIGHT_REPS, 0), plan(ExerciseKind.WEIGHT_REPS, 1))
    it = lift(lift(it, 100, 5, exercise=0, at=after(1)), 110, 5, exercise=1, at=after(2))
    best = records.bests(it)[LIFT][RecordKind.MAX_WEIGHT]
    assert (best.value, best.exercise_index) == (Decimal(110), 1)


@pytest.mark.parametrize(
    ("kind", "worse", "better", "record", "percent"),
    [
        ("bodyweight_reps", {"reps": 10}, {"reps": 12}, "max_reps", "20"),
        ("bodyweight_reps", {"reps": 5, "weight_kg": 10}, {"reps": 5, "weight_kg": 15}, "max_weight", "50"),
        ("assisted_bodyweight", {"reps": 8, "weight_kg": 40}, {"reps": 8, "weight_kg": 30}, "least_assistance", "25"),
        ("assisted_bodyweight", {"reps": 8, "weight_kg": 5}, {"reps": 8, "weight_kg": 0}, "least_assistance", "100"),
        ("reps_only", {"reps": 20}, {"reps": 25}, "max_reps", "25"),
        ("duration", {"duration_seconds": 60}, {"duration_seconds": 90}, "max_duration", "50"),
        (
            "weight_distance",
            {"weight_kg": 20, "distance_m": 40},
            {"weight_kg": 20, "distance_m": 50},
            "max_distance",
            "25",
        ),
        (
            "distance_duration",
            {"distance_m": 5000, "duration_seconds": 1500},
            {"distance_m": 5000, "duration_seconds": 1350},
            "best_pace",
            "10",
        ),
    ],
)
def test_records_of_every_kind(
    kind: str, worse: dict[str, int], better: dict[str, int], record: str, percent: str
) -> None:
    kept, it = ExerciseRecords(exercise_id=kind), session()
    for number, measures in enumerate((worse, better)):
        at = START + timedelta(days=number)
        it = session(plan(ExerciseKind(kind)), workout_id=f"W{number}", at=at)
        it = sets.perform(it, SetResult.model_validate({"set_index": 0, **measures}), at)
        it, kept = settled(it, kept)
    [fallen] = detection.of_session(it)[0, 0]
    assert (fallen.kind.value, fallen.improvement_percent) == (record, Decimal(percent))
