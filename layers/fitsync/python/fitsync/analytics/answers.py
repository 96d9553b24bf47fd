"""What analytics answers: each in two requests at most, whatever the history."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from fitsync.analytics import overview as sums
from fitsync.analytics.documents import ExerciseUse, Totals
from fitsync.analytics.frequency import Consistency, Frequency, consistency, frequency
from fitsync.analytics.load import WARM_UP_DAYS, TrainingLoad, training_load
from fitsync.analytics.overview import OverviewPoint
from fitsync.analytics.periods import Period
from fitsync.analytics.reader import Reader, reader
from fitsync.analytics.streaks import Streaks
from fitsync.analytics.strength import MAX_LIFTS, ExerciseStrength, Status, strength
from fitsync.analytics.volume import Volume, volume

FAVOURITES = 5
SUMMARY_WEEKS = 4


class Favourite(NamedTuple):
    """An exercise of many sessions."""

    exercise_id: str
    use: ExerciseUse


class Overview(NamedTuple):
    reader: Reader
    period: Period
    totals: Totals
    lifetime: Totals
    streaks: Streaks
    points: list[OverviewPoint]
    favourites: list[Favourite]
    load: TrainingLoad


class StrengthAnswer(NamedTuple):
    """`lifts` are at most `MAX_LIFTS` of `total`; `by_status` counts all of them."""

    reader: Reader
    period: Period
    total: int
    by_status: dict[Status, int]
    lifts: list[ExerciseStrength]


class VolumeAnswer(NamedTuple):
    reader: Reader
    period: Period
    totals: Totals
    volume: Volume


class FrequencyAnswer(NamedTuple):
    reader: Reader
    period: Period
    frequency: Frequency
    streaks: Streaks


class Summary(NamedTuple):
    """A user at a glance; `recent` are the last four weeks, the running one included."""

    reader: Reader
    period: Period
    lifetime: Totals
    recent: Totals
    consistency: Consistency
    streaks: Streaks
    first_day: date | None
    favourites: list[Favourite]
    by_status: dict[Status, int]


def overview(user_id: str, weeks: int) -> Overview:
    """Totals, steps, favourites and training load."""
    asker = reader(user_id)
    of = asker.period(weeks)
    known = asker.sessions(of, before=timedelta(days=WARM_UP_DAYS))
    within = [session for session in known if session.local_date >= of.start]
    return Overview(
        reader=asker,
        period=of,
        totals=sums.totals_of(within),
        lifetime=asker.standing,
        streaks=asker.streaks,
        points=sums.points(within, of),
        favourites=_favourites(asker),
        load=training_load(known, asker.today),
    )


def strength_of(user_id: str, weeks: int, exercise_id: str | None) -> StrengthAnswer:
    """The lifts of most sessions, or one of them."""
    asker = reader(user_id)
    of = asker.period(weeks)
    lifts = strength(asker.sessions(of), of, exercise_id)
    return StrengthAnswer(asker, of, len(lifts), _by_status(lifts), lifts[:MAX_LIFTS])


def volume_of(user_id: str, weeks: int) -> VolumeAnswer:
    """Sets, repetitions and kilograms, and hard sets by muscle."""
    asker = reader(user_id)
    of = asker.period(weeks)
    sessions = asker.sessions(of)
    return VolumeAnswer(asker, of, sums.totals_of(sessions), volume(sessions, of))


def frequency_of(user_id: str, weeks: int) -> FrequencyAnswer:
    """When and how regularly the user trains."""
    asker = reader(user_id)
    of = asker.period(weeks)
    found = frequency(asker.sessions(of), of, asker.facts.workouts_per_week)
    return FrequencyAnswer(asker, of, found, asker.streaks)


def summary_of(user_id: str) -> Summary:
    """The user at a glance."""
    asker = reader(user_id)
    of = asker.period(SUMMARY_WEEKS)
    # As far back as a plateau is told from, with a best before it.
    known = asker.sessions(of, before=timedelta(days=WARM_UP_DAYS))
    recent = [session for session in known if session.local_date >= of.start]
    counts = asker.standing.calendar.between(of.start, of.end)
    return Summary(
        reader=asker,
        period=of,
        lifetime=asker.standing,
        recent=sums.totals_of(recent),
        consistency=consistency(counts, of.end, asker.facts.workouts_per_week),
        streaks=asker.streaks,
        first_day=asker.standing.calendar.first_day,
        favourites=_favourites(asker),
        by_status=_by_status(strength(known, Period(of.start - timedelta(days=WARM_UP_DAYS), of.end, of.step))),
    )


def _favourites(asker: Reader) -> list[Favourite]:
    return [Favourite(exercise_id, use) for exercise_id, use in asker.standing.favourites(FAVOURITES)]


def _by_status(lifts: Sequence[ExerciseStrength]) -> dict[Status, int]:
    return {status: sum(lift.verdict.status is status for lift in lifts) for status in Status}
