from __future__ import annotations

from decimal import Decimal

import pytest

from fitsync.workouts import lifecycle, sets
from fitsync.workouts.commands import Completion, SetResult, UserFacts
from fitsync.workouts.kinds import ExerciseKind
from fitsync.workouts.metrics import is_hard, measured
from fitsync.workouts.session import Metrics, SetEntry, SetType, WorkoutSession
from tests.unit.workouts.builders import after, lift, plan, session


def finished(it: WorkoutSession, minutes: int = 60) -> Metrics:
    return measured(lifecycle.complete(it, Completion(), after(minutes)), after(minutes)).metrics


def test_a_training_day_adds_up() -> None:
    it = session(plan(ExerciseKind.WEIGHT_REPS, 0), plan(ExerciseKind.BODYWEIGHT_REPS, 1))
    it = lift(it, 40, 10, kind=SetType.WARMUP)
    it = lift(it, 60, 8)
    for reps, rpe in ((10, "7.5"), (8, "9")):
        result = SetResult(set_index=10 - reps >> 1, exercise_index=1, reps=reps, rpe=Decimal(rpe))
        it = sets.perform(it, result, after(20))
    metrics = finished(it)
    assert metrics.total_volume == 60 * 8 + 80 * 18
    assert metrics.average_rpe == Decimal("8.25")
    assert (metrics.set_count, metrics.total_reps) == (4, 26)
    # 5 MET * 3.5 * 80 kg / 200 = 7 kcal a minute for an hour.
    assert metrics.calories == 420
    assert metrics.duration_seconds == 3600


def test_a_run_counts_with_its_own_time() -> None:
    it = session(plan(ExerciseKind.DISTANCE_DURATION))
    result = SetResult(set_index=0, distance_m=Decimal(5000), duration_seconds=1500)
    metrics = finished(sets.perform(it, result, after(30)))
    assert metrics.total_distance_m == 5000
    assert metrics.calories == 175


def test_an_unknown_body_counts_with_seventy_kilos_for_energy_only() -> None:
    it = lift(session(plan(ExerciseKind.BODYWEIGHT_REPS), user=UserFacts()), 10, 5)
    metrics = finished(it)
    assert metrics.total_volume == 50
    # 5 * 3.5 * 70 / 200 * 60 = 367.5, rounded half up.
    assert metrics.calories == 368


def test_an_empty_session_has_no_totals() -> None:
    assert finished(session()) == Metrics(duration_seconds=3600)


@pytest.mark.parametrize(
    ("entry", "hard"),
    [
        ({"reps": 8}, True),
        ({"reps": 8, "rpe": Decimal(7)}, True),
        ({"reps": 8, "rpe": Decimal("6.5")}, False),
        ({"reps": 8, "rir": 3}, True),
        ({"reps": 8, "rir": 4}, False),
        # To failure is to failure, whatever was noted beside it.
        ({"reps": 8, "rir": 5, "type": SetType.FAILURE}, True),
        ({"reps": 8, "type": SetType.WARMUP}, False),
        ({"reps": 0}, False),
        ({"duration_seconds": 60}, False),
        ({"reps": 8, "completed_at": None}, False),
    ],
)
def test_hard_sets_are_those_taken_close_to_failure(entry: dict[str, object], hard: bool) -> None:
    assert is_hard(SetEntry.model_validate({"completed_at": after(5), **entry})) is hard
