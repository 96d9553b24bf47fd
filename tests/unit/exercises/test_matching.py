"""Names as Hevy and Strong write them find their exercise, and no other."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitsync.exercises import catalogue
from fitsync.exercises.matching import match
from fitsync.exercises.words import words

# One name and the exercise it means per line; "-" where no exercise of the catalogue is meant.
_NAMES = [tuple(line.split("\t")) for line in (Path(__file__).parent / "names.tsv").read_text("utf-8").splitlines()]


@pytest.mark.parametrize(("name", "expected"), _NAMES)
def test_a_name_from_another_app_finds_its_exercise(name: str, expected: str) -> None:
    found = match(name)
    assert (found.name if found else "-") == expected


def test_every_name_and_alias_of_the_catalogue_matches_its_own_exercise() -> None:
    for exercise in catalogue.all_exercises():
        for name in (exercise.name, *exercise.aliases):
            found = match(name)
            assert found is not None
            assert (found.name, found.confidence) == (exercise.name, 1.0)


def test_no_two_exercises_share_the_words_of_a_name() -> None:
    owners: dict[tuple[str, ...], set[str]] = {}
    for exercise in catalogue.all_exercises():
        for name in (exercise.name, *exercise.aliases):
            owners.setdefault(words(name), set()).add(exercise.name)
    assert [names for names in owners.values() if len(names) > 1] == []


@given(st.text(max_size=200))
def test_any_text_is_answered(name: str) -> None:
    found = match(name)
    assert found is None or catalogue.get(found.exercise_id) is not None


def test_one_side_of_a_two_sided_lift_is_not_that_lift() -> None:
    assert match("Bench Press (Barbell) (Left)") is None
    found = match("One-Arm Dumbbell Row (Right)")
    assert found is not None
    assert found.confidence < 1
