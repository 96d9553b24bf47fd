"""Finds the exercise that another app's name means, for the history import.

A wrong match is worse than none: all words of a name have to be accounted for, and the equipment it names has to be the
exercise's own. Only spelling mistakes are forgiven.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from fitsync.exercises import catalogue
from fitsync.exercises.summary import ExerciseSummary
from fitsync.exercises.vocabulary import Equipment
from fitsync.exercises.words import rejoined, words

# Longer names are no exercise's; comparing them would only cost time.
MAX_NAME: Final = 120


class Match(NamedTuple):
    """The exercise that a name means, and how sure that is: 1 for the very name or a known alias of it."""

    exercise_id: str
    name: str
    confidence: float


_SAME_WORDS: Final = 0.98
_SAME_EQUIPMENT: Final = 0.95
_USUAL_EQUIPMENT: Final = 0.9
_WITHOUT_A_DETAIL: Final = 0.85
_MISSPELT: Final = 0.8

_EQUIPMENT: Final[dict[str, Equipment]] = {
    "band": "band",
    "barbell": "barbell",
    "bodyweight": "bodyweight",
    "cable": "cable",
    "dumbbell": "dumbbell",
    "exerciseball": "exercise_ball",
    "ez": "ez_bar",
    "kettlebell": "kettlebell",
    "landmine": "landmine",
    "leverage": "machine",
    "machine": "machine",
    "medball": "medicine_ball",
    "plate": "plate",
    "smith": "smith_machine",
    "suspension": "suspension_trainer",
    "trapbar": "trap_bar",
}

# Words that say how an exercise is usually done anyway, and the side that was trained.
_DETAILS: Final = frozenset({"flat", "regular", "conventional", "basic", "standard", "strict", "classic", "normal"})
_SIDES: Final = frozenset({"left", "right"})


class _Names:
    """Every name and alias of some exercises, by its words."""

    def __init__(self, exercises: Iterable[ExerciseSummary]) -> None:
        self.exact: dict[tuple[str, ...], ExerciseSummary] = {}
        self.bags: dict[tuple[str, ...], dict[str, ExerciseSummary]] = defaultdict(dict)
        self.cores: dict[tuple[str, ...], dict[str, ExerciseSummary]] = defaultdict(dict)
        self.vocabulary: set[str] = set()
        every = tuple(exercises)
        # Names come first, so that no alias of another exercise takes their words.
        for exercise in every:
            self._add(words(exercise.name), exercise)
        for exercise in every:
            for alias in exercise.aliases:
                self._add(words(alias), exercise)

    def _add(self, parts: tuple[str, ...], exercise: ExerciseSummary) -> None:
        self.exact.setdefault(parts, exercise)
        self.bags[_bag(parts)][exercise.id] = exercise
        self.cores[_bag(part for part in parts if part not in _EQUIPMENT)][exercise.id] = exercise
        self.vocabulary.update(parts)


@functools.cache
def _names() -> _Names:
    return _Names(catalogue.all_exercises())


def key_of(name: str) -> tuple[str, ...]:
    """What two spellings of one name have in common; for comparing with a user's own exercises."""
    return _bag(words(name))


def match(name: str) -> Match | None:
    """The exercise of the catalogue that `name` means, as Hevy, Strong or a person writes it; None when unsure."""
    parts = words(name[:MAX_NAME])
    if not parts or len(name) > MAX_NAME:
        return None
    if exercise := _names().exact.get(parts):
        return Match(exercise.id, exercise.name, 1.0)
    for find, confidence in (
        (_by_words, _SAME_WORDS),
        (_by_equipment, _SAME_EQUIPMENT),
        (_by_usual_equipment, _USUAL_EQUIPMENT),
        (_without_details, _WITHOUT_A_DETAIL),
        (_misspelt, _MISSPELT),
    ):
        if found := find(parts):
            return Match(found.id, found.name, confidence)
    return None


def _by_words(parts: tuple[str, ...]) -> ExerciseSummary | None:
    return _only(_names().bags.get(_bag(parts), {}).values())


def _by_equipment(parts: tuple[str, ...]) -> ExerciseSummary | None:
    """The exercise of the same movement whose load is the one named."""
    named = {_EQUIPMENT[part] for part in parts if part in _EQUIPMENT}
    if len(named) != 1:
        return None
    core = _names().cores.get(_bag(part for part in parts if part not in _EQUIPMENT), {})
    return _clearest(exercise for exercise in core.values() if _carries(exercise, *named))


def _carries(exercise: ExerciseSummary, equipment: Equipment) -> bool:
    """Whether `equipment` is the exercise's load; the own body is one whatever it hangs from."""
    return exercise.equipment[0] == equipment or (
        equipment == "bodyweight" and exercise.kind in ("bodyweight_reps", "reps_only")
    )


def _by_usual_equipment(parts: tuple[str, ...]) -> ExerciseSummary | None:
    """A name without equipment means the exercise that most people would mean by it."""
    if any(part in _EQUIPMENT for part in parts):
        return None
    return _clearest(_names().cores.get(_bag(parts), {}).values())


def _without_details(parts: tuple[str, ...]) -> ExerciseSummary | None:
    kept = tuple(part for part in parts if part not in _DETAILS and part not in _SIDES)
    if not kept or len(kept) == len(parts):
        return None
    found = _names().exact.get(kept) or _by_words(kept) or _by_equipment(kept) or _by_usual_equipment(kept)
    # A side can only be that of an exercise done one side at a time.
    if found and not found.unilateral and _SIDES & set(parts):
        return None
    return found


def _misspelt(parts: tuple[str, ...]) -> ExerciseSummary | None:
    """The exercise whose name differs in the spelling of one word that no exercise has."""
    strange = [part for part in parts if part not in _names().vocabulary]
    if len(strange) != 1 or len(strange[0]) < 4 or strange[0].isdigit():
        return None
    at = parts.index(strange[0])
    found = {}
    for mended in _repairs(strange[0]):
        whole = rejoined([*parts[:at], *mended, *parts[at + 1 :]])
        if exercise := _names().exact.get(whole) or _by_words(whole) or _by_equipment(whole):
            found[exercise.id] = exercise
    return _only(found.values())


def _repairs(word: str) -> Iterator[tuple[str, ...]]:
    """What a word that nobody knows may have been: two words in one, or one with a slip of the pen.

    A slip is one edit, or two in a word of eight letters and more.
    """
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    known = _names().vocabulary
    for cut in range(3, len(word) - 2):
        if word[:cut] in known and word[cut:] in known:
            yield word[:cut], word[cut:]
    allowed = 2 if len(word) >= 8 else 1
    for close, _, _ in process.extract(word, _long_words(), scorer=OSA.distance, score_cutoff=allowed, limit=5):
        yield (close,)


@functools.cache
def _long_words() -> tuple[str, ...]:
    return tuple(sorted(word for word in _names().vocabulary if len(word) >= 4))


def _bag(parts: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(parts)))


def _only(exercises: Iterable[ExerciseSummary]) -> ExerciseSummary | None:
    found = list(exercises)
    return found[0] if len(found) == 1 else None


def _clearest(exercises: Iterable[ExerciseSummary]) -> ExerciseSummary | None:
    """The only one, or the one that is a staple where the others are not."""
    found = sorted(exercises, key=lambda exercise: -exercise.common)
    if len(found) > 1 and found[0].common - found[1].common < 2:
        return None
    return found[0] if found else None
