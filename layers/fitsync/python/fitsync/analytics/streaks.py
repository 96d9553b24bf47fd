"""Streaks, worked out from the calendar: a late session or a deleted one changes them as if it had always been so.

A week starts on Monday (ISO 8601). What can still be done does not count against anyone: neither today without a
session nor the running week below its target ends a streak.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from fitsync.analytics.calendar import Calendar

_DAY, _WEEK = timedelta(days=1), timedelta(days=7)


class Streaks(NamedTuple):
    """Days trained in a row, and weeks in a row that met the target of `workouts_per_week`.

    `week_start` is the Monday of the running week and `week_sessions` what was done in it. `last_day` is the last day
    with a session; None for who never trained.
    """

    current_days: int
    longest_days: int
    current_weeks: int
    longest_weeks: int
    workouts_per_week: int
    week_start: date
    week_sessions: int
    last_day: date | None

    @property
    def week_met(self) -> bool:
        """Whether the running week has met its target."""
        return self.week_sessions >= self.workouts_per_week


def week_start(day: date) -> date:
    """The Monday of the day's week."""
    return day - timedelta(days=day.weekday())


def streaks_of(calendar: Calendar, today: date, workouts_per_week: int) -> Streaks:
    """The streaks as of `today`; a session of a later day (a device far ahead) counts when its day comes."""
    trained = [(day, count) for day, count in calendar.days() if day <= today]
    weeks: dict[date, int] = {}
    for day, count in trained:
        weeks[week_start(day)] = weeks.get(week_start(day), 0) + count
    this_week = week_start(today)
    days = [day for day, _ in trained]
    met = [week for week, count in weeks.items() if count >= workouts_per_week]
    return Streaks(
        current_days=_current(days, today, _DAY),
        longest_days=_longest(days, _DAY),
        current_weeks=_current(met, this_week, _WEEK),
        longest_weeks=_longest(met, _WEEK),
        workouts_per_week=workouts_per_week,
        week_start=this_week,
        week_sessions=weeks.get(this_week, 0),
        last_day=days[-1] if days else None,
    )


def _current(marks: Sequence[date], now: date, step: timedelta) -> int:
    """The run of marks, one `step` apart, that ends now or one step ago."""
    if not marks or marks[-1] < now - step:
        return 0
    length = 1
    while length < len(marks) and marks[-length - 1] == marks[-length] - step:
        length += 1
    return length


def _longest(marks: Sequence[date], step: timedelta) -> int:
    longest = running = 0
    for position, mark in enumerate(marks):
        running = running + 1 if position and marks[position - 1] == mark - step else 1
        longest = max(longest, running)
    return longest
