"""The stretch of time that an answer is about, and the steps it is told in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from fitsync.analytics.streaks import week_start

MIN_WEEKS = 4
# Five years and the days that a leap year adds.
MAX_WEEKS = 261
DEFAULT_WEEKS = 12
# A year of weekly points is what a phone can show side by side; longer ranges are told by month.
_MOST_WEEKLY = 53


class Range(StrEnum):
    """Ranges by name."""

    FOUR_WEEKS = "4w"
    TWELVE_WEEKS = "12w"
    HALF_YEAR = "26w"
    YEAR = "1y"
    TWO_YEARS = "2y"
    FIVE_YEARS = "5y"

    @property
    def weeks(self) -> int:
        """How many weeks it is, the running one included."""
        return _WEEKS[self]


_WEEKS = {
    Range.FOUR_WEEKS: 4,
    Range.TWELVE_WEEKS: 12,
    Range.HALF_YEAR: 26,
    Range.YEAR: 52,
    Range.TWO_YEARS: 104,
    Range.FIVE_YEARS: MAX_WEEKS,
}


class Step(StrEnum):
    WEEK = "week"
    MONTH = "month"


class Period(NamedTuple):
    """The days from `start` to `end`, both included, in whole weeks (from Mondays) or whole months up to today."""

    start: date
    end: date
    step: Step

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.end - self.start).days + 1

    @property
    def weeks(self) -> float:
        """How many weeks, with the part of one that has passed."""
        return self.days / 7

    def bucket(self, day: date) -> date:
        """The first day of the step that a day is in."""
        return week_start(day) if self.step is Step.WEEK else day.replace(day=1)

    def buckets(self) -> Iterator[date]:
        """The first day of every step, in order."""
        day = self.start
        while day <= self.end:
            yield day
            day = day + timedelta(weeks=1) if self.step is Step.WEEK else following_month(day)


def period(today: date, weeks: int) -> Period:
    """The last `weeks` weeks, the running one included; months when there would be too many points."""
    monday = week_start(today) - timedelta(weeks=weeks - 1)
    if weeks <= _MOST_WEEKLY:
        return Period(monday, today, Step.WEEK)
    return Period(monday.replace(day=1), today, Step.MONTH)


def following_month(day: date) -> date:
    """The first day of the next month."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)
