"""Streaks of days and weeks, by example and against counting on one's fingers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitsync.analytics.calendar import Calendar
from fitsync.analytics.streaks import streaks_of, week_start

# A Thursday.
TODAY = date(2026, 1, 8)


def trained(*days_ago: int) -> Calendar:
    return Calendar().plus({day: days_ago.count((TODAY - day).days) for day in map(_before, days_ago)})


def _before(days: int) -> date:
    return TODAY - timedelta(days=days)


class TestDays:
    @pytest.mark.parametrize(
        ("days_ago", "current", "longest"),
        [
            ((), 0, 0),
            ((0,), 1, 1),
            # Today is not over.
            ((1, 2, 3), 3, 3),
            ((2, 3), 0, 2),
            ((0, 1, 3, 4, 5), 2, 3),
            # Twice on a day is one day.
            ((0, 0, 1), 2, 2),
            # From December into January, and a day that has not come yet.
            ((-1, 5, 6, 7, 8, 9, 10), 0, 6),
        ],
    )
    def test_in_a_row(self, days_ago: tuple[int, ...], current: int, longest: int) -> None:
        streaks = streaks_of(trained(*days_ago), TODAY, 3)
        assert (streaks.current_days, streaks.longest_days) == (current, longest)

    def test_a_late_session_mends_the_gap(self) -> None:
        assert streaks_of(trained(0, 1, 3, 4), TODAY, 3).current_days == 2
        assert streaks_of(trained(0, 1, 2, 3, 4), TODAY, 3).current_days == 5

    def test_the_last_day(self) -> None:
        assert streaks_of(trained(4, 2), TODAY, 3).last_day == date(2026, 1, 6)
        assert streaks_of(Calendar(), TODAY, 3).last_day is None


class TestWeeks:
    def test_a_week_starts_on_monday(self) -> None:
        streaks = streaks_of(trained(3, 4), TODAY, 1)
        assert (streaks.week_start, streaks.week_sessions) == (date(2026, 1, 5), 1)
        assert week_start(date(2026, 1, 4)) == date(2025, 12, 29)

    @pytest.mark.parametrize(
        ("days_ago", "target", "current", "longest"),
        [
            # This week is met already; the one before too, across the new year.
            ((0, 1, 4, 5), 2, 2, 2),
            # This week may still be met.
            ((1, 4, 5, 12, 13), 2, 2, 2),
            # Last week was missed.
            ((0, 1, 4, 12, 13), 2, 1, 1),
            ((4, 12, 13, 19, 20), 2, 0, 2),
            # Two on a day are two workouts.
            ((4, 4), 2, 1, 1),
        ],
    )
    def test_in_a_row(self, days_ago: tuple[int, ...], target: int, current: int, longest: int) -> None:
        streaks = streaks_of(trained(*days_ago), TODAY, target)
        assert (streaks.current_weeks, streaks.longest_weeks) == (current, longest)

    def test_another_target_is_another_streak(self) -> None:
        calendar = trained(0, 1, 4, 5, 11)
        assert [streaks_of(calendar, TODAY, target).current_weeks for target in (1, 2, 3)] == [3, 2, 0]
        assert [streaks_of(calendar, TODAY, target).week_met for target in (1, 2, 3)] == [True, True, False]


@given(
    days_ago=st.lists(st.integers(0, 40)),
    target=st.integers(1, 4),
    today=st.integers(0, 40).map(_before),
)
def test_streaks_are_what_counting_says(days_ago: list[int], target: int, today: date) -> None:
    streaks = streaks_of(trained(*days_ago), today, target)
    days = {_before(ago) for ago in days_ago if _before(ago) <= today}
    weeks = {monday for monday in map(week_start, days) if _sessions(days_ago, monday, today) >= target}
    monday = week_start(today)
    assert streaks.current_days == _run(days, today if today in days else today - timedelta(1), 1)
    assert streaks.longest_days == max((_run(days, day, 1) for day in days), default=0)
    assert streaks.current_weeks == _run(weeks, monday if monday in weeks else monday - timedelta(7), 7)
    assert streaks.longest_weeks == max((_run(weeks, week, 7) for week in weeks), default=0)


def _sessions(days_ago: Iterable[int], monday: date, today: date) -> int:
    days = [_before(ago) for ago in days_ago]
    return sum(monday <= day < monday + timedelta(7) and day <= today for day in days)


def _run(marks: set[date], last: date, step: int) -> int:
    length = 0
    while last - timedelta(step * length) in marks:
        length += 1
    return length
