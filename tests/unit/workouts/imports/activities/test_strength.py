"""Sets of a strength recording, and which exercise each is."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from fitsync.exercises import service as catalogue
from fitsync.workouts.imports.activities import lifts, sports
from fitsync.workouts.imports.documents import CellRemark, Column, RowOutcome, RowReason
from fitsync.workouts.imports.parsed import Note
from tests.support.exports import parsed
from tests.support.recordings import START, fit_strength, only

BENCH, PLANK, SQUAT, CURL, UNKNOWN = 0, 19, 28, 7, 65_534
NAMES = {exercise.name for exercise in catalogue.catalogue_exercises()}


def test_sets_keep_their_weight_repetitions_rest_and_time() -> None:
    workout = only(fit_strength([(BENCH, 1, 8, 960), (SQUAT, 6, 5, 1600), (BENCH, 1, 6, 980)], rest=90))
    bench, squat = workout.exercises
    assert (bench.name, squat.name) == ("Barbell Bench Press", "Barbell Back Squat")
    assert [(done.weight_kg, done.reps, done.rest_s, done.duration_s) for done in bench.sets] == [
        (Decimal(60), 8, 90, None),
        (Decimal("61.25"), 6, 90, None),
    ]
    assert [done.done_at for done in bench.sets] == [
        START + timedelta(seconds=40),
        START + timedelta(seconds=340),
    ]
    assert [done.row for exercise in workout.exercises for done in exercise.sets] == [1, 3, 2]


def test_a_guess_of_the_watch_is_said_to_be_one() -> None:
    file = parsed(fit_strength([(SQUAT, None, 10, None), (SQUAT, 0xFFFE, 8, 960), (UNKNOWN, 0, 5, None)]))
    assert [exercise.name for exercise in file.workouts[0].exercises] == [
        "Bodyweight Squat",
        "Barbell Back Squat",
        lifts.UNKNOWN,
    ]
    assert {row.notes for row in file.rows} == {(Note(CellRemark.EXERCISE_ASSUMED, Column.EXERCISE),)}


def test_what_the_watch_calls_an_exercise_counts_where_the_profile_has_no_name() -> None:
    raw = fit_strength([(CURL, 900, 10, 200)], titles=[(CURL, 900, b"Bizepscurl nach Art des Hauses")])
    assert only(raw).exercises[0].name == "Bizepscurl nach Art des Hauses"


def test_what_is_held_counts_by_the_clock() -> None:
    (plank,) = only(fit_strength([(PLANK, 43, 1, None)])).exercises
    assert (plank.name, plank.sets[0].reps, plank.sets[0].duration_s) == ("Plank", None, 40)


def test_sets_out_of_range_are_refused_and_the_rest_is_taken() -> None:
    file = parsed(fit_strength([(BENCH, 1, 1001, 960), (BENCH, 1, 8, 32_001), (BENCH, 1, 8, 960)]))
    assert [(row.outcome, row.reason, row.field) for row in file.rows] == [
        (RowOutcome.REFUSED, RowReason.NUMBER_OUT_OF_RANGE, Column.REPS),
        (RowOutcome.REFUSED, RowReason.NUMBER_OUT_OF_RANGE, Column.WEIGHT),
        (RowOutcome.TAKEN, None, None),
    ]
    assert len(file.workouts[0].exercises[0].sets) == 1


def test_more_sets_or_exercises_than_fit_are_refused() -> None:
    many = parsed(fit_strength([(BENCH, 1, 8, 960)] * 501))
    assert [row.reason for row in many.rows][-1] is RowReason.TOO_MANY_SETS
    titles = [(CURL, 900 + number, f"Curl number {number}".encode()) for number in range(51)]
    wide = parsed(fit_strength([(CURL, 900 + number, 8, 160) for number in range(51)], titles=titles))
    assert [row.reason for row in wide.rows][-1] is RowReason.TOO_MANY_EXERCISES


@pytest.mark.parametrize(
    ("category", "exercise", "name"),
    [
        ("bench_press", 1, "Barbell Bench Press"),
        ("hip_raise", 0, "Barbell Hip Thrust"),
        ("row", 18, "Seated Cable Row"),
    ],
)
def test_names_of_the_profile_are_put_into_the_catalogues_words(category: str, exercise: int, name: str) -> None:
    assert lifts.name_of(category, exercise, None, loaded=True) == (name, False)


def test_every_exercise_that_the_tables_name_is_in_the_catalogue() -> None:
    named = {*lifts._NAMES.values(), *(name for pair in lifts._STAPLES.values() for name in pair)}
    assert named - NAMES == set()


def test_the_common_sports_are_in_the_catalogue() -> None:
    for sport in ("running", "cycling", "swimming", "walking", "hiking", "inline_skating", "jump_rope"):
        assert sports.of(sport, None).exercise in NAMES
