"""Pace and forecast."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitsync.goals.goal import Goal, GoalMetric, GoalStatus
from fitsync.goals.judging import Series, judged
from fitsync.goals.pace import HORIZON, WINDOW, outlook, percent, trend_of
from tests.unit.goals.builders import NOW, day, goal, points


def following(*values: tuple[int, float], today: int, **more: Any) -> Goal:
    """A weight goal from 100 kg to 80 kg with those weights."""
    return judged(goal(**more), Series(points(*values)), day(today), NOW)


def test_a_kilogram_a_week_is_there_in_time() -> None:
    losing = following((0, 100), (7, 99), (14, 98), today=14, target_date=day(153))
    found = outlook(losing, day(14))
    assert losing.trend
    assert (losing.trend.per_week, losing.trend.points, losing.trend.until) == (Decimal(-1), 3, day(14))
    assert (found.remaining, found.percent, found.needed) == (Decimal(-18), Decimal(10), Decimal("-0.900"))
    assert (found.forecast, found.on_track) == (day(140), True)


def test_a_trend_that_leads_away_forecasts_nothing() -> None:
    gaining = following((0, 100), (7, 101), (14, 102), today=14, target_date=day(150))
    found = outlook(gaining, day(14))
    assert (found.forecast, found.on_track, found.percent) == (None, False, Decimal(0))


def test_nor_does_one_that_stands_still() -> None:
    assert outlook(following((0, 99), (7, 99), (14, 99), today=14), day(14)).forecast is None


@pytest.mark.parametrize("values", [[(0, 100)], [(0, 100), (20, 98)], [(0, 100), (1, 99), (2, 98)]])
def test_few_values_are_no_trend(values: list[tuple[int, float]]) -> None:
    found = outlook(following(*values, today=20), day(20))
    assert (found.forecast, found.on_track) == (None, None)


def test_only_the_last_value_of_a_day_and_the_last_weeks_count() -> None:
    values = [(0, 200), (60, 100), (67, 150), (67, 99), (74, 98)]
    found = trend_of(points(*values), day(74))
    assert found
    assert (found.per_week, found.points, found.since) == (Decimal(-1), 3, day(60))
    assert trend_of(points(*values), day(74) + WINDOW) is None


def test_a_forecast_of_old_values_is_silent_once_its_day_has_passed() -> None:
    losing = following((0, 100), (7, 90), (14, 81), today=14)
    assert outlook(losing, day(14)).forecast == day(15)
    assert outlook(losing, day(15)).forecast == day(15)
    assert outlook(losing, day(30)).forecast is None


def test_a_paused_or_ended_goal_has_no_forecast() -> None:
    losing = following((0, 100), (7, 99), (14, 98), today=14, target_date=day(20))
    for one, today in (
        (losing.model_copy(update={"status": GoalStatus.PAUSED}), 14),
        (losing, 21),
        (following((0, 100), (7, 90), (14, 79), today=14), 14),
    ):
        assert outlook(one, day(today)).forecast is None
    assert outlook(losing, day(21)).needed is None


def test_an_achieved_goal_is_done_even_if_the_value_went_back() -> None:
    back = following((0, 100), (7, 79), (14, 90), today=14)
    assert percent(back) == 100


@given(
    slope=st.integers(1, 50).map(lambda tenths: Decimal(tenths) / 10),
    start=st.integers(0, 60),
    days=st.lists(st.integers(1, 40), min_size=3, max_size=12, unique=True),
)
def test_values_on_a_line_are_forecast_where_the_line_gets(slope: Decimal, start: int, days: list[int]) -> None:
    """Whatever days were measured, a straight line reaches 1,000 on its own day."""
    line = [(number, float(start + slope * number)) for number in sorted(days)]
    rising = goal(GoalMetric.MAX_WEIGHT, target_value=Decimal(1000))
    followed = judged(rising, Series(points(*line)), day(max(days)), NOW)
    found = outlook(followed, day(max(days)))
    if followed.trend is None:
        assert max(days) - min(days) < 7
        return
    assert followed.trend.per_week == slope * 7
    exact = (1000 - start) / slope
    if exact - max(days) > HORIZON.days:
        assert found.forecast is None
        return
    assert found.forecast is not None
    assert abs(found.forecast - day(0) - timedelta(days=float(exact))) <= timedelta(days=1)
