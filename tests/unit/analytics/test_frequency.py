"""Days, hours and regularity."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest

from fitsync.analytics.frequency import consistency, frequency
from fitsync.analytics.periods import Range, period
from tests.support.years import counted, session

TODAY = date(2026, 3, 25)  # a Wednesday
MONDAY = date(2026, 3, 23)


def weeks(*sessions: int) -> Counter[date]:
    """So many sessions in each week, the running one last."""
    return Counter(
        {
            MONDAY - timedelta(weeks=len(sessions) - 1 - week) + timedelta(days=day): 1
            for week, count in enumerate(sessions)
            for day in range(count)
        }
    )


def test_when_sessions_were() -> None:
    sessions = [session(MONDAY, hour=6), session(MONDAY, hour=18, minutes=30), session(TODAY, hour=6)]
    found = frequency(counted(sessions), period(TODAY, 4), 3)
    assert [(day.day, day.sessions, day.seconds) for day in found.days] == [(MONDAY, 2, 5400), (TODAY, 1, 3600)]
    assert (found.hours[0][6], found.hours[0][18], found.hours[2][6], sum(map(sum, found.hours))) == (1, 1, 1, 3)
    assert found.steps == ((date(2026, 3, 2), 0), (date(2026, 3, 9), 0), (date(2026, 3, 16), 0), (MONDAY, 3))


def test_a_range_of_years_is_told_by_month() -> None:
    found = frequency(counted([session(MONDAY)]), period(TODAY, Range.TWO_YEARS.weeks), 3)
    assert found.days == ()
    assert found.steps[-1] == (date(2026, 3, 1), 1)


@pytest.mark.parametrize(
    ("done", "weeks_counted", "trained", "met"),
    [
        ((3, 3, 3), 3, 3, 3),
        # The running week is not held against anyone.
        ((3, 3, 1), 2, 2, 2),
        ((3, 0, 2, 0), 3, 2, 1),
        # Nor is there another to look at for a beginner.
        ((1,), 1, 1, 0),
        ((), 0, 0, 0),
    ],
)
def test_weeks_of_training_and_of_the_target(done: tuple[int, ...], weeks_counted: int, trained: int, met: int) -> None:
    found = consistency(weeks(*done), TODAY, 3)
    assert (found.weeks, found.trained_weeks, found.target_weeks) == (weeks_counted, trained, met)


def test_sessions_a_week_are_those_of_weeks_that_are_over() -> None:
    assert consistency(weeks(4, 2, 3, 1), TODAY, 3).sessions_per_week == 3


def test_the_longest_gap_lasts_until_today_when_nothing_came_after() -> None:
    assert consistency(Counter({TODAY: 1, TODAY - timedelta(days=10): 1}), TODAY, 3).longest_gap_days == 9
    assert consistency(Counter({TODAY - timedelta(days=20): 1}), TODAY, 3).longest_gap_days == 19
    assert consistency(Counter({TODAY: 1}), TODAY, 3).longest_gap_days == 0
