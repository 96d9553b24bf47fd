"""The points of a recording in columns, and what can be worked out from them. Pure.

Columns of doubles hold a quarter of a million points in 14 MB, where objects would take ten times that.
"""

from __future__ import annotations

import math
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import ROUND_UP, Decimal
from typing import Final

from fitsync.workouts.activity import MAX_ROUTE_POINTS, Route
from fitsync.workouts.imports.activities import geometry
from fitsync.workouts.imports.activities.limits import HIGHEST_M, LOWEST_M, MAX_POINTS
from fitsync.workouts.imports.errors import TooManyPoints

STANDING_KMH: Final = 1.0
"""Slower is standing still: the threshold of gpxpy."""

CLIMB_M: Final = 10.0
"""A climb or descent counts from this height on, as Strava counts where no barometer is known of ("Elevation on Strava
FAQs": 10 m without, 2 m with one): nothing in these files says whether there was one.
"""

_NONE: Final = math.nan
_LAST: Final = datetime(9999, 12, 31, tzinfo=UTC).timestamp()
_MAX_HEART_RATE: Final = 254


def _column() -> array[float]:
    return array("d")


@dataclass
class Track:
    """Points in the order of time; what a point lacks is NaN. `breaks` are the indices where recording went on anew.

    Times are seconds since 1970, distances those that the file counts from its start.
    """

    times: array[float] = field(default_factory=_column)
    latitudes: array[float] = field(default_factory=_column)
    longitudes: array[float] = field(default_factory=_column)
    altitudes: array[float] = field(default_factory=_column)
    distances: array[float] = field(default_factory=_column)
    heart_rates: array[float] = field(default_factory=_column)
    breaks: set[int] = field(default_factory=set)
    skipped: int = 0
    """Points without a time, or with one before the point they follow."""

    def __len__(self) -> int:
        return len(self.times)

    def add(
        self,
        time: float | None,
        latitude: float | None = None,
        longitude: float | None = None,
        altitude: float | None = None,
        distance: float | None = None,
        heart_rate: float | None = None,
    ) -> None:
        """Append a point; a value that cannot be is taken as missing. Raises TooManyPoints."""
        if len(self.times) + self.skipped >= MAX_POINTS:
            raise TooManyPoints
        if time is None or not 0 <= time <= _LAST or (self.times and time < self.times[-1]):
            self.skipped += 1
            return
        latitude, longitude = _within(latitude, -90, 90), _within(longitude, -180, 180)
        placed = not (math.isnan(latitude) or math.isnan(longitude))
        self.times.append(time)
        self.latitudes.append(latitude if placed else _NONE)
        self.longitudes.append(longitude if placed else _NONE)
        self.altitudes.append(_within(altitude, LOWEST_M, HIGHEST_M))
        self.distances.append(_within(distance, 0, math.inf))
        self.heart_rates.append(_within(heart_rate, 1, _MAX_HEART_RATE))

    def pause(self) -> None:
        """Whatever is added next begins a new stretch."""
        if self.times:
            self.breaks.add(len(self.times))

    def between(self, start: float, end: float) -> Track:
        """The points from `start` to `end`, both included."""
        first, last = bisect_left(self.times, start), bisect_right(self.times, end)
        part = Track(breaks={index - first for index in self.breaks if first < index < last})
        for name in ("times", "latitudes", "longitudes", "altitudes", "distances", "heart_rates"):
            setattr(part, name, getattr(self, name)[first:last])
        return part

    def travelled(self) -> float | None:
        """Metres: as the file counts them, else along the positions; None when neither is there."""
        counted = [value for value in self.distances if value == value]
        if counted:
            return max(counted)
        steps = list(self._steps())
        return sum(metres for _, metres in steps) if steps else None

    def moving_seconds(self) -> float | None:
        """Seconds not spent standing still; None when nothing tells."""
        steps = list(self._steps())
        return sum(it for it, metres in steps if metres * 3.6 >= STANDING_KMH * it) if steps else None

    def heart_rate(self) -> tuple[int, int] | None:
        """Average and maximum over the points that have one."""
        known = [value for value in self.heart_rates if value == value]
        return (round(sum(known) / len(known)), round(max(known))) if known else None

    def climbed(self) -> tuple[float, float] | None:
        """Metres up and down; None without altitudes."""
        known = [value for value in self.altitudes if value == value]
        return climbed(known) if known else None

    def route(self) -> Route | None:
        """The simplified line through the positions; None with fewer than two."""
        placed = [index for index, latitude in enumerate(self.latitudes) if latitude == latitude]
        if len(placed) < 2:
            return None
        latitudes = [self.latitudes[index] for index in placed]
        longitudes = [self.longitudes[index] for index in placed]
        kept, off = geometry.simplified(latitudes, longitudes, MAX_ROUTE_POINTS)
        return Route(
            polyline=geometry.encoded((latitudes[index], longitudes[index]) for index in kept),
            points=len(kept),
            tolerance_m=Decimal(off + geometry.ROUNDING_M).quantize(Decimal("0.1"), ROUND_UP),
        )

    def _steps(self) -> Iterator[tuple[float, float]]:
        """Seconds and metres from each point to the next, breaks left out: as the file counts, else by positions."""
        counted = any(value == value for value in self.distances)
        column = self.distances if counted else self.latitudes
        before: int | None = None
        for index, value in enumerate(column):
            if index in self.breaks:
                before = None
            if value != value:
                continue
            if before is not None:
                metres = max(0.0, value - self.distances[before]) if counted else self._metres(before, index)
                yield self.times[index] - self.times[before], metres
            before = index

    def _metres(self, first: int, second: int) -> float:
        return geometry.great_circle(
            self.latitudes[first], self.longitudes[first], self.latitudes[second], self.longitudes[second]
        )


def climbed(altitudes: Iterable[float]) -> tuple[float, float]:
    """Metres up and down between turning points; a turn of less than `CLIMB_M` is noise and counts for neither."""
    up = down = 0.0
    rising: bool | None = None
    turned = low = high = _NONE
    for altitude in altitudes:
        if low != low:
            turned = low = high = altitude
        high, low = max(high, altitude), min(low, altitude)
        if rising is not True and altitude - low >= CLIMB_M:
            if rising is False:
                down += turned - low
            turned, high, rising = low, altitude, True
        elif rising is not False and high - altitude >= CLIMB_M:
            if rising is True:
                up += high - turned
            turned, low, rising = high, altitude, False
    if rising is True:
        up += high - turned
    elif rising is False:
        down += turned - low
    return up, down


def _within(value: float | None, least: float, most: float) -> float:
    return value if value is not None and least <= value <= most and math.isfinite(value) else _NONE
