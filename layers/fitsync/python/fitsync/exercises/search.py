"""Typo-tolerant search over the catalogue and a user's own exercises, in memory.

A query's words are looked up in an inverted index: as they are, as beginnings (people search while they type) and, for
words that nobody knows, as misspellings. An exercise's score is the share of the query that it explains, weighted by
how telling each word is, and lifted when its whole name was meant or when it is a staple.
"""

from __future__ import annotations

import functools
import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple, Protocol

from fitsync.exercises import catalogue
from fitsync.exercises.vocabulary import Equipment, Muscle
from fitsync.exercises.words import plain, rejoined, words
from fitsync.kit import snapshot

MAX_QUERY: Final = 100

_NAME, _ALIAS, _ABOUT = 1.0, 0.9, 0.6
# How much a word counts that is only the beginning of the one it found, or that had to be mended.
_BEGINNING, _MENDED, _MENDED_TWICE = 0.85, 0.7, 0.5
_WHOLE_NAME, _WHOLE_ALIAS, _PART_OF_NAME, _STAPLE, _POPULAR = 0.5, 0.45, 0.3, 0.07, 0.15
# Below this an exercise explains too little of the query to be an answer.
_ENOUGH: Final = 0.35
_ENDLESS: Final = 40

# What people call the muscles and the equipment, beside the slugs themselves.
_ALSO_CALLED: Final[Mapping[str, str]] = {
    "abdominals": "ab abs core stomach",
    "abductors": "hip abductor hips",
    "adductors": "groin inner thigh hips",
    "back": "back",
    "biceps": "arm",
    "calves": "calf leg",
    "chest": "pec pecs",
    "forearms": "forearm arm grip",
    "glutes": "butt hips leg bum",
    "hamstrings": "hams leg",
    "lats": "back lat",
    "lower_back": "back",
    "middle_back": "back",
    "quadriceps": "quad thigh leg",
    "shoulders": "delt deltoid",
    "traps": "trapezius back",
    "triceps": "arm",
    "bodyweight": "home",
    "cardio_machine": "cardio machine",
    "smith_machine": "machine",
    "suspension_trainer": "trx",
    "exercise_ball": "stability swiss",
}


