"""Distances, heights and lines: against known figures, and what holds for every track."""

from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fitsync.workouts.activity import MAX_ROUTE_POINTS
from fitsync.workouts.imports.activities import geometry
from fitsync.workouts.imports.activities.track import Track, climbed

# Inside one town, where a plane and the globe agree to the millimetre.
offsets = st.floats(-0.02, 0.02, allow_nan=False)
positions = st.lists(st.tuples(offsets, offsets), min_size=1, max_size=120).map(
    lambda steps: [(45 + north, 9 + east) for north, east in steps]
)


def decoded(polyline: str) -> list[tuple[float, float]]:
    """The positions of an encoded polyline."""
    values, at = [], 0
    while at < len(polyline):
        shift = value = 0
        while True:
            piece = ord(polyline[at]) - 63
            at += 1
            value |= (piece & 0x1F) << shift
            shift += 5
            if piece < 0x20:
                break
        values.append(~(value >> 1) if value & 1 else value >> 1)
    found, latitude, longitude = [], 0, 0
    for north, east in zip(values[::2], values[1::2], strict=True):
        latitude, longitude = latitude + north, longitude + east
        found.append((latitude / 1e5, longitude / 1e5))
    return found


def off_line(point: tuple[float, float], start: tuple[float, float], end: tuple[float, float]) -> float:
    """Metres from a position to a stretch, on the plane around it."""
    across = math.cos(math.radians(45)) * 111_195.08
    (px, py), (ax, ay), (bx, by) = ((each[1] * across, each[0] * 111_195.08) for each in (point, start, end))
    dx, dy = bx - ax, by - ay
    length = dx * dx + dy * dy
    along = min(1.0, max(0.0, ((px - ax) * dx + (py - ay) * dy) / length)) if length else 0.0
    return math.hypot(px - ax - along * dx, py - ay - along * dy)


def test_a_known_distance() -> None:
    # Between the airports of Nashville and Los Angeles: the worked example that comes with the haversine formula.
    metres = geometry.great_circle(36.12, -86.67, 33.94, -118.40)
    assert metres == pytest.approx(2_886_448, rel=1e-5)
    assert geometry.great_circle(0, 179.9, 0, -179.9) == pytest.approx(22_239, rel=1e-3)


def test_the_example_of_the_polyline_format() -> None:
    line = [(38.5, -120.2), (40.7, -120.95), (43.252, -126.453)]
    assert geometry.encoded(line) == "_p~iF~ps|U_ulLnnqC_mqNvxq`@"
    assert decoded(geometry.encoded(line)) == line


@settings(max_examples=300)
@given(positions, st.integers(2, 30), st.sampled_from([0.0, 5.0, 50.0]))
def test_nothing_moves_further_than_said_and_ends_stay(
    line: list[tuple[float, float]], most: int, tolerance: float
) -> None:
    latitudes, longitudes = [each[0] for each in line], [each[1] for each in line]
    kept, off = geometry.simplified(latitudes, longitudes, most, tolerance)
    assert kept == sorted(set(kept))
    assert (kept[0], kept[-1]) == (0, len(line) - 1)
    assert len(kept) <= max(2, most)
    assert off <= tolerance or len(kept) == most
    for start, end in itertools.pairwise(kept):
        for index in range(start, end + 1):
            # The plane of the whole line and that of this test differ by their middle latitude.
            assert off_line(line[index], line[start], line[end]) <= off * 1.002 + 0.01


def test_a_line_that_never_balances_is_not_looked_at_over_and_over() -> None:
    """The farthest point of every stretch is next to its end: an even fan, worst for splitting at the farthest."""
    latitudes = [45 + (0.5 ** (index // 2) if index % 2 else 0) * 0.1 for index in range(40_000)]
    longitudes = [9 + index * 1e-6 for index in range(40_000)]
    kept, _ = geometry.simplified(latitudes, longitudes, MAX_ROUTE_POINTS, 0.001)
    assert len(kept) <= MAX_ROUTE_POINTS


def test_the_date_line_is_no_wall() -> None:
    track = Track()
    for step in range(11):
        track.add(step, 10 + step / 1000, (179.995 + step / 1000 + 180) % 360 - 180)
    route = track.route()
    assert route is not None
    assert route.points == 2
    assert track.travelled() == pytest.approx(1558, rel=1e-2)


@pytest.mark.parametrize(
    ("heights", "up", "down"),
    [
        ([100, 150, 100], 50, 50),
        ([100, 109, 100, 109], 0, 0),
        ([100, 110], 10, 0),
        ([100, 105, 98, 120, 115, 130, 90], 32, 40),
        ([200, 150, 155, 149, 160], 11, 51),
        ([7], 0, 0),
    ],
)
def test_climbs_count_between_turning_points(heights: list[float], up: float, down: float) -> None:
    assert climbed(heights) == (up, down)


@given(st.lists(st.floats(-400, 8000, allow_nan=False), min_size=1, max_size=60))
def test_what_goes_up_comes_down(heights: list[float]) -> None:
    up, down = climbed(heights)
    assert abs((up - down) - (heights[-1] - heights[0])) <= 20 + 1e-6
    back = climbed(heights[::-1])
    assert back == pytest.approx((down, up))


def test_a_pause_is_no_way_and_no_time() -> None:
    track = Track()
    for second in range(0, 60, 10):
        track.add(second, 45 + second * 2.5 / 111_195.08, 9)
    track.pause()
    for second in range(600, 660, 10):
        track.add(second, 46 + second * 2.5 / 111_195.08, 9)
    assert track.travelled() == pytest.approx(250, rel=1e-3)
    assert track.moving_seconds() == 100


def test_values_that_cannot_be_are_missing() -> None:
    track = Track()
    track.add(0, 91, 9, 20_000, -1, 0)
    track.add(1, math.nan, math.inf, -600, math.inf, 255)
    track.add(math.nan)
    track.add(-5)
    assert (len(track), track.skipped) == (2, 2)
    told = (track.travelled(), track.moving_seconds(), track.heart_rate(), track.climbed(), track.route())
    assert told == (None,) * 5
