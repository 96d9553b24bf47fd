"""The built-in catalogue: versioned data, read on first use.

`index.json` holds what lists, search and workouts need; `texts.jsonl` the instructions, of which one line is read when
one exercise is asked for. Both are built from `tools/catalogue` and committed.
"""

import functools
from pathlib import Path
from typing import Final, NamedTuple

import orjson

from fitsync.exercises.summary import ExerciseSummary
from fitsync.kit import snapshot
from fitsync.kit.documents import Document

FOLDER: Final = Path(__file__).parent


class Texts(Document):
    """How an exercise is done, what to mind, and the ids of exercises close to it."""

    description: str
    instructions: tuple[str, ...]
    warnings: tuple[str, ...]
    common_mistakes: tuple[str, ...]
    tips: tuple[str, ...]
    variations: tuple[str, ...]
    """The same movement with another load, grip or stance."""
    alternatives: tuple[str, ...]
    """Other movements for the same muscles."""


class _Index(NamedTuple):
    version: str
    exercises: dict[str, ExerciseSummary]
    spans: dict[str, tuple[int, int]]


@functools.cache
def _index() -> _Index:
    raw = orjson.loads((FOLDER / "index.json").read_bytes())
    # The data is committed and validated by a test, so it is not validated again at every cold start.
    return _Index(
        version=raw["version"],
        exercises={row[0]: ExerciseSummary.of_row(row[:-2]) for row in raw["rows"]},
        spans={row[0]: (row[-2], row[-1]) for row in raw["rows"]},
    )


def version() -> str:
    """The catalogue's version: it changes whenever any of its data does."""
    return _index().version


def get(exercise_id: str) -> ExerciseSummary | None:
    """The exercise of the catalogue with this id."""
    return _index().exercises.get(exercise_id)


@snapshot.ahead
@functools.cache
def all_exercises() -> tuple[ExerciseSummary, ...]:
    """Every exercise of the catalogue, by name."""
    return tuple(_index().exercises.values())


def texts(exercise_id: str) -> Texts | None:
    """The texts of one exercise, read from disk."""
    span = _index().spans.get(exercise_id)
    if span is None:
        return None
    with (FOLDER / "texts.jsonl").open("rb") as file:
        file.seek(span[0])
        return Texts.model_validate_json(file.read(span[1]))
