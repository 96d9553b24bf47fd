"""What happens to goals. Values in `unit`."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import ClassVar, TypedDict

from fitsync.goals.goal import Goal, GoalMetric, GoalStatus, GoalType
from fitsync.kit.events import DomainEvent


class About(TypedDict):
    """The fields that every event of a goal has."""

    goal_id: str
    type: GoalType
    metric: GoalMetric
    title: str
    unit: str
    target_value: Decimal
    exercise_id: str | None


class _OfGoal(DomainEvent):
    """Enough of a goal to tell somebody about it."""

    name: ClassVar[str]

    goal_id: str
    type: GoalType
    metric: GoalMetric
    title: str
    unit: str
    target_value: Decimal
    exercise_id: str | None = None


class GoalCreated(_OfGoal):
    name: ClassVar[str] = "goals.goal_created"


class GoalUpdated(_OfGoal):
    name: ClassVar[str] = "goals.goal_updated"


class GoalDeleted(_OfGoal):
    name: ClassVar[str] = "goals.goal_deleted"


class GoalAchieved(_OfGoal):
    """The data reached the target, on `achieved_on`."""

    name: ClassVar[str] = "goals.goal_achieved"

    achieved_on: date


class GoalReopened(_OfGoal):
    """The data no longer reach the target of a goal that was achieved."""

    name: ClassVar[str] = "goals.goal_reopened"


class GoalFailed(_OfGoal):
    """The target date went by. Raised with the first write after it, which may be days later."""

    name: ClassVar[str] = "goals.goal_failed"

    target_date: date


class MilestoneReached(_OfGoal):
    name: ClassVar[str] = "goals.milestone_reached"

    value: Decimal
    reached_on: date


def outcomes(before: Goal | None, after: Goal) -> Iterator[DomainEvent]:
    """What became of a goal between two states of it."""
    about = of(after)
    reached = {milestone.value for milestone in before.milestones if milestone.achieved_on} if before else set()
    for milestone in after.milestones:
        if milestone.achieved_on and milestone.value not in reached:
            yield MilestoneReached(**about, value=milestone.value, reached_on=milestone.achieved_on)
    known = before.status if before else GoalStatus.ACTIVE
    if after.status is known:
        return
    if after.status is GoalStatus.ACHIEVED:
        assert after.achieved_on is not None
        yield GoalAchieved(**about, achieved_on=after.achieved_on)
        return
    if known is GoalStatus.ACHIEVED:
        yield GoalReopened(**about)
    if after.status is GoalStatus.FAILED:
        assert after.target_date is not None
        yield GoalFailed(**about, target_date=after.target_date)


def of(goal: Goal) -> About:
    """What every event says of its goal."""
    return About(
        goal_id=goal.id,
        type=goal.type,
        metric=goal.metric,
        title=goal.title,
        unit=goal.unit,
        target_value=goal.target_value,
        exercise_id=goal.exercise_id,
    )
