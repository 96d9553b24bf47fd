"""The committed catalogue is what its sources make, and every entry of it is sound."""

import re
import time
from collections import Counter

import pytest
from pydantic import TypeAdapter

from fitsync.exercises import catalogue
from fitsync.exercises.energy import kcal_per_minute
from fitsync.exercises.summary import ExerciseSummary
from tools.catalogue import build

_EXERCISE = TypeAdapter(ExerciseSummary)


@pytest.fixture(scope="module")
def built() -> dict[str, bytes]:
    return build.files()


@pytest.mark.parametrize("name", ["index.json", "texts.jsonl"])
def test_the_committed_data_is_fresh(built: dict[str, bytes], name: str) -> None:
    assert (catalogue.FOLDER / name).read_bytes() == built[name], "run `python -m tools.catalogue.build`"


def test_every_exercise_holds_to_the_vocabulary() -> None:
    assert len(catalogue.all_exercises()) >= 873
    for exercise in catalogue.all_exercises():
        # From JSON, because only there are tuples lists and nothing is coerced.
        _EXERCISE.validate_json(_EXERCISE.dump_json(exercise), strict=True)
        assert re.fullmatch("[0-7][0-9A-HJKMNP-TV-Z]{25}", exercise.id)
        assert exercise.primary_muscles
        assert exercise.equipment
        assert (exercise.direction is not None) == (exercise.pattern in {"push", "pull"})
        assert exercise.name.isascii()
        assert len(exercise.name) <= 60
        assert not set(exercise.primary_muscles) & set(exercise.secondary_muscles)


def test_every_exercise_is_taught_in_full() -> None:
    known = {exercise.id for exercise in catalogue.all_exercises()}
    for exercise in catalogue.all_exercises():
        texts = catalogue.texts(exercise.id)
        assert texts is not None
        assert 3 <= len(texts.instructions) <= 6, exercise.name
        assert texts.warnings, exercise.name
        assert texts.tips, exercise.name
        assert texts.common_mistakes, exercise.name
        assert texts.alternatives, exercise.name
        assert {*texts.variations, *texts.alternatives} <= known - {exercise.id}
        for sentence in (texts.description, *texts.instructions, *texts.warnings, *texts.tips):
            assert re.fullmatch(r"[A-Z0-9].*[.!]", sentence), (exercise.name, sentence)
            assert not re.search(r"[{}]|  |\b(\w+) \1\b", sentence), (exercise.name, sentence)


_LOADS = {
    "barbell": {"barbell"},
    "dumbbells?": {"dumbbell", "strongman"},
    "kettlebells?": {"kettlebell", "dumbbell"},
    "cable|pulleys?": {"cable", "machine"},
    "stack": {"cable", "machine"},
    "collars?": {"barbell", "ez_bar"},
    "medicine ball": {"medicine_ball", "plate"},
}


def test_instructions_speak_of_the_equipment_at_hand() -> None:
    for exercise in catalogue.all_exercises():
        texts = catalogue.texts(exercise.id)
        assert texts is not None
        for word, allowed in _LOADS.items():
            if not allowed & set(exercise.equipment):
                assert not re.search(rf"\b({word})\b", " ".join(texts.instructions)), (exercise.name, word)


def test_ids_slugs_and_names_are_unique() -> None:
    for field in ("id", "slug", "name"):
        counted = Counter(getattr(exercise, field) for exercise in catalogue.all_exercises())
        assert counted.most_common(1)[0][1] == 1


def test_an_alias_names_one_exercise() -> None:
    owners: dict[str, set[str]] = {}
    for exercise in catalogue.all_exercises():
        for name in (exercise.name, *exercise.aliases):
            owners.setdefault(name.lower(), set()).add(exercise.name)
    assert [names for names in owners.values() if len(names) > 1] == []


def test_an_id_once_given_is_never_lost_or_changed() -> None:
    kept = build.known_ids()
    assert {exercise.slug: exercise.id for exercise in catalogue.all_exercises()} == kept


def test_calories_follow_the_met_value() -> None:
    assert kcal_per_minute(3.5) == pytest.approx(4.29, abs=0.005)
    assert kcal_per_minute(8.0, body_kg=100) == pytest.approx(14.0)


def test_the_index_loads_in_milliseconds() -> None:
    started = time.process_time()
    catalogue._index.__wrapped__()
    parsing = time.process_time() - started
    # The budget is 15 ms; the factor is for a busy machine.
    assert parsing < 0.015 * 4
