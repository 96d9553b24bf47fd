from __future__ import annotations

from decimal import Decimal

import pytest

from fitsync.kit.errors import ValidationFailed
from fitsync.workouts import editing, lifecycle
from fitsync.workouts.commands import CurrentExercise, Details, ExercisePlan
from fitsync.workouts.errors import (
    ExerciseHasSets,
    ExerciseIndexOutOfRange,
    IllegalTransition,
    InvalidTime,
    MeasureNotForKind,
    TooManyExercises,
    TooManyNotes,
)
from fitsync.workouts.kinds import ExerciseKind
from fitsync.workouts.session import SetEntry, SetTarget, WorkoutSession
from tests.unit.workouts.builders import FACTS, START, after, lift, plan, planned, session

W, D = ExerciseKind.WEIGHT_REPS, ExerciseKind.DURATION


def relisted(it: WorkoutSession, *plans: ExercisePlan) -> WorkoutSession:
    return editing.update(it, Details(exercises=plans), FACTS, after(5))


def test_only_given_fields_change() -> None:
    it = editing.update(session(), Details(notes="slept badly"), {}, after(5))
    assert (it.name, it.notes, it.updated_at) == ("Push", "slept badly", after(5))
    assert editing.update(it, Details(notes="slept badly"), {}, after(6)) is it


def test_a_new_list_keeps_the_sets_of_entries_that_stay_and_follows_the_current_one() -> None:
    it = lift(session(plan(W, 0), plan(D, 1)), 60, 8)
    it = relisted(it, plan(D, 1), plan(ExerciseKind.REPS_ONLY, 2), plan(W, 0))
    assert [entry.id for entry in it.exercises] == ["E1", "E2", "E0"]
    assert it.exercises[2].sets[0].reps == 8
    assert it.current_exercise == 2


def test_the_sets_of_an_entry_can_be_replaced() -> None:
    it = lift(lift(session(), 60, 8), 60, 80)
    it = relisted(it, plan(W, sets=it.exercises[0].sets[:1]))
    assert [entry.reps for entry in it.exercises[0].sets] == [8]


def test_an_exercise_with_sets_done_is_not_swapped_unseen() -> None:
    it = lift(session(), 60, 8)
    with pytest.raises(ExerciseHasSets):
        relisted(it, plan(D, 0))
    command = CurrentExercise(index=0, new_entry_id="X", exercise_id=D.value)
    with pytest.raises(ExerciseHasSets):
        editing.choose_exercise(it, command, FACTS, after(5))


@pytest.mark.parametrize(
    ("entry", "error"),
    [
        (SetEntry(target=SetTarget(duration_seconds=30)), MeasureNotForKind),
        (SetEntry(target=SetTarget(reps_min=9, reps_max=8)), ValidationFailed),
        (SetEntry(reps=8, weight_kg=Decimal(60)), ValidationFailed),
        (SetEntry(reps=8, weight_kg=Decimal(60), completed_at=after(60)), InvalidTime),
        (SetEntry(reps=8, duration_seconds=8, completed_at=after(1)), MeasureNotForKind),
    ],
)
def test_sets_of_a_list_are_checked(entry: SetEntry, error: type[Exception]) -> None:
    with pytest.raises(error):
        relisted(session(), plan(W, sets=(entry,)))


def test_a_plan_holds_no_results() -> None:
    with pytest.raises(InvalidTime):
        relisted(
            session(planned_for=START), plan(W, sets=(SetEntry(reps=1, weight_kg=Decimal(1), completed_at=START),))
        )


def test_bounds_of_the_list() -> None:
    with pytest.raises(TooManyExercises):
        relisted(session(), *(plan(W, n) for n in range(51)))
    with pytest.raises(TooManyNotes):
        relisted(session(), *(plan(W, n, notes="x" * 500) for n in range(21)))
    with pytest.raises(ValidationFailed):
        relisted(session(), plan(W, 1), plan(W, 1))


def test_only_a_planned_session_is_planned_anew() -> None:
    it = editing.update(session(planned_for=START), Details(planned_for=after(60)), {}, after(1))
    assert it.planned_for == after(60)
    with pytest.raises(IllegalTransition):
        editing.update(session(), Details(planned_for=after(60)), {}, after(1))


def test_a_cancelled_session_keeps_its_list() -> None:
    with pytest.raises(IllegalTransition):
        relisted(lifecycle.cancel(session(), after(1)), plan(W, 5))


def choose(it: WorkoutSession, index: int, kind: ExerciseKind | None = None) -> WorkoutSession:
    command = CurrentExercise(index=index, new_entry_id="NEW", exercise_id=kind.value if kind else None)
    return editing.choose_exercise(it, command, FACTS, after(5))


def test_choosing_moves_and_adding_appends() -> None:
    it = session(plan(W, 0), plan(D, 1))
    assert choose(it, 1).current_exercise == 1
    assert choose(it, 0) is it
    it = choose(it, 2, ExerciseKind.REPS_ONLY)
    assert (it.current_exercise, it.exercises[2].id) == (2, "NEW")
    with pytest.raises(ExerciseIndexOutOfRange):
        choose(it, 3)
    with pytest.raises(ExerciseIndexOutOfRange):
        choose(it, 4, W)


def test_swapping_keeps_planned_sets_that_still_fit() -> None:
    it = session(plan(W, 0, sets=planned(3), superset=2))
    assert choose(it, 0, D).exercises[0].sets == ()
    assert choose(it, 0, D).exercises[0].superset == 2
