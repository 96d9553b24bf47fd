"""Numbers and instants out of files that may say anything."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from typing import Final

_LONGEST: Final = 40


def number(value: object) -> float | None:
    """A finite, non-negative number; None for anything else."""
    if isinstance(value, str):
        if len(value) > _LONGEST:
            return None
        try:
            value = float(value)
        except ValueError:
            return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if not math.isfinite(value) or value < 0:
        return None
    return float(value)


def instant(text: str | None) -> datetime | None:
    """An RFC 3339 instant in UTC, which one without an offset is taken to be in; None when unreadable."""
    if not text or len(text) > _LONGEST:
        return None
    try:
        found = datetime.fromisoformat(text.strip())
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
