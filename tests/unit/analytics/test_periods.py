"""Ranges and their steps."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitsync.analytics.periods import MAX_WEEKS, MIN_WEEKS, Range, Step, period
from fitsync.analytics.reader import any_zones
from fitsync.kit import clock


@pytest.mark.parametrize("named", Range)
def test_a_named_range_has_few_points(named: Range) -> None:
    assert 4 <= len(list(period(date(2026, 3, 25), named.weeks).buckets())) <= 62


@given(today=st.dates(date(2000, 1, 1), date(2100, 1, 1)), weeks=st.integers(MIN_WEEKS, MAX_WEEKS))
def test_steps_follow_each_other_from_start_to_today(today: date, weeks: int) -> None:
    of = period(today, weeks)
    starts = list(of.buckets())
    assert (starts[0], of.end) == (of.start, today)
    assert of.start.weekday() == 0 if of.step is Step.WEEK else of.start.day == 1
    assert of.bucket(today) == starts[-1]
    for offset in range(0, of.days, 5):
        assert of.bucket(of.start + timedelta(days=offset)) in starts
    assert weeks - 1 <= of.weeks <= weeks + 5


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Niue", "Europe/Berlin"])
@given(hours=st.integers(0, 24 * 400), weeks=st.integers(MIN_WEEKS, MAX_WEEKS))
def test_the_period_of_any_zone_is_among_those_it_may_be(zone: str, hours: int, weeks: int) -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=hours)
    with clock.fixed(now):
        possible = any_zones(weeks)
    assert period(now.astimezone(ZoneInfo(zone)).date(), weeks) in possible
    assert possible[0].start == min(of.start for of in possible)
    assert possible[-1].end == max(of.end for of in possible)
