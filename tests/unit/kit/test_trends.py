"""Trend lines."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitsync.kit.trends import Point, theil_sen

START = date(2026, 1, 1)


def points(*values: float) -> list[Point]:
    return [Point(START + timedelta(days=day), value) for day, value in enumerate(values)]


def test_the_slope_is_the_median_of_all_pairs() -> None:
    """Slopes between pairs of 0, 1, 4 on days 0, 1, 2: 1, 3 and 2."""
    line = theil_sen(points(0, 1, 4))
    assert line is not None
    assert (line.slope, line.per_week, line.at(START)) == (2, 14, 0)


def test_an_outlier_does_not_bend_it() -> None:
    line = theil_sen(points(1, 2, 3, 4, 900, 6, 7))
    assert line is not None
    assert line.slope == pytest.approx(1)
    assert line.at(START + timedelta(days=9)) == pytest.approx(10)


def test_one_day_has_no_trend() -> None:
    assert theil_sen([]) is None
    assert theil_sen([Point(START, 1), Point(START, 2)]) is None


@given(slope=st.floats(-5, 5), level=st.floats(-100, 100), days=st.sets(st.integers(0, 400), min_size=2, max_size=30))
def test_a_straight_line_is_found_in_any_order(slope: float, level: float, days: set[int]) -> None:
    line = theil_sen([Point(START + timedelta(days=day), level + slope * day) for day in days])
    assert line is not None
    assert line.slope == pytest.approx(slope, abs=1e-6)
    assert line.at(START) == pytest.approx(level, abs=1e-3)