class Searchable(Protocol):
    """What search reads of an exercise."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def aliases(self) -> tuple[str, ...]: ...
    @property
    def equipment(self) -> tuple[Equipment, ...]: ...
    @property
    def primary_muscles(self) -> tuple[Muscle, ...]: ...
    @property
    def common(self) -> int: ...


class Hit(NamedTuple):
    """An exercise found, and how well it fits (about 0 to 2)."""

    exercise_id: str
    score: float


class Index:
    """The words of some exercises, ready to be searched."""

    def __init__(self, exercises: Iterable[Searchable]) -> None:
        self._exercises = tuple(exercises)
        self._postings: dict[str, dict[int, float]] = defaultdict(dict)
        self._wholes: list[tuple[frozenset[str], ...]] = []
        for at, exercise in enumerate(self._exercises):
            self._add(at, exercise)
        # Sorted, so that all words with one beginning stand together.
        self._words = sorted(self._postings)
        self._known = frozenset(self._words)
        self._long = tuple(word for word in self._words if len(word) >= 4)

    def _add(self, at: int, exercise: Searchable) -> None:
        names = [words(name) for name in (exercise.name, *exercise.aliases)]
        for weight, parts in (
            (_ABOUT, _about(exercise)),
            (_ALIAS, [part for name in names[1:] for part in name]),
            (_NAME, names[0]),
        ):
            for part in parts:
                self._postings[part][at] = weight
        self._wholes.append(tuple(frozenset(name) for name in names))

    def search(self, query: str, popularity: Mapping[str, int] | None = None) -> list[Hit]:
        """The exercises that fit `query`, best first. `popularity` is how often each was used, by id."""
        parts = self._understood(query[:MAX_QUERY])
        if not parts:
            return []
        readings = [dict(self._readings(part, last=part is parts[-1])) for part in parts]
        found = [self._found(reading) for reading in readings]
        telling = [self._telling(postings) for postings in found]
        total = sum(telling)
        scores: dict[int, float] = defaultdict(float)
        explained: dict[int, int] = defaultdict(int)
        for postings, weight in zip(found, telling, strict=True):
            for at, quality in postings.items():
                scores[at] += weight * quality / total
                explained[at] += 1
        hits = []
        for at, score in scores.items():
            fit = score * (explained[at] / len(parts)) ** 2
            if fit >= _ENOUGH:
                hits.append(Hit(self._exercises[at].id, fit + self._lift(at, readings, popularity)))
        return sorted(hits, key=lambda hit: (-hit.score, hit.exercise_id))

    def _understood(self, query: str) -> tuple[str, ...]:
        """The words of a query; one that is two known words written together is taken apart."""
        parts = [piece for part in words(query) for piece in self._apart(part)]
        return tuple(dict.fromkeys(rejoined(parts)))

    def _apart(self, part: str) -> tuple[str, ...]:
        if part in self._known or len(part) < 6 or self._beginning(part):
            return (part,)
        for cut in range(3, len(part) - 2):
            if part[:cut] in self._known and part[cut:] in self._known:
                return part[:cut], part[cut:]
        return (part,)

    def _found(self, readings: Mapping[str, float]) -> dict[int, float]:
        """Where a word is found, with the quality of its reading times the weight of the place."""
        best: dict[int, float] = {}
        for word, quality in readings.items():
            for at, weight in self._postings[word].items():
                if weight * quality > best.get(at, 0):
                    best[at] = weight * quality
        return best

    def _readings(self, part: str, *, last: bool) -> Iterator[tuple[str, float]]:
        """The known words that a word of the query may mean, with how good a reading each is."""
        exact = part in self._known
        if exact:
            yield part, 1.0
        # Only the last word is still being typed; an earlier unknown one may be cut short as well.
        if last or not exact:
            beginnings = self._beginning(part)
            for word in beginnings:
                yield word, _BEGINNING
            exact = exact or bool(beginnings)
        if not exact and len(part) >= 4:
            yield from self._mended(part)

    def _beginning(self, part: str) -> list[str]:
        start = bisect_left(self._words, part)
        found = []
        for word in self._words[start : start + _ENDLESS]:
            if not word.startswith(part):
                break
            if word != part:
                found.append(word)
        return found

    def _mended(self, part: str) -> list[tuple[str, float]]:
        """Known words that `part` may be a misspelling of: one slip, two in a word of six letters and more."""
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        slips = 1 if len(part) < 6 else 2
        close = process.extract(part, self._long, scorer=OSA.distance, score_cutoff=slips, limit=8)
        if not close:
            # The beginning of a longer word, with a slip in it ("shouldr" while typing "shoulders").
            stems = {word[: len(part)]: word for word in self._long if len(word) > len(part)}
            close = [
                (stems[stem], distance, 0)
                for stem, distance, _ in process.extract(
                    part, list(stems), scorer=OSA.distance, score_cutoff=1, limit=4
                )
            ]
        # People get the first letter right more often than any other.
        return [
            (word, (_MENDED if distance == 1 else _MENDED_TWICE) - (0.1 if word[0] != part[0] else 0))
            for word, distance, _ in close
        ]

    def _telling(self, postings: Mapping[int, float]) -> float:
        """How telling a word is: the fewer exercises have it, the more (inverse document frequency)."""
        return math.log1p(len(self._exercises) / (1 + len(postings)))

    def _lift(self, at: int, asked: Sequence[Mapping[str, float]], popularity: Mapping[str, int] | None) -> float:
        exercise = self._exercises[at]
        used = popularity.get(exercise.id, 0) if popularity else 0
        return (
            _STAPLE * exercise.common
            + max(_likeness(asked, whole, first=number == 0) for number, whole in enumerate(self._wholes[at]))
            + _POPULAR * min(1.0, math.log10(1 + used) / 5)
        )


def _likeness(asked: Sequence[Mapping[str, float]], whole: frozenset[str], *, first: bool) -> float:
    """How much of a name was asked for; the less of it is left over, the more likely it was meant."""
    shared = sum(not whole.isdisjoint(readings) for readings in asked)
    if shared == len(asked) == len(whole):
        return _WHOLE_NAME if first else _WHOLE_ALIAS
    return _PART_OF_NAME * shared / (len(asked) + len(whole) - shared)


def _about(exercise: Searchable) -> list[str]:
    slugs = (*exercise.primary_muscles, *exercise.equipment)
    return [
        part for slug in slugs for text in (slug.replace("_", " "), _ALSO_CALLED.get(slug, "")) for part in words(text)
    ]


snapshot.imports("rapidfuzz.process", "rapidfuzz.distance")


@snapshot.ahead
@functools.cache
def _catalogue() -> Index:
    return Index(catalogue.all_exercises())


@functools.lru_cache(maxsize=32)
def _own(exercises: tuple[Searchable, ...]) -> Index:
    return Index(exercises)


def search(query: str, own: Sequence[Searchable] = (), popularity: Mapping[str, int] | None = None) -> list[Hit]:
    """The exercises of the catalogue and of `own` that fit `query`, best first."""
    if not plain(query).strip():
        return []
    hits = _catalogue().search(query, popularity)
    if own:
        hits = sorted(
            [*hits, *_own(tuple(own)).search(query, popularity)], key=lambda hit: (-hit.score, hit.exercise_id)
        )
    return hits
