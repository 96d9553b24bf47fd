"""Sessions by day over decades."""

from __future__ import annotations

import zlib
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from fitsync.analytics.calendar import Calendar

DAYS = st.dates(date(1999, 12, 25), date(2001, 1, 5))


@given(st.dictionaries(DAYS, st.integers(1, 400)), DAYS, DAYS)
def test_what_was_counted_is_there(days: dict[date, int], first: date, last: date) -> None:
    calendar = Calendar().plus(days)
    assert dict(calendar.days()) == days
    assert [day for day, _ in calendar.days()] == sorted(days)
    assert calendar.between(first, last) == {day: count for day, count in days.items() if first <= day <= last}
    assert all(calendar[day] == count for day, count in days.items())
    assert calendar.first_day == min(days, default=None)
    assert calendar.plus({day: -count for day, count in days.items()}) == Calendar()


def test_twenty_years_of_training_are_small() -> None:
    first = date(2006, 1, 2)
    days = [first + timedelta(days=number) for number in range(20 * 365) if number * number % 7 in (1, 2)]
    stored = Calendar().plus(dict.fromkeys(days, 1)).model_dump_json()
    assert len(zlib.compress(stored.encode())) < 2000


def test_a_year_without_a_session_is_empty() -> None:
    assert Calendar()[date(2024, 2, 29)] == 0
    assert Calendar().first_day is None
