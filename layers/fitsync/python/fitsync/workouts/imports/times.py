"""Dates and durations as Hevy and Strong write them, read on the clock of the person's time zone."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo

from fitsync.workouts.imports.documents import CellRemark, Column, RowReason
from fitsync.workouts.imports.parsed import RowRefused

_EARLIEST: Final = datetime(1970, 1, 1, tzinfo=UTC)

# Month names of CLDR in English, German, Spanish, French, Italian, Portuguese and Dutch, without accents. A word of
# three letters or more is the month of the one name it begins; the abbreviations that begin none stand apart.
_MONTHS: Final = (
    "january januar enero janvier gennaio janeiro januari",
    "february februar febrero fevrier febbraio fevereiro februari",
    "march marz marzo mars marco maart mrz mrt",
    "april abril avril aprile",
    "may mai mayo maggio maio mei",
    "june juni junio juin giugno junho",
    "july juli julio juillet luglio julho",
    "august agosto aout augustus",
    "september septiembre septembre settembre setembro",
    "october oktober octubre octobre ottobre outubro",
    "november noviembre novembre novembro",
    "december dezember diciembre decembre dicembre dezembro",
)
_CLOCK = r"(?P<hour>\d{1,2})[:.h](?P<minute>\d{2})(?::(?P<second>\d{2}))?(?:[.,]\d{1,6})?"
_HALF = r"(?:\s*(?P<half>[ap])\.?\s?m\.?)?"
_OFFSET = r"(?:\s*(?P<offset>z|utc|gmt|[+-]\d{2}:?\d{2}))?"
_AT = r"(?:(?:at|um|a las|à|às|a|alle|alle ore|om)\s+)?"
_PATTERNS: Final = tuple(
    re.compile(date + _CLOCK + _HALF + _OFFSET, re.IGNORECASE)
    for date in (
        r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})[t ,]\s*",
        # 28 May 2024, 07:32 · 6. Juli 2026 um 17:59 · 6 de jul. de 2026 às 17:59 · 6 juil. 2026 à 17:59
        r"(?P<day>\d{1,2})\.?\s+(?:de\s+)?(?P<name>[^\W\d_]{3,12})\.?\s+(?:del?\s+)?(?P<year>\d{4}),?\s+" + _AT,
        # May 28, 2024, 7:32 AM
        r"(?P<name>[^\W\d_]{3,12})\.?\s+(?P<day>\d{1,2}),?\s+(?P<year>\d{4}),?\s+(?:at\s+)?",
        # 28.05.2024 07:32. With slashes nobody can tell the day from the month, so those are refused.
        r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4}),?\s+",
    )
)
_DURATION = re.compile(
    r"(?:(?P<h>\d{1,4})\s*(?:h|hr|hrs|std\.?))?\s*(?:(?P<m>\d{1,5})\s*(?:m|min|mins)\.?)?\s*"
    r"(?:(?P<s>\d{1,6})\s*(?:s|sec|secs|sek|seg)\.?)?",
    re.IGNORECASE,
)
_COLONS = re.compile(r"(?P<h>\d{1,4}):(?P<m>\d{2}):(?P<s>\d{2})")


def _plain(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def _month_words() -> dict[str, int]:
    meanings: dict[str, set[int]] = {}
    for month, names in enumerate(_MONTHS, start=1):
        for name in names.split():
            for length in range(3, len(name) + 1):
                meanings.setdefault(name[:length], set()).add(month)
    return {word: months.pop() for word, months in meanings.items() if len(months) == 1}


_MONTH_OF: Final[Mapping[str, int]] = MappingProxyType(_month_words())


@functools.lru_cache(maxsize=4096)
def wall_clock(text: str) -> datetime | None:
    """The date and time in `text`: naive as a clock on the wall shows it, aware if it names its offset."""
    text = " ".join(text.split())
    for pattern in _PATTERNS:
        if found := pattern.fullmatch(text):
            return _built(found)
    return None


def _built(found: re.Match[str]) -> datetime | None:
    parts = found.groupdict()
    month = int(parts["month"]) if parts.get("month") else _MONTH_OF.get(_plain(parts.get("name") or ""), 0)
    hour = int(parts["hour"])
    if parts["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if parts["half"].casefold() == "p" else 0)
    try:
        naive = datetime(int(parts["year"]), month, int(parts["day"]), hour, int(parts["minute"]))  # noqa: DTZ001
        naive = naive.replace(second=int(parts["second"] or 0))
        return naive.replace(tzinfo=_offset(parts["offset"])) if parts["offset"] else naive
    except ValueError:
        return None


def _offset(text: str) -> timezone:
    if text[0] not in "+-":
        return UTC
    hours, minutes = int(text[1:3]), int(text[-2:])
    return timezone((-1 if text[0] == "-" else 1) * timedelta(hours=hours, minutes=minutes))


def instant(wall: datetime, zone: ZoneInfo) -> tuple[datetime, CellRemark | None]:
    """The UTC instant of a wall-clock time in `zone`.

    A time that the clock skipped in spring is moved forward by what was skipped; of a time that it showed twice in
    autumn the first is meant. Both are remarked on.
    """
    if wall.tzinfo is not None:
        return wall.astimezone(UTC), None
    first = wall.replace(tzinfo=zone, fold=0)
    if first.utcoffset() == wall.replace(tzinfo=zone, fold=1).utcoffset():
        return first.astimezone(UTC), None
    in_utc = first.astimezone(UTC)
    exists = in_utc.astimezone(zone).replace(tzinfo=None, fold=0) == wall
    return in_utc, CellRemark.TIME_AMBIGUOUS if exists else CellRemark.TIME_SHIFTED


def started(text: str, zone: ZoneInfo, now: datetime) -> tuple[datetime, datetime, CellRemark | None]:
    """(wall clock, UTC instant, remark) of a workout's start. Raises RowRefused; the future has no history."""
    wall = wall_clock(text)
    if wall is None:
        raise RowRefused(RowReason.DATE_UNREADABLE, Column.STARTED_AT)
    try:
        in_utc, remark = instant(wall, zone)
    except OverflowError:
        raise RowRefused(RowReason.DATE_OUT_OF_RANGE, Column.STARTED_AT) from None
    if not _EARLIEST <= in_utc <= now:
        raise RowRefused(RowReason.DATE_OUT_OF_RANGE, Column.STARTED_AT)
    return wall, in_utc, remark


def ended(text: str, zone: ZoneInfo, start: datetime) -> datetime | None:
    """The UTC instant of a workout's end, of a time shown twice the one after `start`; None when unreadable."""
    wall = wall_clock(text)
    if wall is None:
        return None
    try:
        end, remark = instant(wall, zone)
        if end < start and remark is CellRemark.TIME_AMBIGUOUS:
            end = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    except OverflowError:
        return None
    return end


def duration(text: str) -> int | None:
    """Seconds in `1h 5m`, `45min`, `32s`, `1:05:00` or plain seconds; None when unreadable."""
    text = text.strip()
    if text.isascii() and text.isdigit() and len(text) <= 9:
        return int(text)
    found = _COLONS.fullmatch(text) or (_DURATION.fullmatch(text) if text else None)
    if found is None:
        return None
    return sum(int(found[part] or 0) * factor for part, factor in (("h", 3600), ("m", 60), ("s", 1)))
