"""Completed sessions as others count them, read from the sessions themselves: for projections that are made anew."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from fitsync.workouts import repository
from fitsync.workouts.session import WorkoutStatus
from fitsync.workouts.summary import WorkoutTotals, totals_of

_PAGE = 100


class Counted(NamedTuple):
    """What a completed session adds up to, at its version `version`."""

    totals: WorkoutTotals
    version: int


def counted_between(user_id: str, since: datetime, until: datetime) -> list[Counted]:
    """Every completed session that began from `since` on and before `until`, as of now."""
    found: list[Counted] = []
    after_key: str | None = None
    while True:
        listed, after_key = repository.history_page(user_id, limit=_PAGE, since=since, until=until, after_key=after_key)
        wanted = [summary.id for _, summary in listed if summary.status is WorkoutStatus.COMPLETED]
        for item in repository.find_all(user_id, wanted):
            totals = None if item.deleted else totals_of(repository.session_of(item))
            # It may have changed since it was listed.
            if totals and since <= totals.started_at < until:
                found.append(Counted(totals, int(item.version)))
        if after_key is None:
            return found


def training_span(user_id: str) -> tuple[datetime, datetime] | None:
    """The instants of the user's first and last session, planned ones included; None without any."""
    ends = repository.history_ends(user_id)
    if ends is None:
        return None
    first, last = (datetime.fromisoformat(f"{key.partition('#')[0]}+00:00") for key in ends)
    return first, last
