"""Distances on the globe, and lines on it made simpler and shorter. Pure; degrees in, metres out."""

from __future__ import annotations

import heapq
import itertools
import math
from collections.abc import Iterable, Sequence
from typing import Final

EARTH_M: Final = 6_371_008.8
"""The earth's mean radius: Moritz, H. (2000), Geodetic Reference System 1980, J Geodesy 74:128-133."""

TOLERANCE_M: Final = 5.0
"""How far a route may move: no further than a phone knows where it is under an open sky, 4.9 m (gps.gov, "GPS
Accuracy", after van Diggelen & Enge 2015).
"""
ROUNDING_M: Final = 0.8
"""What five decimals of a degree move a point at most: half of 1.11 m in each of two directions."""

_DECIMALS: Final = 100_000
# Farthest-point splitting that never balances would look at every point once per kept one. Halving instead keeps the
# bound on the deviation, which holds wherever a stretch is split.
_DEEP: Final = 24


def great_circle(latitude: float, longitude: float, to_latitude: float, to_longitude: float) -> float:
    """Metres between two positions by the haversine formula (Sinnott, R. W. 1984, Sky and Telescope 68:159)."""
    phi, to_phi = math.radians(latitude), math.radians(to_latitude)
    half_phi, half_lambda = (to_phi - phi) / 2, math.radians(to_longitude - longitude) / 2
    chord = math.sin(half_phi) ** 2 + math.cos(phi) * math.cos(to_phi) * math.sin(half_lambda) ** 2
    return 2 * EARTH_M * math.asin(math.sqrt(min(1.0, chord)))


def simplified(
    latitudes: Sequence[float], longitudes: Sequence[float], most: int, tolerance_m: float = TOLERANCE_M
) -> tuple[list[int], float]:
    """Indices of the positions that stay, and how far any position lies from the line through them, in metres.

    The algorithm of Douglas and Peucker (1973, Cartographica 10(2):112-122), worst stretch first: it stops when no
    position is further away than `tolerance_m`, or when `most` (two at least) are kept. Both ends always stay.
    Distances are measured on the plane that touches the globe in the middle of the route.
    """
    if len(latitudes) < 3:
        return list(range(len(latitudes))), 0.0
    xs, ys = _projected(latitudes, longitudes)
    last = len(xs) - 1
    kept = {0, last}
    waiting = [_stretch(xs, ys, 0, last, 0)]
    while len(kept) < most and -waiting[0][0] > tolerance_m:
        _, first, end, split, depth = heapq.heappop(waiting)
        kept.add(split)
        heapq.heappush(waiting, _stretch(xs, ys, first, split, depth + 1))
        heapq.heappush(waiting, _stretch(xs, ys, split, end, depth + 1))
    return sorted(kept), -waiting[0][0]


def encoded(positions: Iterable[tuple[float, float]]) -> str:
    """Latitudes and longitudes in Google's Encoded Polyline Algorithm Format, five decimals."""
    out: list[str] = []
    before = (0, 0)
    for position in positions:
        rounded = round(position[0] * _DECIMALS), round(position[1] * _DECIMALS)
        for value, previous in zip(rounded, before, strict=True):
            shifted = (value - previous) << 1
            left = ~shifted if shifted < 0 else shifted
            while left >= 0x20:
                out.append(chr((0x20 | left & 0x1F) + 63))
                left >>= 5
            out.append(chr(left + 63))
        before = rounded
    return "".join(out)


def _projected(latitudes: Sequence[float], longitudes: Sequence[float]) -> tuple[list[float], list[float]]:
    """Metres east and north of the first position. A step over the date line is a step like any other."""
    middle = math.radians((min(latitudes) + max(latitudes)) / 2)
    per_degree = math.radians(1) * EARTH_M
    across = per_degree * math.cos(middle)
    xs, east = [0.0], 0.0
    for before, here in itertools.pairwise(longitudes):
        east += (here - before + 180) % 360 - 180
        xs.append(east * across)
    return xs, [(latitude - latitudes[0]) * per_degree for latitude in latitudes]


def _stretch(
    xs: Sequence[float], ys: Sequence[float], first: int, end: int, depth: int
) -> tuple[float, int, int, int, int]:
    """A stretch as the heap wants it: least first is farthest off; and where to split it."""
    worst, split = 0.0, (first + end) // 2
    ax, ay = xs[first], ys[first]
    dx, dy = xs[end] - ax, ys[end] - ay
    length = dx * dx + dy * dy
    for index in range(first + 1, end):
        px, py = xs[index] - ax, ys[index] - ay
        if length > 0:
            along = min(1.0, max(0.0, (px * dx + py * dy) / length))
            px, py = px - along * dx, py - along * dy
        off = px * px + py * py
        if off > worst:
            worst, split = off, index
    if depth > _DEEP:
        split = (first + end) // 2
    return -math.sqrt(worst), first, end, split, depth
