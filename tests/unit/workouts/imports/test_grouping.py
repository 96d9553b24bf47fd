"""Which rows make one workout and one exercise."""

from __future__ import annotations

import random

from fitsync.workouts.imports.documents import RowOutcome, RowReason
from fitsync.workouts.imports.parsed import ParsedFile, ParsedWorkout
from fitsync.workouts.session import SetType
from tests.support.exports import HEVY, STRONG_COMMA, hevy_row, parsed, strong_row


def shape(workout: ParsedWorkout) -> list[tuple[str, list[int | None]]]:
    return [(exercise.name, [each.reps for each in exercise.sets]) for exercise in workout.exercises]


def only(file: ParsedFile) -> ParsedWorkout:
    (workout,) = file.workouts
    return workout


def test_an_exercise_done_twice_stays_two() -> None:
    rows = [("Run", 0, 1), ("Bench", 0, 2), ("Bench", 1, 3), ("Run", 0, 4), ("Run", 1, 5)]
    file = parsed(HEVY + "".join(hevy_row(name, index, reps=reps) for name, index, reps in rows))
    assert shape(only(file)) == [("Run", [1]), ("Bench", [2, 3]), ("Run", [4, 5])]


def test_an_exercise_done_twice_in_a_row_stays_two() -> None:
    rows = [(1, 1), (2, 2), (1, 3), (2, 4)]
    file = parsed(STRONG_COMMA + "".join(strong_row(order=order, reps=reps) for order, reps in rows))
    assert [reps for _, reps in shape(only(file))] == [[1, 2], [3, 4]]


def test_supersets_written_in_turns_are_still_two_exercises() -> None:
    rows = [("A", 0, 1), ("B", 0, 2), ("A", 1, 3), ("B", 1, 4)]
    file = parsed(HEVY + "".join(hevy_row(name, index, reps=reps, superset=3) for name, index, reps in rows))
    assert shape(only(file)) == [("A", [1, 3]), ("B", [2, 4])]
    assert [exercise.superset for exercise in only(file).exercises] == [0, 0]


def test_superset_ids_count_from_zero_within_a_workout() -> None:
    ids = [("A", 7), ("B", ""), ("C", "x"), ("D", 7)]
    file = parsed(HEVY + "".join(hevy_row(name, superset=superset) for name, superset in ids))
    assert [exercise.superset for exercise in only(file).exercises] == [0, None, 1, 0]


def test_warm_ups_go_with_the_round_they_warm_up_for() -> None:
    orders = ["W", 1, 2, "D", "W", "W", 1, "F"]
    file = parsed(STRONG_COMMA + "".join(strong_row(order=order, reps=n + 1) for n, order in enumerate(orders)))
    assert [reps for _, reps in shape(only(file))] == [[1, 2, 3, 4], [5, 6, 7, 8]]
    assert [each.type for each in only(file).exercises[0].sets] == [
        SetType.WARMUP,
        SetType.NORMAL,
        SetType.NORMAL,
        SetType.DROP,
    ]


def test_a_warm_up_after_other_exercises_starts_anew() -> None:
    rows = [("A", 1), ("B", 1), ("A", "W"), ("A", 1)]
    file = parsed(STRONG_COMMA + "".join(strong_row(name, order) for name, order in rows))
    assert [len(exercise.sets) for exercise in only(file).exercises] == [1, 1, 2]


def test_names_differ_by_more_than_case_and_spaces() -> None:
    file = parsed(HEVY + hevy_row("Bench  press", 0) + hevy_row("bench Press ", 1))
    assert shape(only(file)) == [("Bench press", [8, 8])]


def test_notes_find_their_exercise_before_and_after_its_sets() -> None:
    file = parsed(
        STRONG_COMMA
        + strong_row("A", "Note", notes="before", weight=0, reps=0)
        + strong_row("A", 1)
        + strong_row("B", 1)
        + strong_row("A", "Note", notes="after", weight=0, reps=0)
        + strong_row("C", "Note", notes="alone", weight=0, reps=0)
    )
    assert [exercise.notes for exercise in only(file).exercises] == ["before\nafter", None]
    assert [row.outcome for row in file.rows] == [RowOutcome.TAKEN] * 4 + [RowOutcome.SKIPPED]
    assert file.rows[-1].reason is RowReason.NOTE_WITHOUT_SETS


def test_rows_in_any_order_make_the_same_workouts() -> None:
    rows = [
        hevy_row(name, index, title=f"W{day}", start=f"{day} May 2024, 07:00", end=f"{day} May 2024, 08:00", reps=reps)
        for day in (1, 2, 3)
        for name, base in (("A", 10), ("B", 20), ("C", 30))
        for index, reps in enumerate(range(base, base + 4))
    ]
    expected = parsed(HEVY + "".join(rows)).workouts
    for seed in range(5):
        shuffled = random.Random(seed).sample(rows, len(rows))
        workouts = parsed(HEVY + "".join(shuffled)).workouts
        assert [(w.name, w.started_at, sorted(shape(w))) for w in workouts] == [
            (w.name, w.started_at, shape(w)) for w in expected
        ]


def test_two_workouts_that_start_together_are_two() -> None:
    file = parsed(HEVY + hevy_row(title="Morning") + hevy_row(title="Other") + hevy_row(index=1, title="Morning"))
    assert [(w.name, len(w.exercises[0].sets)) for w in file.workouts] == [("Morning", 2), ("Other", 1)]
    assert len({w.identity for w in file.workouts}) == 2


def test_each_taken_row_points_at_its_workout() -> None:
    file = parsed(
        HEVY
        + hevy_row(start="3 May 2024, 07:00", end="")
        + hevy_row(start="2 May 2024, 07:00", end="", reps=0)
        + hevy_row(start="1 May 2024, 07:00", end="")
    )
    assert [row.workout for row in file.rows] == [1, None, 0]
    assert [w.started_at.day for w in file.workouts] == [1, 3]
