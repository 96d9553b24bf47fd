"""Pace and forecast: how fast a value changes, how fast it would have to, and when it gets there at this rate.

The method is ordinary least squares, the straight line with the smallest sum of squared distances to the values
(`statistics.linear_regression`), through the last value of each day of the last `WINDOW`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from statistics import linear_regression
from typing import Final, NamedTuple

from fitsync.goals.goal import Direction, Goal, GoalStatus, Point, Trend

METHOD: Final = "linear_regression"

# Choices of the product: two months show where a training block leads, while older values say little about now; a line
# through fewer than three days or less than a week of them is noise.
WINDOW = timedelta(days=56)
FEWEST_DAYS = 3
SHORTEST_SPAN = timedelta(days=7)
# A forecast beyond this is no forecast: ten years.
HORIZON = timedelta(days=3650)

_WEEK = 7
_THOUSANDTH = Decimal("0.001")


def trend_of(points: Sequence[Point], today: date) -> Trend | None:
    """The line through the latest values up to `today`; None when there are too few."""
    by_day = {point.day: point.value for point in points if today - WINDOW <= point.day <= today}
    if len(by_day) < FEWEST_DAYS or max(by_day) - min(by_day) < SHORTEST_SPAN:
        return None
    days = sorted(by_day)
    first, last = days[0], days[-1]
    line = linear_regression([(day - first).days for day in days], [float(by_day[day]) for day in days])
    return Trend(
        per_week=_rounded(line.slope * _WEEK),
        value=_rounded(line.intercept + line.slope * (last - first).days),
        since=first,
        until=last,
        points=len(days),
    )


class Outlook(NamedTuple):
    """Where a goal stands as of a day. Rates are per week in the goal's unit; negative ones fall.

    `needed` is None without a date ahead, `forecast` when nothing is known or the trend leads away from the target.
    """

    percent: Decimal
    remaining: Decimal
    needed: Decimal | None
    forecast: date | None
    on_track: bool | None


def outlook(goal: Goal, today: date) -> Outlook:
    """Progress, pace and forecast of a goal."""
    remaining = goal.target_value - goal.current_value
    if goal.direction.meets(goal.current_value, goal.target_value):
        remaining = Decimal(0)
    forecast = _forecast(goal, today)
    late = forecast is None or goal.target_date is None or forecast > goal.target_date
    tells = goal.status_on(today) is GoalStatus.ACTIVE and goal.target_date is not None and goal.trend is not None
    return Outlook(
        percent=percent(goal),
        remaining=remaining,
        needed=_needed(goal, remaining, today),
        forecast=forecast,
        on_track=not late if tells else None,
    )


def percent(goal: Goal) -> Decimal:
    """How much of the way is done, from 0 to 100 in tenths; an achieved goal is at 100."""
    if goal.status is GoalStatus.ACHIEVED:
        return Decimal(100)
    way = goal.target_value - goal.start_value
    done = (goal.current_value - goal.start_value) * 100 / way if way else Decimal(0)
    # Rounded down, so that it says 100 only when it is.
    return min(max(done, Decimal(0)), Decimal(100)).quantize(Decimal("0.1"), rounding="ROUND_FLOOR")


def _needed(goal: Goal, remaining: Decimal, today: date) -> Decimal | None:
    if goal.target_date is None or goal.target_date < today or not goal.status.is_open:
        return None
    # The target date itself is still a day to do it on.
    days = (goal.target_date - today).days + 1
    return (remaining * _WEEK / days).quantize(_THOUSANDTH)


def _forecast(goal: Goal, today: date) -> date | None:
    trend = goal.trend
    if trend is None or goal.status_on(today) is not GoalStatus.ACTIVE or not trend.per_week:
        return None
    if (trend.per_week > 0) is not (goal.direction is Direction.UP):
        return None
    weeks = (goal.target_value - trend.value) / trend.per_week
    if weeks * _WEEK > HORIZON.days:
        return None
    reached = trend.until + timedelta(days=max(0, math.ceil(weeks * _WEEK)))
    if reached >= today:
        return reached
    # The line is through the target already, though no value is: any day now, unless the values are old.
    return today if today - trend.until < SHORTEST_SPAN else None


def _rounded(value: float) -> Decimal:
    return Decimal(repr(value)).quantize(_THOUSANDTH)
