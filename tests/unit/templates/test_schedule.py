"""Which day is next, for those who miss none and for those who do."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from fitsync.templates.documents import SessionOutcome
from fitsync.templates.models import Following, MissedDays
from fitsync.templates.plan import Slot
from fitsync.templates.schedule import day_of, next_slot
from fitsync.templates.vocabulary import Weekday
from tests.unit.templates.builders import group, plan

MONDAY = date(2026, 3, 2)
PLAN = plan([group(3, 5)], days=(Weekday.MONDAY, Weekday.WEDNESDAY, Weekday.FRIDAY))
WAIT = Following(started_on=MONDAY)
MOVE_ON = Following(started_on=MONDAY, missed_days=MissedDays.MOVE_ON)


def done(week: int, weekday: Weekday, day: int) -> SessionOutcome:
    """A session of a slot, so many days after the first Monday."""
    return SessionOutcome(on=MONDAY + timedelta(days=day), week=week, weekday=weekday, lanes={})


@pytest.mark.parametrize("how", [None, WAIT, MOVE_ON])
def test_a_plan_begins_with_its_first_day(how: Following | None) -> None:
    assert next_slot(PLAN, how, [], MONDAY) == Slot(1, Weekday.MONDAY)


def test_a_plan_that_waits_goes_on_where_it_was_left() -> None:
    history = [done(1, Weekday.MONDAY, 0)]
    assert next_slot(PLAN, WAIT, history, MONDAY + timedelta(days=30)) == Slot(1, Weekday.WEDNESDAY)
    assert next_slot(PLAN, None, history, MONDAY + timedelta(days=30)) == Slot(1, Weekday.WEDNESDAY)
    assert next_slot(PLAN, WAIT, [done(1, Weekday.FRIDAY, 4)], MONDAY) == Slot(2, Weekday.MONDAY)


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (0, Slot(1, Weekday.WEDNESDAY)),  # Monday is done
        (1, Slot(1, Weekday.WEDNESDAY)),
        (3, Slot(1, Weekday.FRIDAY)),  # Wednesday was missed
        (5, Slot(2, Weekday.MONDAY)),
        (16, Slot(3, Weekday.WEDNESDAY)),
    ],
)
def test_a_plan_that_moves_on_follows_the_calendar(days: int, expected: Slot) -> None:
    today = MONDAY + timedelta(days=days)
    found = next_slot(PLAN, MOVE_ON, [done(1, Weekday.MONDAY, 0)], today)
    assert found == expected
    assert day_of(found, MOVE_ON) >= today


def test_a_plan_that_is_begun_anew_forgets_what_was_done_before() -> None:
    again = Following(started_on=MONDAY + timedelta(weeks=4))
    assert next_slot(PLAN, again, [done(2, Weekday.FRIDAY, 11)], again.started_on) == Slot(1, Weekday.MONDAY)


def test_a_plan_begun_in_mid_week_starts_with_the_days_that_are_left() -> None:
    late = Following(started_on=MONDAY + timedelta(days=3), missed_days=MissedDays.MOVE_ON)
    assert next_slot(PLAN, late, [], late.started_on) == Slot(1, Weekday.FRIDAY)
