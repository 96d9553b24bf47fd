"""Body weight over time."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from fitsync.progress.documents import BODY_FAT, WEIGHT
from fitsync.progress.figures import Point
from fitsync.progress.weight import WARM_UP_DAYS, weight_trend

NOW = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)


def point(days_ago: float, weight: float, figure: str = WEIGHT) -> Point:
    at = NOW - timedelta(days=days_ago)
    return Point(entry_id=at.isoformat(), at=at, figures={figure: Decimal(str(weight))})


def test_days_are_those_where_the_user_is() -> None:
    found = weight_trend([point(0, 80)], ZoneInfo("Europe/Berlin"))
    assert found.latest is not None
    assert found.latest.day == date(2026, 3, 3)


def test_the_trend_moves_a_tenth_a_day_towards_what_was_measured() -> None:
    found = weight_trend([point(1, 80), point(0, 81)], ZoneInfo("UTC"))
    assert [one.trend for one in found.weighings] == [80, pytest.approx(80.1)]
    assert found.change == pytest.approx(0.1)


def test_the_rate_is_of_the_last_four_weeks() -> None:
    earlier = [point(days, 90) for days in range(200, 28, -7)]
    recent = [point(days, 80 + days / 14) for days in range(28, -1, -7)]
    found = weight_trend([*earlier, *recent], ZoneInfo("UTC"))
    assert found.weekly == pytest.approx(-0.5)


def test_a_week_of_weights_is_the_least_that_a_rate_is_told_from() -> None:
    assert weight_trend([point(6, 80), point(0, 79)], ZoneInfo("UTC")).weekly is None
    assert weight_trend([point(7, 80), point(0, 79)], ZoneInfo("UTC")).weekly == pytest.approx(-1)


def test_the_trend_of_a_day_is_the_same_whenever_the_period_began() -> None:
    weights = [point(days, 80 + days % 5) for days in range(100, -1, -1)]
    whole = weight_trend(weights, ZoneInfo("UTC"))
    since = (NOW - timedelta(days=27)).date()
    late = weight_trend(weights[-27 - 1 - WARM_UP_DAYS :], ZoneInfo("UTC"), since)
    assert late.weighings[0].day == since
    assert [one.trend for one in late.weighings] == pytest.approx(
        [one.trend for one in whole.weighings[-28:]], abs=0.01
    )
    assert late.weekly == whole.weekly


def test_what_was_measured_before_a_period_is_none_of_it() -> None:
    found = weight_trend([point(9, 80), point(1, 79)], ZoneInfo("UTC"), NOW.date())
    assert (found.weighings, found.latest, found.weekly) == ((), None, None)


def test_other_figures_are_left_out() -> None:
    found = weight_trend([point(1, 20, BODY_FAT)], ZoneInfo("UTC"))
    assert (found.weighings, found.latest, found.change, found.weekly) == ((), None, None, None)
