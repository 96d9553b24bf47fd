"""Training at a glance: what a period adds up to, week by week, and what somebody likes to do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from fitsync.analytics.documents import SessionStats, Totals
from fitsync.analytics.load import session_load
from fitsync.analytics.periods import Period


class OverviewPoint(NamedTuple):
    """What a week or month adds up to; `load` is session RPE times minutes."""

    start: date
    totals: Totals
    load: float


def totals_of(sessions: Iterable[SessionStats]) -> Totals:
    """What sessions add up to."""
    listed = list(sessions)
    return Totals(
        sessions=len(listed),
        duration_seconds=sum(session.duration_seconds for session in listed),
        volume=sum((session.volume for session in listed), Decimal(0)),
        sets=sum(done.sets for session in listed for done in session.exercises),
        hard_sets=sum(session.hard_sets for session in listed),
        reps=sum(session.reps for session in listed),
        distance_m=sum((session.distance_m for session in listed), Decimal(0)),
        calories=sum(session.calories for session in listed),
        records=sum(session.record_count for session in listed),
    )


def points(sessions: Sequence[SessionStats], of: Period) -> list[OverviewPoint]:
    """The steps of a period."""
    steps: dict[date, list[SessionStats]] = {start: [] for start in of.buckets()}
    for session in sessions:
        steps[of.bucket(session.local_date)].append(session)
    return [
        OverviewPoint(start, totals_of(found), sum(session_load(session) or 0 for session in found))
        for start, found in steps.items()
    ]
