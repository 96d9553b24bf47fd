"""How much of each thing there may be, and why."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

MAX_MEASUREMENTS: Final = 20
"""Named measurements in one entry: the 13 standard girths of ISAK (International Standards for Anthropometric
Assessment, 2011), some of them left and right.
"""
MAX_NAMES: Final = 60
"""Different names that a user may have used, since the latest of each is kept in one item."""
MAX_ENTRIES_PER_MONTH: Final = 200
"""Six a day. The figures of a month are one item, which every entry of that month writes."""
MAX_PHOTOS: Final = 2_000
"""Three poses a week for twelve years."""
FIRST_DAY: Final = datetime(1900, 1, 1, tzinfo=UTC)
"""Nothing is older than the oldest user may be."""
CLOCK_SKEW: Final = timedelta(minutes=5)
"""How far ahead a device's clock may be before its measurement counts as one from the future."""
TOMBSTONE_KEPT: Final = timedelta(days=90)
"""How long a deletion is remembered, so that a device that was away learns of it."""
UPLOAD_WAITS: Final = timedelta(days=1)
"""How long a picture waits for its file. The form for it lives far shorter; processing may be late."""
REFUSAL_KEPT: Final = timedelta(days=7)
"""How long one can see why a picture was refused."""
MAX_PICTURE_BYTES: Final = 25 * 1024 * 1024
"""A 50-megapixel JPEG of a phone has 10 to 20 MB."""
LINKS_LIVE: Final = timedelta(minutes=10)
"""Long enough to show a page of photos, short for whoever finds a link."""
