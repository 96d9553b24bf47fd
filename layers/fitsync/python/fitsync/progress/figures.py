"""The figures of a user over time, and the latest of each, whatever order entries come, change and go in.

Figures are kept by month (UTC) beside the entries. A standing knows the latest of every figure, and for each figure the
months that hold it, so that a change touches the months of what is changed and at most one more per figure.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import NamedTuple

from pydantic import Field

from fitsync.kit.documents import Document


class Point(Document):
    """What one entry says in figures."""

    entry_id: str
    at: datetime
    figures: Mapping[str, Decimal]

    @property
    def order(self) -> tuple[datetime, str]:
        """By time; of two at the same time the one with the later id is the later one."""
        return self.at, self.entry_id


class Month(Document):
    """The figures of one month, in time order."""

    points: tuple[Point, ...] = ()

    def without(self, entry_id: str) -> "Month":
        """The month without an entry."""
        return Month(points=tuple(point for point in self.points if point.entry_id != entry_id))

    def holding(self, point: Point) -> "Month":
        """The month with an entry more."""
        kept = self.without(point.entry_id).points
        return Month(points=tuple(sorted((*kept, point), key=lambda each: each.order)))

    def latest(self, figure: str) -> "Latest | None":
        """The last time that a figure was measured in this month."""
        for point in reversed(self.points):
            if figure in point.figures:
                return Latest(entry_id=point.entry_id, at=point.at, value=point.figures[figure])
        return None


class Latest(Document):
    """The latest of a figure, and the entry that says so."""

    entry_id: str
    at: datetime
    value: Decimal


class Known(Document):
    """What is known of a figure: its latest value, and the months that hold it: twelve bits for each year."""

    latest: Latest
    months: Mapping[int, int] = Field(default_factory=dict)


class Standing(Document):
    """How many entries there are, when one changed last, and what is known of every figure."""

    entries: int = 0
    changed_at: datetime | None = None
    figures: Mapping[str, Known] = Field(default_factory=dict)

    def value(self, figure: str) -> Decimal | None:
        """The latest value of a figure."""
        known = self.figures.get(figure)
        return known.latest.value if known else None


class Change(NamedTuple):
    """An entry that came (`before` is None), changed, or went (`after` is None)."""

    before: Point | None
    after: Point | None

    @property
    def months(self) -> set[str]:
        """The months that it touches."""
        return {month_of(point.at) for point in (self.before, self.after) if point}

    @property
    def figures(self) -> set[str]:
        """The figures that it touches."""
        return {figure for point in (self.before, self.after) if point for figure in point.figures}

    def apply(self, months: Mapping[str, Month]) -> dict[str, Month]:
        """Those of `months` that it touches, as they are afterwards."""
        changed = {name: month for name, month in months.items() if name in self.months}
        for name, month in changed.items():
            if self.before and month_of(self.before.at) == name:
                changed[name] = month.without(self.before.entry_id)
        if self.after and (name := month_of(self.after.at)) in changed:
            changed[name] = changed[name].holding(self.after)
        return changed


def month_of(instant: datetime) -> str:
    """The month an instant is in: `2026-03`."""
    return instant.astimezone(UTC).strftime("%Y-%m")


def further_months(standing: Standing, change: Change, changed: dict[str, Month]) -> set[str]:
    """Months that `after_change` may need beside those that the change touches: where the latest of a figure may be now
    that its latest one went. `changed` are the touched months that are known.
    """
    unknown = change.months - changed.keys()
    needed = set()
    for figure in change.figures:
        known = standing.figures.get(figure)
        last = _last(_bits(known, figure, changed | dict.fromkeys(unknown, Month())))
        if last and last not in change.months and not (known and month_of(known.latest.at) == last):
            needed.add(last)
    return needed


def after_change(
    standing: Standing, change: Change, changed: Mapping[str, Month], further: Mapping[str, Month]
) -> Standing:
    """The standing after a change: `changed` are the months it touched as they are now, `further` any others."""
    figures = dict(standing.figures)
    for figure in change.figures:
        known = figures.pop(figure, None)
        bits = _bits(known, figure, changed)
        last = _last(bits)
        if last is None:
            continue
        month = changed.get(last) or further.get(last)
        latest = month.latest(figure) if month else known.latest if known else None
        assert latest is not None
        figures[figure] = Known(latest=latest, months=bits)
    entries = standing.entries + (change.after is not None) - (change.before is not None)
    return Standing(entries=entries, figures=figures)


def between(months: Iterable[Month], start: datetime, end: datetime) -> Iterator[Point]:
    """The points from `start` on and before `end`, in time order; the months come in order."""
    return (point for month in months for point in month.points if start <= point.at < end)


def _bits(known: Known | None, figure: str, changed: Mapping[str, Month]) -> dict[int, int]:
    bits = dict(known.months) if known else {}
    for name, month in changed.items():
        year, bit = int(name[:4]), 1 << (int(name[5:]) - 1)
        held = bits.get(year, 0)
        bits[year] = held | bit if month.latest(figure) else held & ~bit
    return {year: held for year, held in bits.items() if held}


def _last(bits: Mapping[int, int]) -> str | None:
    if not bits:
        return None
    year = max(bits)
    return f"{year:04}-{bits[year].bit_length():02}"
