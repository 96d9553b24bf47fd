"""What analytics answers: each in two requests at most, whatever the history."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from fitsync.analytics import overview as sums
from fitsync.analytics import service
from fitsync.analytics.documents import ExerciseUse, SessionStats, Totals
from fitsync.analytics.frequency import Consistency, Frequency, consistency, frequency
from fitsync.analytics.load import WARM_UP_DAYS, TrainingLoad, training_load
from fitsync.analytics.overview import OverviewPoint
from fitsync.analytics.periods import Period
from fitsync.analytics.reader import Reader, any_zones, reader, reader_of, refs
from fitsync.analytics.streaks import Streaks
from fitsync.analytics.strength import ExerciseStrength, Status, strength
from fitsync.analytics.volume import Volume, volume
from fitsync.kit import store
from fitsync.workouts import reading as workouts
from fitsync.workouts.documents import ExerciseRecords

FAVOURITES = 5
# The lifts of one answer: with a point a month for five years some 60 KB. Others are found by their id.
MAX_LIFTS = 12
SUMMARY_WEEKS = 4


@dataclass(frozen=True)
class Favourite:
    """An exercise of many sessions."""

    exercise_id: str
    use: ExerciseUse


@dataclass(frozen=True)
class Overview:
    reader: Reader
    period: Period
    totals: Totals
    lifetime: Totals
    streaks: Streaks
    points: list[OverviewPoint]
    favourites: list[Favourite]
    load: TrainingLoad


@dataclass(frozen=True)
class StrengthAnswer:
    """`lifts` are at most `MAX_LIFTS` of `total`; `by_status` counts all of them."""

    reader: Reader
    period: Period
    total: int
    by_status: dict[Status, int]
    lifts: list[ExerciseStrength]


@dataclass(frozen=True)
class VolumeAnswer:
    reader: Reader
    period: Period
    totals: Totals
    volume: Volume


@dataclass(frozen=True)
class FrequencyAnswer:
    reader: Reader
    period: Period
    frequency: Frequency
    streaks: Streaks


@dataclass(frozen=True)
class Summary:
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


@dataclass(frozen=True)
class ExerciseProgress:
    """What is known of an exercise: its name, all its records, and where the lift is heading, if it has an estimate."""

    exercise_id: str
    name: str
    sessions: int
    records: ExerciseRecords
    strength: ExerciseStrength | None


@dataclass(frozen=True)
class ProgressAnswer:
    """`exercises` are at most `MAX_LIFTS` of `total`."""

    reader: Reader
    period: Period
    total: int
    exercises: list[ExerciseProgress]


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


def progress_of(user_id: str, weeks: int, exercise_id: str | None) -> ProgressAnswer:
    """Records, estimates and trends of the exercises of most sessions, or of one."""
    wide = any_zones(weeks)
    sessions = service.sessions_between(user_id, wide[0].start, wide[-1].end)
    # Which period it is says the user's zone, which is read together with the records.
    ranks = {of: _ranked(_within(sessions, of), exercise_id) for of in wide}
    read = list(dict.fromkeys(name for ranked in ranks.values() for name in _shown(ranked, exercise_id)))
    about = refs(user_id)
    found = store.get_many(*about, *workouts.records_refs(user_id, read))
    asker = reader_of(user_id, found[: len(about)])
    records = dict(zip(read, workouts.records_among(found[len(about) :], read), strict=True))
    of = asker.period(weeks)
    ranked = ranks[of]
    lifts = {lift.exercise_id: lift for lift in strength(_within(sessions, of), of, exercise_id)}
    uses = dict(ranked)
    return ProgressAnswer(
        reader=asker,
        period=of,
        total=len(ranked),
        exercises=[
            ExerciseProgress(
                exercise_id=key,
                name=uses[key].name if key in uses else asker.standing.exercises[key].name,
                sessions=uses[key].sessions if key in uses else 0,
                records=records[key],
                strength=lifts.get(key),
            )
            for key in _shown(ranked, exercise_id)
            if key in uses or key in asker.standing.exercises
        ],
    )


def _within(sessions: Sequence[SessionStats], of: Period) -> list[SessionStats]:
    return [session for session in sessions if of.start <= session.local_date <= of.end]


def _shown(ranked: Sequence[tuple[str, ExerciseUse]], exercise_id: str | None) -> list[str]:
    """The exercises of an answer; one that is asked for is there though it was not trained of late."""
    return [name for name, _ in ranked[:MAX_LIFTS]] or ([exercise_id] if exercise_id else [])


def _ranked(sessions: Sequence[SessionStats], exercise_id: str | None) -> list[tuple[str, ExerciseUse]]:
    """The exercises of some sessions, those of most sessions first, under the name they went by last."""
    times: Counter[str] = Counter()
    sets: Counter[str] = Counter()
    names: dict[str, str] = {}
    for session in sessions:
        for done in session.exercises:
            if exercise_id in (None, done.exercise_id):
                times[done.exercise_id] += 1
                sets[done.exercise_id] += done.sets
                names[done.exercise_id] = done.name
    uses = {key: ExerciseUse(sessions=times[key], sets=sets[key], names={name: 1}) for key, name in names.items()}
    return sorted(uses.items(), key=lambda each: (-each[1].sessions, -each[1].sets, each[0]))


def _favourites(asker: Reader) -> list[Favourite]:
    return [Favourite(exercise_id, use) for exercise_id, use in asker.standing.favourites(FAVOURITES)]


def _by_status(lifts: Sequence[ExerciseStrength]) -> dict[Status, int]:
    return {status: sum(lift.verdict.status is status for lift in lifts) for status in Status}
