"""The kinds of exercise: what is measured in a set of each, and what a set may not carry."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple


class ExerciseKind(StrEnum):
    """What a set of an exercise is measured by."""

    WEIGHT_REPS = "weight_reps"
    BODYWEIGHT_REPS = "bodyweight_reps"
    ASSISTED_BODYWEIGHT = "assisted_bodyweight"
    REPS_ONLY = "reps_only"
    DURATION = "duration"
    DISTANCE_DURATION = "distance_duration"
    WEIGHT_DISTANCE = "weight_distance"


MEASURES = ("weight_kg", "reps", "duration_seconds", "distance_m")


class Rule(NamedTuple):
    """The measures that a finished set must have, may have, and needs at least one of."""

    required: frozenset[str] = frozenset()
    optional: frozenset[str] = frozenset()
    one_of: frozenset[str] = frozenset()

    @property
    def allowed(self) -> frozenset[str]:
        """Every measure that fits."""
        return self.required | self.optional | self.one_of


def _rule(required: str = "", optional: str = "", one_of: str = "") -> Rule:
    return Rule(frozenset(required.split()), frozenset(optional.split()), frozenset(one_of.split()))


RULES: Mapping[ExerciseKind, Rule] = MappingProxyType(
    {
        ExerciseKind.WEIGHT_REPS: _rule("weight_kg reps"),
        # The weight is what hangs on the belt, on top of the body.
        ExerciseKind.BODYWEIGHT_REPS: _rule("reps", optional="weight_kg"),
        # The weight is the machine's or the band's help.
        ExerciseKind.ASSISTED_BODYWEIGHT: _rule("weight_kg reps"),
        ExerciseKind.REPS_ONLY: _rule("reps"),
        ExerciseKind.DURATION: _rule("duration_seconds"),
        ExerciseKind.DISTANCE_DURATION: _rule(one_of="distance_m duration_seconds"),
        ExerciseKind.WEIGHT_DISTANCE: _rule("weight_kg distance_m", optional="duration_seconds"),
    }
)
