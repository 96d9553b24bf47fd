"""Where values over days are heading."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from datetime import date
from itertools import combinations
from typing import NamedTuple


class Point(NamedTuple):
    """A value on a day."""

    day: date
    value: float


class Line(NamedTuple):
    """A straight line through time; `slope` is per day."""

    slope: float
    start: Point

    def at(self, day: date) -> float:
        """The value of the line on a day."""
        return self.start.value + self.slope * (day - self.start.day).days

    @property
    def per_week(self) -> float:
        """The change in a week."""
        return self.slope * 7


def theil_sen(points: Sequence[Point]) -> Line | None:
    """The line whose slope is the median of the slopes between all pairs of points; None without two different days.

    Theil (1950); Sen, P. K. (1968), J Am Stat Assoc 63(324):1379-1389. A few light days or typing errors do not bend it
    (it bears 29 % of outliers), which a least-squares fit would. The work grows with the square of the points.
    """
    slopes = [
        (later.value - earlier.value) / (later.day - earlier.day).days
        for earlier, later in combinations(sorted(points, key=lambda point: point.day), 2)
        if later.day != earlier.day
    ]
    if not slopes:
        return None
    slope = statistics.median(slopes)
    first = min(point.day for point in points)
    return Line(slope, Point(first, statistics.median(p.value - slope * (p.day - first).days for p in points)))
