"""What a watch or a bike computer recorded of a session, beside its sets.

The route is kept apart from everything else: it begins where the person lives, so whatever shows a session to others
leaves it out.
"""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Final, TypeAlias

from pydantic import Field

from fitsync.kit.documents import Document

MAX_LAPS: Final = 300
"""A watch laps by the kilometre: 300 laps are the longest day on the bike, and 40 KB of the item."""
MAX_ROUTE_POINTS: Final = 1000
"""As many as a phone's screen is wide in pixels; an encoded point has up to 12 characters, so 12 KB of the item."""

# As FIT counts: one byte, of which 0 and 255 say that there is none.
HeartRate: TypeAlias = Annotated[int, Field(ge=1, le=254)]
Metres: TypeAlias = Annotated[Decimal, Field(ge=0, multiple_of=Decimal("0.01"))]
Seconds: TypeAlias = Annotated[int, Field(ge=0)]


class Lap(Document):
    """A lap. `duration_seconds` without the pauses in it."""

    started_at: datetime | None = None
    duration_seconds: Seconds
    distance_m: Metres | None = None
    average_heart_rate: HeartRate | None = None
    max_heart_rate: HeartRate | None = None


class Activity(Document):
    """What was recorded as a whole.

    `elapsed_seconds` run from start to end, `active_seconds` without the pauses of the recording, `moving_seconds`
    without standing still either (None where no position or distance tells). Energy is the device's own figure.
    """

    sport: str
    sub_sport: str | None = None
    elapsed_seconds: Seconds
    active_seconds: Seconds
    moving_seconds: Seconds | None = None
    distance_m: Metres | None = None
    elevation_gain_m: Metres | None = None
    elevation_loss_m: Metres | None = None
    average_heart_rate: HeartRate | None = None
    max_heart_rate: HeartRate | None = None
    calories: Annotated[int, Field(ge=0)] | None = None
    laps: tuple[Lap, ...] = ()


class Route(Document):
    """Where it went, simplified: no recorded position lies further than `tolerance_m` from the line.

    `polyline` is in Google's Encoded Polyline Algorithm Format with five decimals.
    """

    polyline: str
    points: int
    tolerance_m: Metres
