"""Strength over time: estimated one-rep maxima (Epley), their trend, plateaus, and how regularly a lift was trained."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from fitsync.analytics.documents import SessionStats
from fitsync.analytics.periods import Period
from fitsync.analytics.streaks import week_start
from fitsync.kit.trends import Line, Point, theil_sen

# The lifts of one answer: with a point a month for five years some 60 KB. Others are found by their id.
MAX_LIFTS = 12

# FitSync's own rule for a plateau; no standard one exists. Six weeks are two to three of the weekly or fortnightly
# steps of common programmes with a deload. Four sessions over three weeks are the least that a slope can be read from.
WINDOW_DAYS = 42
MIN_SESSIONS = 4
MIN_SPAN_DAYS = 21
# Less than this in the whole window is no progress: on 100 kg it is 1 kg, which the smallest pair of discs (2.5 kg)
# cannot show.
PLATEAU_PERCENT = 1.0
# A loss has to be larger than what tests of one-rep maxima differ by themselves: a coefficient of variation of 4.2 %
# in the median of studies (Grgic et al. 2020, Sports Med Open 6:31).
DECLINE_PERCENT = 4.2


class Status(StrEnum):
    """Where a lift is heading."""

    PROGRESSING = "progressing"
    PLATEAU = "plateau"
    DECLINING = "declining"
    UNKNOWN = "unknown"


class Lift(NamedTuple):
    """The best estimate of one session, in kg."""

    day: date
    one_rep_max_kg: Decimal
    best_weight_kg: Decimal | None


class Verdict(NamedTuple):
    """Where a lift is heading, and what that is told from: the sessions of the last six weeks, the percent by which
    their trend changes in that time, and the best before and within it.
    """

    status: Status
    sessions: int
    change_percent: float | None
    best_before_kg: Decimal | None
    best_within_kg: Decimal | None


class ExerciseStrength(NamedTuple):
    """One exercise over a period. `lifts` are the best of each step in which it was done; the trend is through them.

    `weeks_trained` of `weeks` since its first session in the period had a session with it.
    """

    exercise_id: str
    name: str
    sessions: int
    latest: Lift
    best: Lift
    trend: Line | None
    verdict: Verdict
    weeks_trained: int
    weeks: int
    lifts: tuple[Lift, ...]


class _Done(NamedTuple):
    name: str
    lift: Lift


def strength(sessions: Iterable[SessionStats], of: Period, exercise_id: str | None = None) -> list[ExerciseStrength]:
    """Every exercise with an estimate in the period, or the one asked for; those of most sessions first."""
    found: dict[str, list[_Done]] = {}
    for session in sessions:
        for done in session.exercises:
            if done.one_rep_max_kg is not None and exercise_id in (None, done.exercise_id):
                lift = Lift(session.local_date, done.one_rep_max_kg, done.best_weight_kg)
                found.setdefault(done.exercise_id, []).append(_Done(done.name, lift))
    ranked = sorted(found.items(), key=lambda each: (-len(each[1]), each[0]))
    return [_exercise(key, sorted(done, key=lambda one: one.lift.day), of) for key, done in ranked]


def verdict(lifts: Sequence[Lift], today: date) -> Verdict:
    """Whether a lift progresses.

    A plateau is a window of six weeks up to `today` without a new best and with a trend (Theil-Sen) of less than 1 %
    over the window; a decline one with a trend of at least 4.2 % downwards. Unknown with fewer than four sessions or
    less than three weeks between the first and the last of them.
    """
    start = today - timedelta(days=WINDOW_DAYS - 1)
    within = [lift for lift in lifts if start <= lift.day <= today]
    before = max((lift.one_rep_max_kg for lift in lifts if lift.day < start), default=None)
    best = max((lift.one_rep_max_kg for lift in within), default=None)
    line = _line(within)
    span = (within[-1].day - within[0].day).days if within else 0
    if line is None or len(within) < MIN_SESSIONS or span < MIN_SPAN_DAYS:
        return Verdict(Status.UNKNOWN, len(within), None, before, best)
    level = line.at(start)
    change = 100 * line.slope * WINDOW_DAYS / level if level > 0 else 0.0
    return Verdict(_status(change, before, best), len(within), change, before, best)


def _status(change: float, before: Decimal | None, best: Decimal | None) -> Status:
    if change <= -DECLINE_PERCENT:
        return Status.DECLINING
    record = before is not None and best is not None and best > before
    return Status.PROGRESSING if record or change >= PLATEAU_PERCENT else Status.PLATEAU


def _exercise(exercise_id: str, done: Sequence[_Done], of: Period) -> ExerciseStrength:
    lifts = [one.lift for one in done]
    shown = _best_of_steps(lifts, of)
    first = week_start(lifts[0].day)
    return ExerciseStrength(
        exercise_id=exercise_id,
        name=done[-1].name,
        sessions=len(lifts),
        latest=lifts[-1],
        best=_best(lifts),
        trend=_line(shown),
        verdict=verdict(lifts, of.end),
        weeks_trained=len({week_start(lift.day) for lift in lifts}),
        weeks=(week_start(of.end) - first).days // 7 + 1,
        lifts=tuple(shown),
    )


def _best_of_steps(lifts: Sequence[Lift], of: Period) -> list[Lift]:
    steps: dict[date, list[Lift]] = {}
    for lift in lifts:
        steps.setdefault(of.bucket(lift.day), []).append(lift)
    return [_best(step) for step in steps.values()]


def _best(lifts: Sequence[Lift]) -> Lift:
    """The highest estimate; of equals the first."""
    return max(lifts, key=lambda lift: (lift.one_rep_max_kg, -lift.day.toordinal()))


def _line(lifts: Sequence[Lift]) -> Line | None:
    return theil_sen([Point(lift.day, float(lift.one_rep_max_kg)) for lift in lifts])
