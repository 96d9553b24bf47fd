"""Bounds of an activity file. They keep a hostile file from costing more than a long day on the bike."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

MAX_POINTS: Final = 250_000
"""Nearly three days at one point a second."""
MAX_MESSAGES: Final = 1_000_000
"""Messages of a FIT file: every point with three more beside it."""
MAX_ELEMENTS: Final = 3_000_000
"""XML elements and attributes: twelve to a point, where Garmin writes ten with heart rate, cadence and temperature."""
MAX_DEPTH: Final = 64
"""Nesting of XML elements, where the schemas go to ten and extensions some way further."""
MAX_NAMESPACES: Final = 200
"""XML namespace declarations in one file; an app needs five."""
MAX_ACTIVITIES: Final = 200
"""Activities in one file: half a year of a daily run in one TCX export."""
MAX_ELAPSED: Final = timedelta(days=14)
"""From start to end of one activity; the longest races on foot and by bike take less."""

# As FIT can write it (record.altitude: 16 bits, scale 5, offset 500): from below the Dead Sea to above any summit.
LOWEST_M: Final = -500.0
HIGHEST_M: Final = 12_607.0
