"""Wire models of goals on their way out."""

from datetime import date
from typing import Literal, Self

from pydantic import Field

from fitsync.goals.goal import Direction, Goal, GoalMetric, GoalStatus, GoalType, Milestone, Trend
from fitsync.goals.pace import METHOD, Outlook, outlook, percent
from fitsync.kit.wire import Day, Id, Instant, Number, WireModel
from functions.goals.figures import FIGURES

_SHOWN_FIGURES = {figure: name for name, figure in FIGURES.items()}


class MilestoneOut(WireModel):
    """A value on the way. `achievedOn` is the day of the data that reached it, `achievedAt` when that was noticed."""

    value: Number
    notes: str
    achieved_on: Day | None
    achieved_at: Instant | None

    @classmethod
    def of(cls, milestone: Milestone) -> Self:
        """The milestone as its user sees it."""
        return cls(**dict(milestone))


class GoalOut(WireModel):
    """A goal, with the value that its data have by now. All values are in `unit`.

    `status` is that of today: a target date that went by makes it `failed`. For 90 days after it ended, data that come
    late may still make it `achieved`, and data that are deleted may open it again.
    """

    id: Id
    type: GoalType
    metric: GoalMetric
    title: str
    description: str
    exercise_id: Id | None
    exercise_name: str | None
    measurement: str | None
    sessions_per_week: int | None
    unit: str
    direction: Direction
    start_value: Number
    start_date: Day
    current_value: Number
    target_value: Number
    target_date: Day | None
    percent: Number = Field(description="How much of the way is done, 0 to 100.")
    status: GoalStatus
    milestones: list[MilestoneOut]
    achieved_on: Day | None
    achieved_at: Instant | None
    created_at: Instant
    updated_at: Instant
    version: int

    @classmethod
    def of(cls, goal: Goal, today: date | None = None) -> Self:
        """The goal as its user sees it on a day, or as it was just judged."""
        return cls(
            id=goal.id,
            type=goal.type,
            metric=goal.metric,
            title=goal.title,
            description=goal.description,
            exercise_id=goal.exercise_id,
            exercise_name=goal.exercise_name,
            measurement=_SHOWN_FIGURES.get(goal.measurement, goal.measurement) if goal.measurement else None,
            sessions_per_week=goal.sessions_per_week,
            unit=goal.unit,
            direction=goal.direction,
            start_value=goal.start_value,
            start_date=goal.start_date,
            current_value=goal.current_value,
            target_value=goal.target_value,
            target_date=goal.target_date,
            percent=percent(goal),
            status=goal.status_on(today) if today else goal.status,
            milestones=[MilestoneOut.of(one) for one in goal.milestones],
            achieved_on=goal.achieved_on,
            achieved_at=goal.achieved_at,
            created_at=goal.created_at,
            updated_at=goal.updated_at,
            version=goal.version,
        )


class GoalPaceOut(WireModel):
    """How fast the value changes, per week in the goal's unit; negative falls. `needed` reaches the target on its date.

    `actual` is the slope of the trend and null when there are too few values, `onTrack` null when nothing can be said.
    """

    needed_per_week: Number | None
    actual_per_week: Number | None
    on_track: bool | None


class GoalForecastOut(WireModel):
    """The day on which the target is reached if things go on like that, and how that was worked out: the straight line
    of least squares through the last value of each day from `since` to `until`.
    """

    date: Day
    method: Literal["linear_regression"]
    points: int
    since: Day
    until: Day


class GoalProgressOut(WireModel):
    """A goal with its pace, and a forecast while the trend leads to the target."""

    goal: GoalOut
    remaining: Number
    pace: GoalPaceOut
    forecast: GoalForecastOut | None

    @classmethod
    def of(cls, goal: Goal, today: date) -> Self:
        """How a goal stands on a day."""
        found = outlook(goal, today)
        pace = GoalPaceOut(
            needed_per_week=found.needed,
            actual_per_week=goal.trend.per_week if goal.trend else None,
            on_track=found.on_track,
        )
        return cls(
            goal=GoalOut.of(goal, today),
            remaining=found.remaining,
            pace=pace,
            forecast=_forecast(found, goal.trend),
        )


def _forecast(found: Outlook, trend: Trend | None) -> GoalForecastOut | None:
    if found.forecast is None or trend is None:
        return None
    return GoalForecastOut(
        date=found.forecast, method=METHOD, points=trend.points, since=trend.since, until=trend.until
    )
