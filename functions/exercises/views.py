"""Wire models of exercises on their way out."""

from collections.abc import Iterable
from typing import Literal, Self

from pydantic import Field

from fitsync.exercises import catalogue
from fitsync.exercises.energy import REFERENCE_KG, kcal_per_minute
from fitsync.exercises.service import ExerciseSummary, ExerciseView, Listed, Stats
from fitsync.exercises.vocabulary import Difficulty, Direction, Equipment, ExerciseType, Kind, Mechanic, Muscle, Pattern
from fitsync.kit.auth import Principal
from fitsync.kit.wire import Id, Instant, WireModel


class ExerciseMetricsOut(WireModel):
    """How an exercise is used and liked by everybody who sees it."""

    average_rating: float | None = Field(description="From 1 to 5; null without a rating.")
    total_ratings: int
    usage_count: int = Field(description="Completed workouts with this exercise.")

    @classmethod
    def of(cls, stats: Stats) -> Self:
        return cls(average_rating=stats.average_rating, total_ratings=stats.rating_count, usage_count=stats.usage)


class ExerciseSummaryOut(WireModel):
    """An exercise in brief."""

    id: Id
    name: str
    kind: Kind
    difficulty: Difficulty
    exercise_type: ExerciseType
    movement_pattern: Pattern
    direction: Direction | None = Field(description="The plane of a push or a pull.")
    mechanic: Mechanic | None
    equipment: list[Equipment] = Field(description="What carries the load comes first.")
    primary_muscle_groups: list[Muscle]
    secondary_muscle_groups: list[Muscle]
    unilateral: bool = Field(description="Whether it is done one side at a time.")
    tags: list[str]
    is_custom: bool
    is_own: bool
    metrics: ExerciseMetricsOut

    @classmethod
    def listed(cls, listed: Listed) -> Self:
        own = {"is_own": listed.own, "metrics": ExerciseMetricsOut.of(listed.stats)}
        return cls.model_validate(_brief(listed.summary) | own)


class SafetyOut(WireModel):
    warnings: list[str]
    common_mistakes: list[str]
    tips: list[str]


class CaloriesOut(WireModel):
    """Kilocalories for a body of `referenceWeightKg`; they grow in proportion to the weight."""

    per_minute: float
    base_rate: float = Field(description="Per minute at rest (1 MET).")
    reference_weight_kg: int


class MetOut(WireModel):
    """Metabolic equivalents, from the 2011 Compendium of Physical Activities."""

    value: float
    code: str = Field(description="The activity's code in the Compendium.")
    source: str


class RelatedExerciseOut(WireModel):
    id: Id
    name: str
    difficulty: Difficulty
    equipment: list[Equipment]


_SOURCE = "Ainsworth et al., 2011 Compendium of Physical Activities"


class ExerciseOut(ExerciseSummaryOut):
    """An exercise with everything that is known of it."""

    aliases: list[str]
    description: str
    instructions: list[str]
    safety: SafetyOut
    variations: list[RelatedExerciseOut] = Field(description="The same movement with another load, grip or stance.")
    alternatives: list[RelatedExerciseOut] = Field(description="Other movements for the same muscles.")
    met: MetOut
    calories: CaloriesOut
    my_rating: int | None = Field(description="The reader's own rating.")
    status: Literal["built_in", "private", "approved"]
    catalogue_version: str | None = Field(description="Of the built-in catalogue; null for a custom exercise.")
    version: int | None = Field(description="Of a custom exercise; null for a built-in one.")
    created_at: Instant | None
    updated_at: Instant | None

    @classmethod
    def of(cls, view: ExerciseView, reader: Principal) -> Self:
        """The exercise as `reader` sees it."""
        summary, texts, item = view.summary, view.texts, view.item
        return cls.model_validate(
            _brief(summary)
            | {
                "is_own": item is not None and item.creator_id == reader.user_id,
                "metrics": ExerciseMetricsOut.of(view.stats),
                "aliases": list(summary.aliases),
                "description": texts.description,
                "instructions": list(texts.instructions),
                "safety": {
                    "warnings": list(texts.warnings),
                    "common_mistakes": list(texts.common_mistakes),
                    "tips": list(texts.tips),
                },
                "variations": _related(texts.variations),
                "alternatives": _related(texts.alternatives),
                "met": {"value": summary.met, "code": summary.met_code, "source": _SOURCE},
                "calories": {
                    "per_minute": summary.calories_per_minute,
                    "base_rate": kcal_per_minute(1.0),
                    "reference_weight_kg": REFERENCE_KG,
                },
                "my_rating": view.rating,
                "status": item.status if item else "built_in",
                "catalogue_version": None if item else catalogue.version(),
                "version": item.version if item else None,
                "created_at": item.created_at if item else None,
                "updated_at": item.updated_at if item else None,
            }
        )


class RatingOut(WireModel):
    """The reader's rating, and what everybody's is now."""

    exercise_id: Id
    rating: int
    average_rating: float
    total_ratings: int


def _related(exercise_ids: Iterable[str]) -> list[RelatedExerciseOut]:
    found = (catalogue.get(exercise_id) for exercise_id in exercise_ids)
    return [
        RelatedExerciseOut(id=one.id, name=one.name, difficulty=one.difficulty, equipment=list(one.equipment))
        for one in found
        if one
    ]


def _brief(summary: ExerciseSummary) -> dict[str, object]:
    return {
        "id": summary.id,
        "name": summary.name,
        "kind": summary.kind,
        "difficulty": summary.difficulty,
        "exercise_type": summary.exercise_type,
        "movement_pattern": summary.pattern,
        "direction": summary.direction,
        "mechanic": summary.mechanic,
        "equipment": list(summary.equipment),
        "primary_muscle_groups": list(summary.primary_muscles),
        "secondary_muscle_groups": list(summary.secondary_muscles),
        "unilateral": summary.unilateral,
        "tags": list(summary.tags),
        "is_custom": catalogue.get(summary.id) is None,
    }
