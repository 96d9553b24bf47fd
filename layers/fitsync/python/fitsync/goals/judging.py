"""What a series of values means for a goal: a pure function of the goal's terms, the series and the day.

A milestone or target counts as reached while any value of the series up to the target date is there or beyond. So
a weight that goes up again takes nothing back, a deleted workout does, and late data that show it was reached in time
turn a failure into an achievement.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from fitsync.goals.goal import Goal, GoalStatus, Milestone, Point
from fitsync.goals.pace import trend_of


class Series(NamedTuple):
    """The values of a goal's metric in order of time.

    Nothing before `since` was looked at. Not `exact` means that values in between may be missing (a ranking of the best
    is cut off), though never the best.
    """

    points: Sequence[Point] = ()
    since: date = date.min
    exact: bool = True


def judged(goal: Goal, series: Series, today: date, now: datetime) -> Goal:
    """The goal as the series has it; a paused one stays as it is."""
    if goal.status is GoalStatus.PAUSED:
        return goal
    achieved_on = _reached_on(goal, series, goal.target_value, goal.achieved_on)
    if achieved_on is not None:
        status = GoalStatus.ACHIEVED
    elif goal.target_date is not None and goal.target_date < today:
        status = GoalStatus.FAILED
    else:
        status = GoalStatus.ACTIVE
    return goal.model_copy(
        update={
            "status": status,
            "current_value": series.points[-1].value if series.points else goal.start_value,
            "milestones": tuple(_judged(goal, series, milestone, now) for milestone in goal.milestones),
            "achieved_on": achieved_on,
            "achieved_at": (goal.achieved_at or now) if achieved_on else None,
            "trend": trend_of(series.points, today),
        }
    )


def _judged(goal: Goal, series: Series, milestone: Milestone, now: datetime) -> Milestone:
    reached_on = _reached_on(goal, series, milestone.value, milestone.achieved_on)
    reached_at = (milestone.achieved_at or now) if reached_on else None
    return milestone.model_copy(update={"achieved_on": reached_on, "achieved_at": reached_at})


def _reached_on(goal: Goal, series: Series, value: Decimal, known: date | None) -> date | None:
    """The first day on which the value was reached in time; `known` is the day it was thought to be, if any."""
    meets = goal.direction.meets
    reaching = [point.day for point in series.points if meets(point.value, value)]
    first = next((day for day in reaching if goal.target_date is None or day <= goal.target_date), None)
    if known is None:
        return first
    # What happened before the series began is not in it, nor is what a better value pushed out of a ranking.
    out_of_sight = known < series.since or (not series.exact and bool(reaching))
    if out_of_sight:
        return min(known, first) if first else known
    return first
