from __future__ import annotations

import pytest

from fitsync.workouts import lifecycle
from fitsync.workouts.commands import Completion, UserFacts
from fitsync.workouts.kinds import ExerciseKind
from fitsync.workouts.rest import DEFAULT_REST_SECONDS, start_rest
from fitsync.workouts.session import WorkoutSession
from tests.unit.workouts.builders import USER, after, lift, plan, session


def resting(seconds: int | None = 120) -> WorkoutSession:
    return start_rest(lift(session(), 60, 8, at=after(1)), seconds, after(1))


def rested(it: WorkoutSession) -> int | None:
    assert it.rest is None
    return it.exercises[0].sets[0].rest_seconds


def test_a_new_set_ends_the_rest_and_keeps_what_was_taken() -> None:
    assert rested(lift(resting(), 60, 8, at=after(2.5))) == 90


def test_a_timer_that_ran_out_counts_as_planned() -> None:
    assert rested(lift(resting(), 60, 8, at=after(20))) == 120


def test_zero_skips_the_rest_and_skipping_nothing_changes_nothing() -> None:
    skipped = start_rest(resting(), 0, after(1.5))
    assert rested(skipped) == 30
    assert start_rest(skipped, 0, after(3)) is skipped


def test_a_second_timer_adds_to_the_rest_of_the_same_set() -> None:
    again = start_rest(resting(60), 60, after(2))
    assert rested(lift(again, 60, 8, at=after(3))) == 120


def test_pause_and_completion_end_the_rest() -> None:
    assert rested(lifecycle.pause(resting(), after(2))) == 60
    assert rested(lifecycle.complete(resting(), Completion(), after(2))) == 60


def test_a_rest_before_the_first_set_is_not_kept() -> None:
    it = lift(start_rest(session(), 60, after(0)), 60, 8, at=after(1))
    assert it.exercises[0].sets[0].rest_seconds is None


@pytest.mark.parametrize(
    ("of_exercise", "user", "expected"),
    [(150, USER, 150), (None, USER, 90), (None, UserFacts(), DEFAULT_REST_SECONDS)],
)
def test_the_length_comes_from_the_exercise_the_user_or_the_default(
    of_exercise: int | None, user: UserFacts, expected: int
) -> None:
    it = session(plan(ExerciseKind.WEIGHT_REPS, rest_seconds=of_exercise), user=user)
    it = start_rest(lift(it, 60, 8), None, after(1))
    assert it.rest is not None
    assert it.rest.planned_seconds == expected
