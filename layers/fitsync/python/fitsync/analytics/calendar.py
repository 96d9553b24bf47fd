"""Sessions per local day over decades, in little space."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from pydantic import Field

from fitsync.kit.documents import Document

# One character per day of a year, leap days included: "0" for none, then the characters that follow it.
_DAYS, _NONE = 366, ord("0")


class Calendar(Document):
    """How many sessions began on each day. Only years with a session take space: one character a day, which packs to
    some 60 bytes for a year of three sessions a week.
    """

    years: dict[int, str] = Field(default_factory=dict)

    def __getitem__(self, day: date) -> int:
        """The sessions of one day."""
        marks = self.years.get(day.year)
        return ord(marks[_position(day)]) - _NONE if marks else 0

    def days(self) -> Iterator[tuple[date, int]]:
        """Each day with a session, and how many, in order."""
        for year in sorted(self.years):
            first = date(year, 1, 1)
            for position, mark in enumerate(self.years[year]):
                if ord(mark) != _NONE:
                    yield first + timedelta(days=position), ord(mark) - _NONE

    def between(self, start: date, end: date) -> dict[date, int]:
        """The days with a session from `start` to `end`, both included."""
        return {
            day: count
            for year in range(start.year, end.year + 1)
            if year in self.years
            for day, count in Calendar(years={year: self.years[year]}).days()
            if start <= day <= end
        }

    @property
    def first_day(self) -> date | None:
        """The first day with a session."""
        return next((day for day, _ in self.days()), None)

    def plus(self, days: Mapping[date, int]) -> "Calendar":
        """The calendar with sessions added, or taken away where the number is negative."""
        years = {year: [ord(mark) - _NONE for mark in marks] for year, marks in self.years.items()}
        for day, count in days.items():
            years.setdefault(day.year, [0] * _DAYS)[_position(day)] += count
        return Calendar(
            years={
                year: "".join(chr(_NONE + count) for count in counts) for year, counts in years.items() if any(counts)
            }
        )


def _position(day: date) -> int:
    return day.timetuple().tm_yday - 1
