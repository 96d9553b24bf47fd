"""Smoothing and the body mass index, against worked examples."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitsync.progress.trend import body_mass_index, smoothed

START = datetime(2026, 3, 2, 6, 30, tzinfo=UTC)


def days(*weights: float) -> list[tuple[datetime, Decimal]]:
    return [(START + timedelta(days=day), Decimal(str(weight))) for day, weight in enumerate(weights)]


def test_each_day_moves_the_trend_by_a_tenth_of_the_distance() -> None:
    # By hand: 80; 80 + 0.1 x 1 = 80.1; 80.1 + 0.1 x -1.1 = 79.99; 79.99 + 0.1 x 2.01 = 80.191.
    trend = [value for _, value in smoothed(days(80, 81, 79, 82))]
    assert trend == pytest.approx([80, 80.1, 79.99, 80.191])


def test_days_without_a_measurement_count() -> None:
    """After ten days only 0.9^10 of the old trend is left, as if the new weight had been measured on each of them."""
    apart = [(START, Decimal(80)), (START + timedelta(days=10), Decimal(90))]
    daily = days(80, *[90] * 10)
    assert list(smoothed(apart))[-1][1] == pytest.approx(list(smoothed(daily))[-1][1])


@given(st.lists(st.integers(40, 160), min_size=1, max_size=60))
def test_the_trend_stays_among_the_values(weights: list[int]) -> None:
    trend = [value for _, value in smoothed(days(*weights))]
    assert len(trend) == len(weights)
    assert min(weights) - 1e-9 <= min(trend)
    assert max(trend) <= max(weights) + 1e-9


def test_nothing_has_no_trend() -> None:
    assert list(smoothed([])) == []


@pytest.mark.parametrize(("weight", "height", "index"), [("70", "175", "22.9"), ("61.5", "165", "22.6")])
def test_body_mass_index(weight: str, height: str, index: str) -> None:
    assert body_mass_index(Decimal(weight), Decimal(height)) == Decimal(index)
