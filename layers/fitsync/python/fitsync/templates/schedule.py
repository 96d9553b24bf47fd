"""Which day of a plan is next: for those who miss no day, and for those who do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import dropwhile

from fitsync.templates.documents import SessionOutcome
from fitsync.templates.models import Following, MissedDays
from fitsync.templates.plan import Slot, WeeklyPlan


def next_slot(
    plan: WeeklyPlan, following: Following | None, newest_first: Sequence[SessionOutcome], today: date
) -> Slot:
    """The slot to train next.

    A plan that waits goes on after the last day trained. One that moves on is at the first training day from today
    on, or at the one after it when that is done; what was missed before is left out.
    """
    done = [_slot(one) for one in newest_first if following is None or one.on >= following.started_on]
    if following is None or following.missed_days is MissedDays.WAIT:
        return _after(plan, done[0]) if done else next(plan.slots())
    week = max(1, (today - _monday(following.started_on)).days // 7 + 1)
    first_day = max(today, following.started_on)
    upcoming = dropwhile(lambda slot: day_of(slot, following) < first_day, plan.slots(week))
    return next(slot for slot in upcoming if slot not in done)


def day_of(slot: Slot, following: Following) -> date:
    """The day that a slot falls on when no day is missed; week 1 is the week in which the plan was begun."""
    return _monday(following.started_on) + timedelta(weeks=slot.week - 1, days=slot.weekday.number)


def _after(plan: WeeklyPlan, done: Slot) -> Slot:
    later = dropwhile(
        lambda slot: slot.week == done.week and slot.weekday.number <= done.weekday.number, plan.slots(done.week)
    )
    return next(later)


def _slot(outcome: SessionOutcome) -> Slot:
    return Slot(outcome.week, outcome.weekday)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
