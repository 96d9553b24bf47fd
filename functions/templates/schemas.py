"""Wire models of templates: the same on their way in and out, as far as a creator writes them."""

from datetime import date
from decimal import Decimal
from typing import Annotated, TypeAlias

from pydantic import AfterValidator, Field, StringConstraints

from fitsync.exercises.documents import Equipment, Muscle
from fitsync.kit import clock
from fitsync.kit.wire import Difference, Id, Int, Kg, Name, WireModel, examples, measure
from fitsync.templates.limits import (
    MAX_ACTIVITIES,
    MAX_ALTERNATIVES,
    MAX_DAY_EXERCISES,
    MAX_DESCRIPTION_LENGTH,
    MAX_FOCUS_AREAS,
    MAX_NOTE_LENGTH,
    MAX_REPS,
    MAX_REST_SECONDS,
    MAX_RULES,
    MAX_SECONDS,
    MAX_SET_GROUPS,
    MAX_SETS,
    MAX_TAGS,
    MAX_TOTAL_WEEKS,
    MAX_WEEKS,
)
from fitsync.templates.models import MissedDays
from fitsync.templates.plan import WeightType
from fitsync.templates.progression import AtCeiling, Axis, StepUnit, When
from fitsync.templates.service import Content
from fitsync.templates.template import Category, Goal, Level
from fitsync.templates.vocabulary import SetPurpose, Weekday


def _unlike(values: list[str]) -> list[str]:
    if len(set(values)) != len(values):
        raise ValueError("must not repeat an entry")
    return values


PlanNotes = Annotated[str, StringConstraints(max_length=MAX_NOTE_LENGTH)]
Tag = Annotated[str, StringConstraints(min_length=1, max_length=40, pattern=r"^[^\x00-\x1f\x7f]+$")]
PlanReps = Annotated[Int, Field(ge=1, le=MAX_REPS)]
PlanSeconds = Annotated[Int, Field(ge=1, le=MAX_SECONDS)]
PlanRest = Annotated[Int, Field(ge=0, le=MAX_REST_SECONDS)]
Minutes = Annotated[Int, Field(ge=1, le=600)]
Covered: TypeAlias = Annotated[Decimal, *measure(0, 1_000_000, "0.01", above=True)]
Share: TypeAlias = Annotated[Decimal, *measure(0, 100, "0.01", above=True, below=True)]
BasePercent: TypeAlias = Annotated[Decimal, *measure(1, 100, "0.001")]


class RepsModel(WireModel):
    """A range; without `max` as many as possible. `target` is what to begin with where repetitions progress."""

    min: PlanReps
    max: PlanReps | None = None
    target: PlanReps | None = None


class WeightModel(WireModel):
    """The load. `fixed` in kg (without a value the user chooses the first time), `bodyweight` with kg on top if any,
    `percentage` of the one-rep maximum times `basePercent`, `rpe` as a target.
    """

    type: WeightType
    value: Kg | None = None


class SetGroupModel(WireModel):
    """`count` equal sets."""

    count: Annotated[Int, Field(ge=1, le=MAX_SETS)] = 1
    type: SetPurpose = SetPurpose.NORMAL
    reps: RepsModel | None = None
    weight: WeightModel = Field(default_factory=lambda: WeightModel(type=WeightType.FIXED))
    duration_seconds: PlanSeconds | None = None
    distance_m: Covered | None = None


class StepModel(WireModel):
    """By how much; negative goes down."""

    amount: Difference
    unit: StepUnit = StepUnit.ABSOLUTE


class CeilingModel(WireModel):
    """The last value, and what happens there: `hold`, or start over at `resetTo` with `loadStep` more load."""

    value: Kg
    then: AtCeiling = AtCeiling.HOLD
    reset_to: Kg | None = None
    load_step: StepModel | None = None


class RuleModel(WireModel):
    """What changes, by how much, when, and up to where."""

    axis: Axis
    step: StepModel
    when: When = When.ALL_SETS
    ceiling: CeilingModel | None = None


class DeloadModel(WireModel):
    """`percent` less: for good after so many misses in a row, for the week in every so manyth week."""

    percent: Share = Field(default=Decimal(10), json_schema_extra={"default": 10})
    after_misses: Annotated[Int, Field(ge=1, le=20)] | None = None
    every_weeks: Annotated[Int, Field(ge=2, le=MAX_TOTAL_WEEKS)] | None = None


class ProgressionModel(WireModel):
    """The rules by which an exercise gets harder. `maxLoadKg` is never exceeded."""

    rules: Annotated[list[RuleModel], Field(max_length=MAX_RULES)] = Field(default_factory=list)
    deload: DeloadModel | None = None
    max_load_kg: Kg | None = None


class PlannedExerciseModel(WireModel):
    """An exercise of a day. Those with the same exercise and `track` share their progress."""

    exercise_id: Id
    sets: Annotated[list[SetGroupModel], Field(min_length=1, max_length=MAX_SET_GROUPS)]
    rest_seconds: PlanRest | None = None
    superset: Annotated[Int, Field(ge=1, le=MAX_DAY_EXERCISES)] | None = None
    notes: PlanNotes = ""
    alternatives: Annotated[list[Id], Field(max_length=MAX_ALTERNATIVES), AfterValidator(_unlike)] = Field(
        default_factory=list
    )
    track: Annotated[str, StringConstraints(max_length=20, pattern=r"^[a-z0-9-]*$")] = ""
    base_percent: BasePercent = Field(
        default=Decimal(100),
        json_schema_extra={"default": 100},
        description="What percentages are taken of: 100 is the one-rep maximum, 90 the training max of 5/3/1.",
    )
    progression: ProgressionModel | None = None


