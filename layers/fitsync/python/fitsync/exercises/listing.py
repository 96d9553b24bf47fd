"""Lists of exercises: everybody's and a user's own, filtered, ordered and cut into pages in memory."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from fitsync.exercises import catalogue, digest, repository, search
from fitsync.exercises.digest import Overview
from fitsync.exercises.models import Stats
from fitsync.exercises.summary import ExerciseSummary
from fitsync.exercises.vocabulary import (
    Difficulty,
    Equipment,
    ExerciseType,
    Kind,
    Muscle,
    MuscleGroup,
    Pattern,
    muscles_of,
)

MAX_OWN = 500
"""Custom exercises that one account can have: they are listed in one request of at most 1 MB."""


@dataclass(frozen=True)
class ExerciseFilter:
    """What to list; a filter that is None takes everything. `muscle` is a main or a helping one."""

    muscle: Muscle | MuscleGroup | None = None
    equipment: Equipment | None = None
    difficulty: Difficulty | None = None
    exercise_type: ExerciseType | None = None
    pattern: Pattern | None = None
    kind: Kind | None = None
    custom: bool | None = None

    def takes(self, summary: ExerciseSummary, *, own: bool) -> bool:
        """Whether an exercise is wanted."""
        return (
            self.equipment in (None, *summary.equipment)
            and self.difficulty in (None, summary.difficulty)
            and self.exercise_type in (None, summary.exercise_type)
            and self.pattern in (None, summary.pattern)
            and self.kind in (None, summary.kind)
            and self.custom in (None, own)
            and (self.muscle is None or self._works_on(summary))
        )

    def _works_on(self, summary: ExerciseSummary) -> bool:
        wanted = self._muscles
        return not (wanted.isdisjoint(summary.primary_muscles) and wanted.isdisjoint(summary.secondary_muscles))

    @functools.cached_property
    def _muscles(self) -> frozenset[Muscle]:
        return frozenset(muscles_of(self.muscle)) if self.muscle else frozenset()


class Listed(NamedTuple):
    """An exercise in a list. `own` tells a custom exercise of the reader."""

    summary: ExerciseSummary
    stats: Stats
    own: bool


class ListPage(NamedTuple):
    """A part of a list, and the position to go on from (None at the end)."""

    items: list[Listed]
    following: int | None


class Shelf:
    """Every exercise that a user sees, in two requests at most."""

    def __init__(self, user_id: str) -> None:
        self.overview: Overview = digest.overview()
        self.own = repository.own(user_id, MAX_OWN)
        self._own_ids = {summary.id for summary in self.own}

    def page(self, summaries: Iterable[ExerciseSummary], wanted: ExerciseFilter, *, limit: int, after: int) -> ListPage:
        """The exercises among `summaries` that are wanted, from position `after` on."""
        found = [one for one in summaries if wanted.takes(one, own=one.id in self._own_ids)]
        items = [self._listed(one) for one in found[after : after + limit]]
        return ListPage(items, after + limit if len(found) > after + limit else None)

    def by_name(self, wanted: ExerciseFilter) -> Sequence[ExerciseSummary]:
        """All of them, by name; the user's own alone when only those are wanted."""
        if wanted.custom:
            return self.own
        return sorted(self._everything(), key=lambda summary: summary.sort_key)

    def by_relevance(self, query: str) -> list[ExerciseSummary]:
        """Those that fit a query, best first."""
        beside = (*self._approved_by_others(), *self.own)
        known = {summary.id: summary for summary in self._everything()}
        return [known[hit.exercise_id] for hit in search.search(query, beside, self.overview.popularity)]

    def by_popularity(self) -> list[ExerciseSummary]:
        """The most used first; staples come before the others until there is any use to count."""
        used = self.overview.stats
        return sorted(
            self._everything(),
            key=lambda one: (-(used[one.id].usage if one.id in used else 0), -one.common, one.sort_key),
        )

    def _everything(self) -> list[ExerciseSummary]:
        return [*catalogue.all_exercises(), *self._approved_by_others(), *self.own]

    def _approved_by_others(self) -> list[ExerciseSummary]:
        return [summary for summary in self.overview.approved if summary.id not in self._own_ids]

    def _listed(self, summary: ExerciseSummary) -> Listed:
        return Listed(summary, self.overview.stats.get(summary.id) or Stats(), summary.id in self._own_ids)
