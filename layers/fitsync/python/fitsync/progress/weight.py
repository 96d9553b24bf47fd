"""Body weight over time: what was measured, the trend behind it, and how fast that moves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from fitsync.kit import trends
from fitsync.progress.documents import WEIGHT
from fitsync.progress.figures import Point
from fitsync.progress.trend import smoothed

# Four weeks: one menstrual cycle, whose swings in water a shorter time would take for a change.
RATE_DAYS = 28
MIN_RATE_SPAN_DAYS = 7
# What the trend still remembers of a weight so long ago is 0.9 to this power: a quarter of a percent.
WARM_UP_DAYS = 56


class Weighing(NamedTuple):
    """A weight and the smoothed one as of then, in kg, on a day where the user is."""

    day: date
    measured: float
    trend: float


class WeightTrend(NamedTuple):
    """`weekly` is by how many kg a week the weight changed of late; None when it was measured too seldom to tell."""

    weighings: tuple[Weighing, ...]
    weekly: float | None

    @property
    def latest(self) -> Weighing | None:
        """The last one."""
        return self.weighings[-1] if self.weighings else None

    @property
    def change(self) -> float | None:
        """By how many kg the trend moved from the first to the last."""
        return self.weighings[-1].trend - self.weighings[0].trend if len(self.weighings) > 1 else None


def weight_trend(points: Iterable[Point], zone: ZoneInfo, since: date = date.min) -> WeightTrend:
    """The weights from `since` on, among what was measured; `points` are in time order.

    What was measured before `since` is what the trend comes from, so that a day has the same one in every period.
    """
    weights = [(point.at, point.figures[WEIGHT]) for point in points if WEIGHT in point.figures]
    weighings = tuple(
        Weighing(at.astimezone(zone).date(), float(value), trend)
        for (at, value), (_, trend) in zip(weights, smoothed(weights), strict=True)
    )
    shown = tuple(one for one in weighings if one.day >= since)
    return WeightTrend(shown, _weekly(weighings) if shown else None)


def _weekly(weighings: Sequence[Weighing]) -> float | None:
    """The median slope (Theil-Sen) of what was measured in the four weeks up to the last time."""
    if not weighings:
        return None
    start = weighings[-1].day - timedelta(days=RATE_DAYS)
    recent = [trends.Point(one.day, one.measured) for one in weighings if one.day >= start]
    if (recent[-1].day - recent[0].day).days < MIN_RATE_SPAN_DAYS:
        return None
    line = trends.theil_sen(recent)
    return line.per_week if line else None