class ActivityModel(WireModel):
    """A part of a warm-up or cool-down."""

    exercise_id: Id
    duration_seconds: PlanSeconds | None = None
    instructions: PlanNotes = ""


Activities = Annotated[list[ActivityModel], Field(max_length=MAX_ACTIVITIES)]


class DayModel(WireModel):
    """A day; `estimatedDuration` in minutes."""

    name: Annotated[str, StringConstraints(max_length=80, pattern=r"^[^\x00-\x1f\x7f]*$")] = ""
    is_rest_day: Annotated[bool, Field(strict=True)] = False
    focus_areas: Annotated[list[Tag], Field(max_length=MAX_FOCUS_AREAS)] = Field(default_factory=list)
    exercises: Annotated[list[PlannedExerciseModel], Field(max_length=MAX_DAY_EXERCISES)] = Field(default_factory=list)
    estimated_duration: Minutes | None = None
    warmup: Activities = Field(default_factory=list)
    cooldown: Activities = Field(default_factory=list)


class WeekModel(WireModel):
    """A week; a weekday that is not named is a rest day."""

    days: dict[Weekday, DayModel]


class WeeklyPlanModel(WireModel):
    """`weeks` in turn, again and again, for `totalWeeks`."""

    total_weeks: Annotated[Int, Field(ge=1, le=MAX_TOTAL_WEEKS)]
    weeks: Annotated[list[WeekModel], Field(min_length=1, max_length=MAX_WEEKS)]


class TemplateMetadataModel(WireModel):
    """`duration` in minutes and `estimatedCalories` in kcal, both of one training day."""

    difficulty: Level
    goal: Goal
    duration: Minutes | None = None
    primary_muscles: Annotated[list[Muscle], Field(max_length=17), AfterValidator(_unlike)] = Field(
        default_factory=list
    )
    equipment: Annotated[list[Equipment], Field(max_length=20), AfterValidator(_unlike)] = Field(default_factory=list)
    tags: Annotated[list[Tag], Field(max_length=MAX_TAGS), AfterValidator(_unlike)] = Field(default_factory=list)
    estimated_calories: Annotated[Int, Field(ge=0, le=20_000)] | None = None


class SharingModel(WireModel):
    """`isPublic`: whoever knows the id can read it. `isPublished`: it is in the public listing, too."""

    is_public: Annotated[bool, Field(strict=True)] = False
    is_published: Annotated[bool, Field(strict=True)] = False
    category: Category | None = None


_EXERCISE = {
    "exerciseId": "01KDVDNA00FKX3CWZH5A3W6D4X",
    "sets": [{"count": 3, "reps": {"min": 8, "max": 12}, "weight": {"type": "fixed", "value": 40}}],
    "restSeconds": 120,
    "progression": {
        "rules": [{"axis": "load", "step": {"amount": 2.5}, "when": "all_sets"}],
        "deload": {"percent": 10, "afterMisses": 3},
    },
}
EXAMPLE = {
    "name": "Two days",
    "description": "The basics, twice a week.",
    "metadata": {"difficulty": "beginner", "goal": "strength", "duration": 45, "tags": ["basics"]},
    "weeklyPlan": {
        "totalWeeks": 8,
        "weeks": [
            {
                "days": {
                    "monday": {"name": "A", "exercises": [_EXERCISE]},
                    "thursday": {"name": "B", "exercises": [_EXERCISE]},
                }
            }
        ],
    },
    "sharing": {"isPublic": False},
}


class TemplateUpdate(WireModel):
    """What a creator writes of a template; it replaces what was there."""

    model_config = examples(EXAMPLE)

    name: Name
    description: Annotated[str, StringConstraints(max_length=MAX_DESCRIPTION_LENGTH)] = ""
    metadata: TemplateMetadataModel
    weekly_plan: WeeklyPlanModel
    sharing: SharingModel = Field(default_factory=SharingModel)

    def content(self) -> Content:
        """The template as the domain knows it."""
        return Content.model_validate(self.model_dump(exclude={"id"}))


class TemplateCreate(TemplateUpdate):
    """A new template."""

    model_config = examples({"id": "01JD9ZT8Q6V3X5M2N7R0C4B1WK", **EXAMPLE})

    id: Id | None = Field(default=None, description="Chosen by the client; sending it again gives the same template.")


class TemplateCopy(WireModel):
    """How the copy is to be called, and its id."""

    id: Id | None = Field(default=None, description="Chosen by the client; sending it again gives the same copy.")
    name: Name | None = None


class TemplateRating(WireModel):
    rating: Annotated[Int, Field(ge=1, le=5)]


_FIRST_DAY, _LAST_DAY = date(2000, 1, 1), date(2199, 12, 31)


def _plausible(value: date) -> date:
    if not _FIRST_DAY <= value <= _LAST_DAY:
        raise ValueError(f"must be from {_FIRST_DAY} to {_LAST_DAY}")
    return value


class FollowingIn(WireModel):
    """How to follow the plan."""

    missed_days: MissedDays = Field(
        default=MissedDays.WAIT, description="A missed day is done next, or the plan moves on without it."
    )
    started_on: Annotated[date, AfterValidator(_plausible)] | None = Field(
        default=None, description="Week 1 is the week of this day; today when left out."
    )


def new_id(given: str | None) -> str:
    """The id that a client chose, else a new one."""
    return given or clock.new_id()
