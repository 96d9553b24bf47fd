"""The time zone of a recording, of which a file tells the offset from UTC at most. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

_HOUR: Final = timedelta(hours=1)
# The zones (IANA) whose clocks stand apart by half an hour or a quarter, those with most people first.
_BETWEEN: Final = (
    "Asia/Kolkata",
    "Asia/Tehran",
    "Asia/Yangon",
    "Asia/Kabul",
    "Asia/Kathmandu",
    "Australia/Adelaide",
    "Australia/Darwin",
    "America/St_Johns",
    "Australia/Eucla",
    "Pacific/Marquesas",
    "Pacific/Chatham",
    "Australia/Lord_Howe",
)


def zone_of(offset: timedelta | None, at: datetime, own: ZoneInfo) -> str:
    """A zone (IANA) whose clock showed what the watch did: the person's own where it fits, or is all there is.

    It decides which day the recording belongs to, so any zone of that offset will do.
    """
    if offset is None or at.astimezone(own).utcoffset() == offset:
        return own.key
    hours, rest = divmod(offset, _HOUR)
    if rest:
        fitting = (name for name in _BETWEEN if at.astimezone(ZoneInfo(name)).utcoffset() == offset)
        return next(fitting, own.key)
    if hours == 0:
        return "UTC"
    # POSIX counts the other way round: Etc/GMT-9 is nine hours ahead.
    return f"Etc/GMT{-hours:+d}" if -12 <= hours <= 14 else own.key
