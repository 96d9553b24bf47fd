"""Reading what goals are judged by: each kind of source once, however many goals there are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from fitsync.goals import series
from fitsync.goals.goal import Goal, Source
from fitsync.goals.judging import Series
from fitsync.kit import snapshot

# Most people's goals are of one or two kinds: an area is imported by who has a goal that it knows about.
if TYPE_CHECKING:
    from fitsync.analytics.documents import SessionStats
    from fitsync.progress.reading import Point
    from fitsync.workouts.documents import ExerciseRecords

snapshot.imports(
    "fitsync.analytics.reading", "fitsync.goals.recorded", "fitsync.progress.reading", "fitsync.workouts.reading"
)

snapshot.imports(
    "fitsync.analytics.reading", "fitsync.goals.recorded", "fitsync.progress.reading", "fitsync.workouts.reading"
)

_DAY = timedelta(days=1)


class Truth(NamedTuple):
    """What is known of a user, as far as the goals that it was read for need it. `today` is the user's day."""

    zone: ZoneInfo
    today: date
    measured: Sequence[Point] = ()
    records: Sequence[ExerciseRecords] = ()
    sessions: Sequence[SessionStats] = ()

    def series(self, goal: Goal) -> Series:
        """The values of a goal's metric."""
        match goal.traits.source:
            case Source.MEASUREMENTS:
                return series.of_measurements(goal, self.values(goal.measurement or ""), self.zone, self.today)
            case Source.RECORDS:
                from fitsync.goals import recorded

                return recorded.of_records(goal, self.records_in(goal.exercise_id or ""), self.zone)
            case Source.SESSIONS:
                return series.of_sessions(goal, self.sessions, self.today)
            case Source.USER:
                return series.of_log(goal)

    def values(self, measurement: str) -> list[tuple[datetime, Decimal]]:
        """What was measured of something, in order of time."""
        from fitsync.progress.documents import BODY_FAT, RESTING_HEART_RATE, WEIGHT, named

        figure = measurement if measurement in (WEIGHT, BODY_FAT, RESTING_HEART_RATE) else named(measurement)
        return [(point.at, point.figures[figure]) for point in self.measured if figure in point.figures]

    def records_in(self, exercise_id: str) -> ExerciseRecords:
        """The records in an exercise."""
        from fitsync.workouts.documents import ExerciseRecords

        found = (records for records in self.records if records.exercise_id == exercise_id)
        return next(found, ExerciseRecords(exercise_id=exercise_id))


def read(user_id: str, goals: Sequence[Goal], zone: ZoneInfo, today: date, *, since: date | None = None) -> Truth:
    """What these goals are judged by: at most one request for each kind of source.

    Days from `since` on are read, by default from the first that matters to one of the goals.
    """
    by_source: dict[Source, list[Goal]] = {}
    for goal in goals:
        by_source.setdefault(goal.traits.source, []).append(goal)
    measured: Sequence[Point] = ()
    records: Sequence[ExerciseRecords] = ()
    sessions: Sequence[SessionStats] = ()
    if wanted := by_source.get(Source.MEASUREMENTS):
        from fitsync.progress import reading as progress

        first = since or min(series.first_day(goal, today) for goal in wanted)
        measured = progress.measurements(user_id, _midnight(first, zone), _midnight(today + _DAY, zone))
    if wanted := by_source.get(Source.RECORDS):
        from fitsync.workouts import reading as workouts

        records = workouts.records_of(user_id, sorted({goal.exercise_id or "" for goal in wanted}))
    if wanted := by_source.get(Source.SESSIONS):
        from fitsync.analytics import reading as analytics

        first = since or min(series.first_day(goal, today) for goal in wanted)
        # A session may have begun where it is tomorrow already.
        last = min(today + _DAY, max(map(series.last_day, wanted)))
        sessions = analytics.sessions_between(user_id, first, last)
    return Truth(zone, today, measured, records, sessions)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), tzinfo=zone)
