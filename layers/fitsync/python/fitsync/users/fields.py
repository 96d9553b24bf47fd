"""Field types of users that more than one area takes as input."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, TypeAlias
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, Field, StringConstraints

from fitsync.kit.wire import measure


def _known_zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError("must be an IANA time zone, such as Europe/Athens") from None
    return value


TimeZone = Annotated[
    str, StringConstraints(max_length=64), AfterValidator(_known_zone), Field(examples=["Europe/London"])
]
# The shortest adult on record measured 54.6 cm, the tallest 272 cm (Guinness World Records).
HeightCm: TypeAlias = Annotated[Decimal, *measure(50, 300, "0.1")]
# Essential fat of men begins at 2 % (American Council on Exercise, body fat norms); the upper end is only physical.
BodyFatPercent: TypeAlias = Annotated[Decimal, *measure(2, 100, "0.01")]
Username = Annotated[
    str,
    StringConstraints(min_length=3, max_length=30, pattern=r"^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?$"),
    Field(
        description="3 to 30 letters, digits, dots, dashes or underscores; unique whatever the case.", examples=["ada"]
    ),
]
