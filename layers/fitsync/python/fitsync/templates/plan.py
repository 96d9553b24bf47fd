"""A template's plan as it is stored: weeks, days, exercises and sets. Pure values; `rules.py` says what fits together.

Weights are in kg, times in seconds, distances in metres.
"""

from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from pydantic import Field

from fitsync.kit.documents import Document
from fitsync.templates.progression import Progression
from fitsync.templates.vocabulary import WEEKDAYS, SetPurpose, Weekday


class WeightType(StrEnum):
    """How a set's load is given; see `Weight`."""

    BODYWEIGHT = "bodyweight"
    FIXED = "fixed"
    PERCENTAGE = "percentage"
    RPE = "rpe"


class Weight(Document):
    """The load of a set.

    `bodyweight`: the own weight, and `value` kg on top of it if given. `fixed`: `value` kg; without a value the user
    chooses the first time and goes on from there. `percentage`: so much of the exercise's one-rep maximum (times its
    `base_percent`); in the warm-up sets of an exercise whose working sets are given otherwise, of their load today.
    `rpe`: whatever makes the repetitions feel like an RPE of `value`.
    """

    type: WeightType
    value: Decimal | None = None


class Reps(Document):
    """Repetitions: a range, or from `min` up as many as possible when there is no `max`. Within a range, `target` is
    what to begin with where the repetitions are what progresses.
    """

    min: int
    max: int | None = None
    target: int | None = None


class SetGroup(Document):
    """`count` equal sets."""

    count: int = 1
    type: SetPurpose = SetPurpose.NORMAL
    reps: Reps | None = None
    weight: Weight = Field(default_factory=lambda: Weight(type=WeightType.FIXED))
    duration_seconds: int | None = None
    distance_m: Decimal | None = None

    @property
    def works(self) -> bool:
        """Whether these are working sets, no warm-up."""
        return self.type is not SetPurpose.WARMUP


class PlannedExercise(Document):
    """An exercise of a day. Those with the same exercise and `track` in a template share their progress.

    `base_percent` is what percentages are taken of: 100 is the one-rep maximum, 90 the training max of 5/3/1.
    """

    exercise_id: str
    sets: tuple[SetGroup, ...]
    rest_seconds: int | None = None
    superset: int | None = None
    notes: str = ""
    alternatives: tuple[str, ...] = ()
    track: str = ""
    base_percent: Decimal = Decimal(100)
    progression: Progression | None = None

    @property
    def lane(self) -> str:
        """What the progress of this exercise is remembered under."""
        return f"{self.exercise_id}/{self.track}"

    @property
    def working(self) -> tuple[SetGroup, ...]:
        """The groups of working sets."""
        return tuple(group for group in self.sets if group.works)

    @property
    def weight_type(self) -> WeightType:
        """How the working sets' load is given."""
        return self.working[0].weight.type


class Activity(Document):
    """A part of a warm-up or a cool-down."""

    exercise_id: str
    duration_seconds: int | None = None
    instructions: str = ""


class Day(Document):
    """A day of a week; a rest day has no exercises."""

    name: str = ""
    is_rest_day: bool = False
    focus_areas: tuple[str, ...] = ()
    exercises: tuple[PlannedExercise, ...] = ()
    estimated_duration: int | None = None
    """Minutes."""
    warmup: tuple[Activity, ...] = ()
    cooldown: tuple[Activity, ...] = ()


class Week(Document):
    """A week; a weekday that is not named is a rest day."""

    days: dict[Weekday, Day] = Field(default_factory=dict)

    @property
    def training(self) -> tuple[Weekday, ...]:
        """The weekdays with training."""
        return tuple(day for day in WEEKDAYS if day in self.days and not self.days[day].is_rest_day)


class Slot(NamedTuple):
    """A day of the plan: its week, counted from 1 on, and its weekday."""

    week: int
    weekday: Weekday


class WeeklyPlan(Document):
    """`weeks` in turn, again and again, for `total_weeks`."""

    total_weeks: int
    weeks: tuple[Week, ...]

    def day(self, slot: Slot) -> Day | None:
        """The training of a slot; None for a rest day. Weeks go on after the last one as they began."""
        week = self.weeks[(slot.week - 1) % len(self.weeks)]
        return week.days[slot.weekday] if slot.weekday in week.training else None

    def cycle(self, slot: Slot) -> int:
        """How often the weeks have been gone through before this slot."""
        return (slot.week - 1) // len(self.weeks)

    def slots(self, first_week: int = 1) -> Iterator[Slot]:
        """Every training slot from a week on, without end."""
        week = first_week
        while True:
            for weekday in self.weeks[(week - 1) % len(self.weeks)].training:
                yield Slot(week, weekday)
            week += 1

    def exercises(self) -> Iterator[tuple[str, PlannedExercise]]:
        """Every exercise with where it is, as the wire names it."""
        for week_index, week in enumerate(self.weeks):
            for weekday in WEEKDAYS:
                if weekday in week.days:
                    for index, planned in enumerate(week.days[weekday].exercises):
                        yield f"weeks.{week_index}.days.{weekday}.exercises.{index}", planned

    def exercise_ids(self) -> frozenset[str]:
        """Every exercise that the plan names, alternatives and warm-ups included."""
        days = [day for week in self.weeks for day in week.days.values()]
        activities = [activity.exercise_id for day in days for activity in (*day.warmup, *day.cooldown)]
        planned = [(one.exercise_id, *one.alternatives) for _, one in self.exercises()]
        return frozenset([*activities, *(exercise_id for ids in planned for exercise_id in ids)])
