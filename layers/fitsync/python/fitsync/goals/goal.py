"""What a goal is: its kind, what it measures, where it began, where it leads, and how far it has come."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from fitsync.goals.limits import FOLLOWED_AFTER
from fitsync.kit.documents import Document


class GoalType(StrEnum):
    WEIGHT = "weight"
    STRENGTH = "strength"
    ENDURANCE = "endurance"
    HABIT = "habit"
    CUSTOM = "custom"


class GoalStatus(StrEnum):
    ACTIVE = "active"
    PAUSED = "paused"
    ACHIEVED = "achieved"
    FAILED = "failed"

    @property
    def is_open(self) -> bool:
        """Whether the goal is still to be reached."""
        return self in (GoalStatus.ACTIVE, GoalStatus.PAUSED)


class GoalMetric(StrEnum):
    """What a goal measures."""

    MEASUREMENT = "measurement"
    MAX_WEIGHT = "max_weight"
    MAX_REPS = "max_reps"
    ONE_REP_MAX = "one_rep_max"
    TOTAL_DISTANCE = "total_distance"
    TOTAL_DURATION = "total_duration"
    TOTAL_VOLUME = "total_volume"
    TOTAL_WORKOUTS = "total_workouts"
    LONGEST_DISTANCE = "longest_distance"
    LONGEST_DURATION = "longest_duration"
    BEST_PACE = "best_pace"
    WEEKS_KEPT = "weeks_kept"
    WEEK_STREAK = "week_streak"
    MANUAL = "manual"


class Source(StrEnum):
    """Where the values of a metric come from."""

    MEASUREMENTS = "measurements"
    RECORDS = "records"
    SESSIONS = "sessions"
    USER = "user"


class Direction(StrEnum):
    UP = "up"
    DOWN = "down"

    def meets(self, value: Decimal, target: Decimal) -> bool:
        """Whether `value` is at the target or beyond."""
        return value >= target if self is Direction.UP else value <= target

    def best(self, values: list[Decimal]) -> Decimal:
        """The furthest of some values."""
        return max(values) if self is Direction.UP else min(values)


class Traits(NamedTuple):
    """What is fixed about a metric.

    `direction` is None where start and target decide. A metric that `sums` counts from zero since the goal's first day,
    so it needs a last one. `whole` values are counts. A `unit` of None is the user's own, or that of the measurement.
    """

    type: GoalType
    source: Source
    unit: str | None
    direction: Direction | None = Direction.UP
    sums: bool = False
    whole: bool = False
    exercise: bool | None = False  # needed (True), possible (None), or meaningless (False)


TRAITS: Mapping[GoalMetric, Traits] = MappingProxyType(
    {
        GoalMetric.MEASUREMENT: Traits(GoalType.WEIGHT, Source.MEASUREMENTS, None, direction=None),
        GoalMetric.ONE_REP_MAX: Traits(GoalType.STRENGTH, Source.RECORDS, "kg", exercise=True),
        GoalMetric.MAX_WEIGHT: Traits(GoalType.STRENGTH, Source.RECORDS, "kg", exercise=True),
        GoalMetric.MAX_REPS: Traits(GoalType.STRENGTH, Source.RECORDS, "reps", whole=True, exercise=True),
        GoalMetric.TOTAL_DISTANCE: Traits(GoalType.ENDURANCE, Source.SESSIONS, "m", sums=True, exercise=None),
        GoalMetric.TOTAL_DURATION: Traits(GoalType.ENDURANCE, Source.SESSIONS, "s", sums=True, exercise=None),
        GoalMetric.TOTAL_VOLUME: Traits(GoalType.ENDURANCE, Source.SESSIONS, "kg", sums=True, exercise=None),
        GoalMetric.TOTAL_WORKOUTS: Traits(
            GoalType.ENDURANCE, Source.SESSIONS, "workouts", sums=True, whole=True, exercise=None
        ),
        GoalMetric.LONGEST_DISTANCE: Traits(GoalType.ENDURANCE, Source.RECORDS, "m", exercise=True),
        GoalMetric.LONGEST_DURATION: Traits(GoalType.ENDURANCE, Source.RECORDS, "s", exercise=True),
        GoalMetric.BEST_PACE: Traits(GoalType.ENDURANCE, Source.RECORDS, "s/km", Direction.DOWN, exercise=True),
        GoalMetric.WEEKS_KEPT: Traits(GoalType.HABIT, Source.SESSIONS, "weeks", sums=True, whole=True),
        GoalMetric.WEEK_STREAK: Traits(GoalType.HABIT, Source.SESSIONS, "weeks", whole=True),
        GoalMetric.MANUAL: Traits(GoalType.CUSTOM, Source.USER, None, direction=None),
    }
)

USUAL: Mapping[GoalType, GoalMetric] = MappingProxyType(
    {
        GoalType.WEIGHT: GoalMetric.MEASUREMENT,
        GoalType.STRENGTH: GoalMetric.ONE_REP_MAX,
        GoalType.ENDURANCE: GoalMetric.TOTAL_DISTANCE,
        GoalType.HABIT: GoalMetric.WEEKS_KEPT,
        GoalType.CUSTOM: GoalMetric.MANUAL,
    }
)
"""What a goal of a type measures unless it says otherwise."""


class Point(NamedTuple):
    """A value on a day (local to the user)."""

    day: date
    value: Decimal


class Milestone(Document):
    """A value on the way. `achieved_at` is when it was noticed, `achieved_on` the day of the data that reached it."""

    value: Decimal
    notes: str = ""
    achieved_at: datetime | None = None
    achieved_on: date | None = None


class Trend(Document):
    """The straight line through the latest values: its slope per week, its value on the last day, and what it is of."""

    per_week: Decimal
    value: Decimal
    since: date
    until: date
    points: int


class Goal(Document):
    """A goal as of its last judgement. Values in `unit`; days are those of the user's time zone.

    `achieved_on` is the day of the data that reached the target, `achieved_at` when that was noticed. `version` is that
    of the item it was read from.
    """

    id: str
    user_id: str
    type: GoalType
    metric: GoalMetric
    title: str
    description: str = ""
    exercise_id: str | None = None
    exercise_name: str | None = None
    measurement: str | None = None
    sessions_per_week: int | None = None
    unit: str
    start_value: Decimal
    start_date: date
    target_value: Decimal
    target_date: date | None = None
    current_value: Decimal
    status: GoalStatus = GoalStatus.ACTIVE
    milestones: tuple[Milestone, ...] = ()
    achieved_at: datetime | None = None
    achieved_on: date | None = None
    log: tuple[Point, ...] = ()
    trend: Trend | None = None
    created_at: datetime
    updated_at: datetime
    version: int = 0

    @property
    def traits(self) -> Traits:
        """What is fixed about its metric."""
        return TRAITS[self.metric]

    @property
    def direction(self) -> Direction:
        """Whether the value has to rise or to fall."""
        fixed = self.traits.direction
        if fixed is not None:
            return fixed
        return Direction.UP if self.target_value >= self.start_value else Direction.DOWN

    @property
    def ended_on(self) -> date | None:
        """The day it was reached or missed; None while it is open."""
        if self.status is GoalStatus.ACHIEVED:
            return self.achieved_on
        return self.target_date if self.status is GoalStatus.FAILED else None

    @property
    def judged_until(self) -> date | None:
        """The last day on which data still change its outcome; None while it is open.

        An outcome that was noticed late is open to corrections as long as any other.
        """
        if self.status.is_open:
            return None
        noticed = self.achieved_at.date() if self.achieved_at else date.min
        return max(self.ended_on or noticed, noticed) + FOLLOWED_AFTER

    def status_on(self, today: date) -> GoalStatus:
        """The status as of a day: what is stored becomes a failure by the passing of the target date alone."""
        late = self.target_date is not None and self.target_date < today
        return GoalStatus.FAILED if self.status is GoalStatus.ACTIVE and late else self.status
