"""When and how regularly somebody trains: by day, by weekday and hour, and by week against the target."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from fitsync.analytics.documents import HOURS, SessionStats
from fitsync.analytics.periods import Period, Step
from fitsync.analytics.streaks import week_start

WEEKDAYS = 7


class Day(NamedTuple):
    """A day with training."""

    day: date
    sessions: int
    seconds: int


class Consistency(NamedTuple):
    """Weeks of a period, from the first one with a session: how many had one, how many met the target.

    The running week counts once it has what is asked; until then it is neither met nor missed. Per week is the mean of
    the weeks that are over. `longest_gap_days` is the longest stretch without training between two sessions, or since
    the last.
    """

    weeks: int
    trained_weeks: int
    target_weeks: int
    workouts_per_week: int
    sessions_per_week: float
    longest_gap_days: int

    @property
    def trained_share(self) -> float | None:
        """The share of weeks with training; None when there was none to count."""
        return self.trained_weeks / self.weeks if self.weeks else None

    @property
    def target_share(self) -> float | None:
        """The share of weeks that met the target."""
        return self.target_weeks / self.weeks if self.weeks else None


class Frequency(NamedTuple):
    """`hours` counts sessions by weekday (Monday first) and local hour; `steps` by week or month of the period.

    `days` are left out where the period is told by month.
    """

    days: tuple[Day, ...]
    steps: tuple[tuple[date, int], ...]
    hours: tuple[tuple[int, ...], ...]
    consistency: Consistency


def frequency(sessions: Sequence[SessionStats], of: Period, workouts_per_week: int) -> Frequency:
    """When the sessions of a period were."""
    hours = [[0] * HOURS for _ in range(WEEKDAYS)]
    counts: Counter[date] = Counter()
    seconds: Counter[date] = Counter()
    for session in sessions:
        hours[session.local_date.weekday()][session.local_hour] += 1
        counts[session.local_date] += 1
        seconds[session.local_date] += session.duration_seconds
    steps = Counter(of.bucket(session.local_date) for session in sessions)
    return Frequency(
        days=tuple(Day(day, counts[day], seconds[day]) for day in sorted(counts)) if of.step is Step.WEEK else (),
        steps=tuple((start, steps[start]) for start in of.buckets()),
        hours=tuple(tuple(row) for row in hours),
        consistency=consistency(counts, of.end, workouts_per_week),
    )


def consistency(counts: Mapping[date, int], today: date, workouts_per_week: int) -> Consistency:
    """How regular training was, from sessions by day."""
    days = sorted(day for day, count in counts.items() if count)
    if not days:
        return Consistency(0, 0, 0, workouts_per_week, 0.0, 0)
    weeks: Counter[date] = Counter()
    for day in days:
        weeks[week_start(day)] += counts[day]
    this_week, first = week_start(today), week_start(days[0])
    over = (this_week - first).days // 7
    trained, met = len(weeks), sum(count >= workouts_per_week for count in weeks.values())
    running = weeks.get(this_week, 0)
    done = sum(weeks.values()) - running
    gaps = [(later - earlier).days - 1 for earlier, later in zip(days, [*days[1:], today], strict=True)]
    return Consistency(
        weeks=over + (1 if running >= workouts_per_week or over == 0 else 0),
        trained_weeks=trained - (1 if running and running < workouts_per_week and over else 0),
        target_weeks=met,
        workouts_per_week=workouts_per_week,
        sessions_per_week=done / over if over else float(running),
        longest_gap_days=max(0, *gaps),
    )
