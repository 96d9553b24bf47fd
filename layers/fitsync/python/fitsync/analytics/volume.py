"""Training volume: sets, repetitions and kilograms over time, and hard sets by muscle against what studies say."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple, TypeAlias

from fitsync.analytics.documents import SessionStats
from fitsync.analytics.periods import Period

# A set counts whole for the muscles it trains directly and half for those that help: of the ways of counting, this
# "fractional" one fits growth best. Pelland et al. (2024), The resistance training dose-response, SportRxiv (preprint).
DIRECT, INDIRECT = Decimal(1), Decimal("0.5")

RECENT_DAYS = 28

Muscles: TypeAlias = tuple[tuple[str, ...], tuple[str, ...]]
"""The muscles that an exercise trains, and those that help."""


class Band(StrEnum):
    """Weekly sets per muscle, by what they have been found to do."""

    NONE = "none"
    LOW = "low"
    MODERATE = "moderate"
    HIGH = "high"
    VERY_HIGH = "very_high"


# Growth rises from below 5 over 5 to 9 to 10 and more weekly sets: Schoenfeld, Ogborn & Krieger (2017), J Sports Sci
# 35(11):1073-1082. 12 to 20 suit trained men, with no clear gain beyond: Baz-Valle et al. (2022), J Hum Kinet
# 81:199-210. Both are about means of groups; bands for single muscles have no such evidence and are not drawn.
MODERATE_FROM, HIGH_FROM, HIGH_UP_TO = 5, 10, 20


def band(weekly_sets: Decimal | float) -> Band:
    """Where a number of weekly sets lies."""
    if weekly_sets <= 0:
        return Band.NONE
    if weekly_sets < MODERATE_FROM:
        return Band.LOW
    if weekly_sets < HIGH_FROM:
        return Band.MODERATE
    return Band.HIGH if weekly_sets <= HIGH_UP_TO else Band.VERY_HIGH


class MuscleGroup(StrEnum):
    """The parts of the body that a picture tells apart."""

    LEGS = "legs"
    BACK = "back"
    CHEST = "chest"
    SHOULDERS = "shoulders"
    ARMS = "arms"
    CORE = "core"


_GROUPS: Mapping[MuscleGroup, tuple[str, ...]] = {
    MuscleGroup.LEGS: ("quadriceps", "hamstrings", "glutes", "calves", "adductors", "abductors"),
    MuscleGroup.BACK: ("lats", "middle_back", "lower_back", "traps", "neck"),
    MuscleGroup.CHEST: ("chest",),
    MuscleGroup.SHOULDERS: ("shoulders",),
    MuscleGroup.ARMS: ("biceps", "triceps", "forearms"),
    MuscleGroup.CORE: ("abdominals",),
}
_GROUP_OF = {muscle: group for group, muscles in _GROUPS.items() for muscle in muscles}


class VolumePoint(NamedTuple):
    """What was done in the step that begins on `start`. Volume in kg times repetitions; `sets` without warm-ups."""

    start: date
    sessions: int = 0
    sets: int = 0
    hard_sets: int = 0
    reps: int = 0
    volume: Decimal = Decimal(0)


class MuscleVolume(NamedTuple):
    """Fractional hard sets of a muscle: in each step, in a mean week, and in a mean one of the last four."""

    muscle: str
    sets: tuple[Decimal, ...]
    weekly: Decimal
    recent_weekly: Decimal
    recent_band: Band


class Volume(NamedTuple):
    """`weekly_hard_sets` is of a mean week, counted from the first session on. `groups` are fractional hard sets by
    group and step; a set counts once for a group, not for each muscle of it.
    """

    points: tuple[VolumePoint, ...]
    muscles: tuple[MuscleVolume, ...]
    weekly_hard_sets: Decimal
    groups: Mapping[MuscleGroup, tuple[Decimal, ...]]


def volume(sessions: Sequence[SessionStats], of: Period) -> Volume:
    """The volume of the sessions of a period; the muscles with most sets come first."""
    starts = list(of.buckets())
    steps: dict[date, list[SessionStats]] = {start: [] for start in starts}
    for session in sessions:
        steps[of.bucket(session.local_date)].append(session)
    worked = [_worked(steps[start]) for start in starts]
    by_step = [_by_muscle(one) for one in worked]
    first = min((session.local_date for session in sessions), default=of.end)
    recent_start = max(of.end - timedelta(days=RECENT_DAYS - 1), of.start)
    recent = _by_muscle(_worked(session for session in sessions if session.local_date >= recent_start))
    weeks, recent_weeks = _weeks(max(first, of.start), of.end), _weeks(max(first, recent_start), of.end)
    muscles = [
        _muscle(name, [found[name] for found in by_step], weeks, recent[name], recent_weeks)
        for name in sorted({muscle for found in by_step for muscle in found})
    ]
    return Volume(
        points=tuple(_point(start, steps[start]) for start in starts),
        muscles=tuple(sorted(muscles, key=lambda one: (-one.recent_weekly, -one.weekly, one.muscle))),
        weekly_hard_sets=sum(session.hard_sets for session in sessions) / weeks,
        groups={group: tuple(_of_group(one, group) for one in worked) for group in MuscleGroup},
    )


def shares(muscles: Muscles) -> dict[str, Decimal]:
    """How much of a set counts for each of the muscles that do it."""
    direct, indirect = muscles
    return {**dict.fromkeys(indirect, INDIRECT), **dict.fromkeys(direct, DIRECT)}


def _muscle(name: str, sets: list[Decimal], weeks: Decimal, recent: Decimal, recent_weeks: Decimal) -> MuscleVolume:
    recent_weekly = recent / recent_weeks
    return MuscleVolume(name, tuple(sets), sum(sets, Decimal(0)) / weeks, recent_weekly, band(recent_weekly))


def _weeks(start: date, end: date) -> Decimal:
    """Weeks from `start` to `end`; at least one, since the first days of training are no mean week."""
    return max(Decimal((end - start).days + 1) / 7, Decimal(1))


def _worked(sessions: Iterable[SessionStats]) -> Counter[Muscles]:
    """Hard sets by the muscles that do them: whole numbers, of a few kinds, however many sessions there are."""
    sets: Counter[Muscles] = Counter()
    for session in sessions:
        for done in session.exercises:
            sets[done.primary_muscles, done.secondary_muscles] += done.hard_sets
    return +sets


def _by_muscle(worked: Counter[Muscles]) -> defaultdict[str, Decimal]:
    sets: defaultdict[str, Decimal] = defaultdict(Decimal)
    for muscles, count in worked.items():
        for muscle, share in shares(muscles).items():
            sets[muscle] += share * count
    return sets


def _of_group(worked: Counter[Muscles], group: MuscleGroup) -> Decimal:
    return sum((_share(muscles, group) * count for muscles, count in worked.items()), Decimal(0))


def _share(muscles: Muscles, group: MuscleGroup) -> Decimal:
    return max(
        (share for muscle, share in shares(muscles).items() if _GROUP_OF.get(muscle) is group), default=Decimal(0)
    )


def _point(start: date, sessions: Sequence[SessionStats]) -> VolumePoint:
    done = [exercise for session in sessions for exercise in session.exercises]
    return VolumePoint(
        start=start,
        sessions=len(sessions),
        sets=sum(exercise.sets for exercise in done),
        hard_sets=sum(exercise.hard_sets for exercise in done),
        reps=sum(exercise.reps for exercise in done),
        volume=sum((session.volume for session in sessions), Decimal(0)),
    )
