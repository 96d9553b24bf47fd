from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from fitsync.kit.errors import ValidationFailed
from fitsync.workouts import lifecycle, sets
from fitsync.workouts.commands import Completion, SetResult
from fitsync.workouts.errors import (
    ExerciseIndexOutOfRange,
    InvalidTime,
    MeasureMissing,
    MeasureNotForKind,
    SetIndexOutOfRange,
    TooManySets,
)
from fitsync.workouts.kinds import RULES, ExerciseKind
from fitsync.workouts.limits import MAX_SETS
from fitsync.workouts.session import SetType
from tests.unit.workouts.builders import START, after, lift, plan, planned, session

MEASURES = {"weight_kg": Decimal(20), "reps": 8, "duration_seconds": 60, "distance_m": Decimal(400)}
SMALLEST = {kind: sorted(rule.required) + sorted(rule.one_of)[:1] for kind, rule in RULES.items()}


def result(kind: ExerciseKind, *, without: str = "", extra: str = "") -> SetResult:
    names = [name for name in SMALLEST[kind] if name != without] + ([extra] if extra else [])
    return SetResult.model_validate({"set_index": 0, **{name: MEASURES[name] for name in names}})


@pytest.mark.parametrize("kind", ExerciseKind)
def test_a_set_takes_what_its_kind_is_measured_by(kind: ExerciseKind) -> None:
    it = sets.perform(session(plan(kind)), result(kind), after(1))
    assert it.exercises[0].sets[0].done


@pytest.mark.parametrize(
    ("kind", "extra"),
    [(kind, name) for kind in ExerciseKind for name in MEASURES if name not in RULES[kind].allowed],
)
def test_a_measure_of_another_kind_is_refused_by_name(kind: ExerciseKind, extra: str) -> None:
    with pytest.raises(MeasureNotForKind) as refused:
        sets.perform(session(plan(kind)), result(kind, extra=extra), after(1))
    camel = {"weight_kg": "weightKg", "duration_seconds": "durationSeconds", "distance_m": "distanceM"}
    assert field_of(refused.value) == f"body.{camel.get(extra, extra)}"


@pytest.mark.parametrize("kind", ExerciseKind)
def test_a_missing_measure_is_named(kind: ExerciseKind) -> None:
    with pytest.raises(MeasureMissing):
        sets.perform(session(plan(kind)), result(kind, without=SMALLEST[kind][0]), after(1))


def field_of(error: ValidationFailed) -> object:
    assert error.details is not None
    fields = error.details["fields"]
    assert isinstance(fields, list)
    return fields[0]["field"]


def test_the_next_set_is_appended_and_a_gap_refused() -> None:
    it = lift(lift(session(), 60, 8), 60, 7)
    assert [entry.reps for entry in it.exercises[0].sets] == [8, 7]
    with pytest.raises(SetIndexOutOfRange):
        lift(it, 60, 6, index=3)
    with pytest.raises(ExerciseIndexOutOfRange):
        sets.perform(it, SetResult(set_index=0, exercise_index=1, reps=1, weight_kg=Decimal(1)), after(1))


def test_a_planned_set_keeps_its_target_and_type() -> None:
    warmup = planned(1)[0].model_copy(update={"type": SetType.WARMUP})
    it = lift(session(plan(ExerciseKind.WEIGHT_REPS, sets=(warmup, *planned(1)))), 62.5, 8)
    assert it.exercises[0].sets == (warmup, *planned(1), it.exercises[0].sets[2])
    it = lift(it, 40, 10, index=0)
    entry = it.exercises[0].sets[0]
    assert (entry.type, entry.target, entry.reps) == (SetType.WARMUP, warmup.target, 10)


def test_the_same_set_again_changes_nothing_and_another_result_edits() -> None:
    once = lift(session(), 60, 8, at=after(1))
    assert lift(once, 60, 8, index=0, at=after(9)) is once
    edited = lift(once, 65, 8, index=0, at=after(9))
    entry = edited.exercises[0].sets[0]
    assert (entry.weight_kg, entry.completed_at) == (Decimal(65), after(1))


def test_a_completed_session_takes_corrections_at_its_end() -> None:
    it = lifecycle.complete(lift(session(), 60, 8), Completion(), after(30))
    it = lift(it, 70, 3, at=after(900))
    assert it.exercises[0].sets[1].completed_at == after(30)


@pytest.mark.parametrize("instant", [START - timedelta(minutes=5), after(30)])
def test_a_set_outside_the_session_is_refused(instant: object) -> None:
    given = {"set_index": 0, "weight_kg": Decimal(1), "reps": 1, "completed_at": instant}
    with pytest.raises(InvalidTime):
        sets.perform(session(), SetResult.model_validate(given), after(10))


def test_a_superset_takes_turns() -> None:
    pair = [plan(ExerciseKind.WEIGHT_REPS, n, superset=1, sets=planned(2)) for n in range(2)]
    it = session(*pair, plan(ExerciseKind.WEIGHT_REPS, 2, sets=planned(1)))
    order = []
    for _ in range(5):
        order.append((it.current_exercise, it.current_set))
        it = lift(it, 60, 8, exercise=it.current_exercise, index=it.current_set)
    assert order == [(0, 0), (1, 0), (0, 1), (1, 1), (2, 0)]


def test_a_superset_without_a_plan_takes_turns_too() -> None:
    it = session(*(plan(ExerciseKind.WEIGHT_REPS, n, superset=1) for n in range(3)))
    order = []
    for _ in range(6):
        order.append((it.current_exercise, it.current_set))
        it = lift(it, 60, 8, exercise=it.current_exercise)
    assert order == [(0, 0), (1, 0), (2, 0), (0, 1), (1, 1), (2, 1)]


def test_without_a_plan_one_stays_at_the_exercise() -> None:
    it = lift(session(*(plan(ExerciseKind.WEIGHT_REPS, n) for n in range(2))), 60, 8)
    assert (it.current_exercise, it.current_set) == (0, 1)


def test_a_full_session_takes_no_more_sets() -> None:
    it = session(plan(ExerciseKind.WEIGHT_REPS, sets=planned(MAX_SETS)))
    with pytest.raises(TooManySets):
        lift(it, 60, 8)
