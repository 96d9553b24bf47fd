"""An exercise in brief: what lists, search and workouts need of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from fitsync.exercises.energy import kcal_per_minute
from fitsync.exercises.vocabulary import Difficulty, Direction, Equipment, ExerciseType, Kind, Mechanic, Muscle, Pattern


class ExerciseSummary(NamedTuple):
    """An exercise without its texts. A plain tuple: a thousand of them are built at a cold start.

    `met` comes from the 2011 Compendium of Physical Activities, code `met_code`. `common` is how much of a staple the
    exercise is (0 to 3); it orders lists before there is any use to count.
    """

    id: str
    slug: str
    name: str
    aliases: tuple[str, ...]
    kind: Kind
    difficulty: Difficulty
    exercise_type: ExerciseType
    pattern: Pattern
    direction: Direction | None
    mechanic: Mechanic | None
    equipment: tuple[Equipment, ...]
    primary_muscles: tuple[Muscle, ...]
    secondary_muscles: tuple[Muscle, ...]
    unilateral: bool
    met: float
    met_code: str
    tags: tuple[str, ...]
    common: int

    @property
    def calories_per_minute(self) -> float:
        """Kilocalories per minute for a body of 70 kg."""
        return kcal_per_minute(self.met)

    @property
    def muscles(self) -> tuple[Muscle, ...]:
        """Every muscle at work, the main ones first."""
        return (*self.primary_muscles, *self.secondary_muscles)

    @property
    def sort_key(self) -> tuple[str, str]:
        """The place in a list by name."""
        return self.name.lower(), self.id

    @classmethod
    def of_row(cls, row: Iterable[Any]) -> ExerciseSummary:
        """The summary in a row of JSON values, which is trusted to hold one."""
        return cls._make(tuple(value) if type(value) is list else value for value in row)
