"""Which exercise each name of a file means: one of the catalogue, or the person's own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from fitsync.exercises.errors import TooManyCustomExercises
from fitsync.workouts.facts import exercise_facts
from fitsync.workouts.imports.conversion import Usage, fits, kind_of
from fitsync.workouts.kinds import ExerciseKind
from fitsync.workouts.session import ExerciseFacts

if TYPE_CHECKING:
    from fitsync.exercises.service import Matched


class Resolved(NamedTuple):
    """The exercises by name key, and how many names led to the catalogue and to own ones.

    A name is missing when the person has as many custom exercises as an account can have.
    """

    exercises: Mapping[str, ExerciseFacts]
    matched: int
    custom: int


def resolved(user_id: str, usages: Mapping[str, Usage]) -> Resolved:
    """Find an exercise for every name; unknown ones become custom exercises. Doing it again makes no others.

    An exercise of the catalogue is taken only when most of the sets fit its kind: who counted planks in repetitions
    gets an exercise of their own rather than losing them.
    """
    # A file that is refused, or whose import is over, names no exercises.
    from fitsync.exercises import service as catalogue

    matches = catalogue.match([usage.name for usage in usages.values()], user_id)
    ids: dict[str, str] = {}
    matched = 0
    full = False
    for key, usage in usages.items():
        found = matches.get(usage.name)
        if found and _taken(found, usage):
            ids[key] = found.exercise.id
            matched += not _own(found)
            continue
        if full:
            continue
        try:
            ids[key] = catalogue.create_custom(user_id, usage.name, kind_of(usage.name, usage.sets).value).id
        except TooManyCustomExercises:
            full = True
    facts = exercise_facts(user_id, frozenset(ids.values()))
    return Resolved({key: facts[exercise_id] for key, exercise_id in ids.items()}, matched, len(ids) - matched)


def _taken(found: Matched, usage: Usage) -> bool:
    return _own(found) or fits(ExerciseKind(found.exercise.kind), usage.sets)


def _own(found: Matched) -> bool:
    """Only what ships with the product has a slug."""
    return not found.exercise.slug
