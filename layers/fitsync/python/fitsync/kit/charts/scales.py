"""From values and days to places in a picture, and the marks that an axis is read by."""

from __future__ import annotations

import calendar
import math
from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

_STEPS = (1, 2, 5, 10)
# With fewer days than this an axis names days, with more months, and beyond two years quarters or years.
_DAYS_FOR_MONTHS = 70
_DAYS_FOR_YEARS = 800


class Scale(NamedTuple):
    """A straight mapping of `low`…`high` to `start`…`end`."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """Where `value` is."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)


def ticks(low: float, high: float, about: int = 5) -> list[float]:
    """Round values from at or below `low` to at or above `high`, in steps of 1, 2 or 5 times a power of ten.

    Heckbert, P. (1990). Nice numbers for graph labels. Graphics Gems, 61-63.
    """
    if high - low <= 1e-9 * max(abs(low), abs(high), 1):
        # A single value gets room on both sides; a zero, which is nothing, only above.
        low, high = (low - abs(low) / 10, low + abs(low) / 10) if abs(low) > 1e-6 else (0, 1)
    rough = (high - low) / max(about - 1, 1)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(factor * power for factor in _STEPS if factor * power >= rough * (1 - 1e-9))
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(index * step, 10) for index in range(first, last + 1)]


class Mark(NamedTuple):
    """A day that an axis names."""

    day: date
    label: str


def marks(start: date, end: date, most: int = 6) -> list[Mark]:
    """At most `most` named days from `start` to `end`: days, months with the year where it changes, or years."""
    days = (end - start).days
    if days < _DAYS_FOR_MONTHS:
        step = max(1, math.ceil((days + 1) / most))
        found = [start + timedelta(days=offset) for offset in range(0, days + 1, step)]
        return [Mark(day, f"{day.day} {calendar.month_abbr[day.month]}") for day in found]
    months = _months(start, end)
    if days > _DAYS_FOR_YEARS:
        years = [day for day in months if day.month == 1]
        return [Mark(day, str(day.year)) for day in _thinned(years, most)]
    return [
        Mark(day, str(day.year) if day.month == 1 else calendar.month_abbr[day.month]) for day in _thinned(months, most)
    ]


def step_marks(starts: Sequence[date], most: int = 6) -> list[Mark]:
    """At most `most` of the steps that begin on `starts`, named as `marks` does; a month by the first step in it."""
    days = (starts[-1] - starts[0]).days
    if days < _DAYS_FOR_MONTHS:
        every = math.ceil(len(starts) / most)
        return [Mark(day, f"{day.day} {calendar.month_abbr[day.month]}") for day in starts[::every]]
    firsts = {(day.year, day.month): day for day in reversed(starts)}
    # The month that the first step is in began before it.
    named = {marked.day: marked.label for marked in marks(starts[0], starts[-1], most)}
    return [Mark(firsts[day.year, day.month], label) for day, label in named.items() if (day.year, day.month) in firsts]


def _months(start: date, end: date) -> list[date]:
    found = []
    day = start if start.day == 1 else _next_month(start)
    while day <= end:
        found.append(day)
        day = _next_month(day)
    return found


def _next_month(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def _thinned(days: Sequence[date], most: int) -> list[date]:
    """Every second, third … of `days`, counted so that a January among them stays."""
    if not days:
        return []
    step = math.ceil(len(days) / most)
    january = next((index for index, day in enumerate(days) if day.month == 1), 0)
    return list(days[january % step :: step])
