"""A user's sessions in brief, newest first, by what the user asks for."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from fitsync.workouts import repository
from fitsync.workouts.session import WorkoutLocation, WorkoutStatus
from fitsync.workouts.summary import WorkoutSummary

# A filter looks through this many sessions per request, so that a page costs the same however long the history is;
# the cursor goes on from there. At about 500 bytes each that is 50 KB.
LOOKED_THROUGH = 100


class HistoryFilter(NamedTuple):
    """What to list; days are inclusive and local to the user."""

    status: WorkoutStatus | None = None
    first_day: date | None = None
    last_day: date | None = None
    exercise_id: str | None = None
    location: WorkoutLocation | None = None

    @property
    def by_day(self) -> bool:
        """Whether the user's time zone matters."""
        return self.first_day is not None or self.last_day is not None

    @property
    def narrow(self) -> bool:
        """Whether few sessions may be wanted. Nearly all are completed ones."""
        usual = self.status in (None, WorkoutStatus.COMPLETED)
        return not usual or self.exercise_id is not None or self.location is not None

    def takes(self, summary: WorkoutSummary) -> bool:
        """Whether a session is wanted."""
        return (
            self.status in (None, summary.status)
            and self.location in (None, summary.location)
            and (self.exercise_id is None or any(line.exercise_id == self.exercise_id for line in summary.exercises))
        )


class HistoryPage(NamedTuple):
    """Sessions in brief, and the history key to go on from (None at the end)."""

    items: list[WorkoutSummary]
    next_key: str | None


def read_page(
    user_id: str, wanted: HistoryFilter, zone: ZoneInfo | None, *, limit: int, after_key: str | None
) -> HistoryPage:
    """One page in one request. With a filter it may hold fewer than `limit` though more follow."""
    listed, next_key = repository.history_page(
        user_id,
        limit=max(limit, LOOKED_THROUGH) if wanted.narrow else limit,
        since=_midnight(wanted.first_day, zone),
        until=_midnight(wanted.last_day, zone, days=1),
        after_key=after_key,
    )
    found = [(key, summary) for key, summary in listed if wanted.takes(summary)]
    if len(found) > limit:
        found = found[:limit]
        next_key = found[-1][0]
    return HistoryPage([summary for _, summary in found], next_key)


def _midnight(day: date | None, zone: ZoneInfo | None, days: int = 0) -> datetime | None:
    """The instant a local day begins, `days` later."""
    if day is None:
        return None
    start = datetime.combine(day + timedelta(days=days), time(), tzinfo=zone)
    return start.astimezone(ZoneInfo("UTC"))
