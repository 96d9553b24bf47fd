"""The values of a goal's metric over time, from what was measured, trained and logged; `recorded` has the records.

Pure functions: whatever order the data came in, the same data give the same series.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from fitsync.goals.goal import Goal, GoalMetric, Point
from fitsync.goals.judging import Series
from fitsync.goals.limits import LONGEST_SPAN

if TYPE_CHECKING:
    from fitsync.analytics.documents import SessionStats
    from fitsync.workouts.documents import ExerciseTotals

_WEEK = timedelta(days=7)
_ZERO = Decimal(0)


def first_day(goal: Goal, today: date) -> date:
    """The first day whose data matter to a goal that is measured or added up.

    What is added up needs all of it, also when data come after its last day, which is within `LONGEST_SPAN`.
    """
    return goal.start_date if goal.traits.sums else max(goal.start_date, today - LONGEST_SPAN)


def last_day(goal: Goal) -> date:
    """The last day whose sessions matter to a goal."""
    return goal.target_date or date.max


def of_measurements(goal: Goal, measured: Iterable[tuple[datetime, Decimal]], zone: ZoneInfo, today: date) -> Series:
    """What was measured since the goal began: every value on its day in `zone`."""
    since = first_day(goal, today)
    points = [Point(at.astimezone(zone).date(), value) for at, value in measured]
    return Series([point for point in points if point.day >= since], since)


def of_sessions(goal: Goal, sessions: Iterable[SessionStats], today: date) -> Series:
    """What the sessions from the goal's first day to its last add up to, session by session."""
    since, until = first_day(goal, today), last_day(goal)
    wanted = [one for one in sessions if since <= one.local_date <= until]
    if goal.metric is GoalMetric.WEEKS_KEPT:
        return Series([Point(day, Decimal(number)) for number, (day, _) in enumerate(_kept_weeks(goal, wanted), 1)])
    if goal.metric is GoalMetric.WEEK_STREAK:
        return Series(list(_streak(_kept_weeks(goal, wanted), min(today, until))), since)
    return Series(list(_summed(goal, wanted)))


def of_log(goal: Goal) -> Series:
    """The values that the user set, one a day."""
    return Series(goal.log, goal.log[0].day if goal.log else date.min)


def _summed(goal: Goal, sessions: Sequence[SessionStats]) -> Iterator[Point]:
    amount = _AMOUNTS[goal.metric]
    total = _ZERO
    for session in sorted(sessions, key=lambda one: one.local_date):
        done = [one for one in session.exercises if goal.exercise_id in (None, one.exercise_id)]
        if goal.exercise_id is None or done:
            total += amount(session, done if goal.exercise_id else None)
            yield Point(session.local_date, total)


def _workouts(_: SessionStats, __: Sequence[ExerciseTotals] | None) -> Decimal:
    return Decimal(1)


def _distance(session: SessionStats, done: Sequence[ExerciseTotals] | None) -> Decimal:
    return sum((one.distance_m for one in (session.exercises if done is None else done)), _ZERO)


def _duration(session: SessionStats, done: Sequence[ExerciseTotals] | None) -> Decimal:
    """Without an exercise the length of the session, else the time that was recorded for the exercise."""
    return Decimal(session.duration_seconds if done is None else sum(one.duration_seconds for one in done))


def _volume(session: SessionStats, done: Sequence[ExerciseTotals] | None) -> Decimal:
    return session.volume if done is None else sum((one.volume for one in done), _ZERO)


_AMOUNTS: Mapping[GoalMetric, Callable[[SessionStats, Sequence[ExerciseTotals] | None], Decimal]] = MappingProxyType(
    {
        GoalMetric.TOTAL_WORKOUTS: _workouts,
        GoalMetric.TOTAL_DISTANCE: _distance,
        GoalMetric.TOTAL_DURATION: _duration,
        GoalMetric.TOTAL_VOLUME: _volume,
    }
)


def _kept_weeks(goal: Goal, sessions: Sequence[SessionStats]) -> list[tuple[date, date]]:
    """The weeks with enough sessions: the day on which there were enough, and the Monday it began."""
    wanted = goal.sessions_per_week or 1
    counted: dict[date, int] = {}
    kept: list[tuple[date, date]] = []
    for day in sorted(session.local_date for session in sessions):
        monday = day - timedelta(days=day.weekday())
        counted[monday] = counted.get(monday, 0) + 1
        if counted[monday] == wanted:
            kept.append((day, monday))
    return kept


def _streak(kept: Sequence[tuple[date, date]], today: date) -> Iterator[Point]:
    """The run of weeks in a row at each kept week, and its end once a whole week was missed."""
    length, before = 0, date.min
    for day, monday in kept:
        if length and monday - before > _WEEK:
            yield Point(before + 2 * _WEEK, _ZERO)
        length = length + 1 if length and monday - before == _WEEK else 1
        before = monday
        yield Point(day, Decimal(length))
    if length and before + 2 * _WEEK <= today:
        yield Point(before + 2 * _WEEK, _ZERO)
