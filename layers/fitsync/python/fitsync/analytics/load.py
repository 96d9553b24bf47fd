"""Training load: how much strain recent days add up to, against what the body is used to.

Ratios of acute to chronic load describe; they do not foretell injuries. Coupling makes numerator and denominator share
data, and no threshold has been shown to be causal (Impellizzeri et al. 2020, Int J Sports Physiol Perform
15(6):907-913). So there are no zones here, only numbers.
"""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from fitsync.analytics.documents import SessionStats

ACUTE_DAYS, CHRONIC_DAYS = 7, 28
# What the smoothed chronic load still remembers of the time before is (27/29) to this power: a quarter of a percent.
WARM_UP_DAYS = 84


class EffortSource(StrEnum):
    """Where the effort of a session is known from: said of the session, or the mean of its sets' RPE."""

    SESSION = "session"
    SETS = "sets"


def effort(session: SessionStats) -> tuple[Decimal, EffortSource] | None:
    """The RPE of a session and where it is from; None when neither the session nor any set was rated.

    Sets are rated by repetitions in reserve and start at 6, so their mean stands in for the whole only roughly.
    """
    if session.session_rpe is not None:
        return session.session_rpe, EffortSource.SESSION
    if session.average_rpe is not None:
        return session.average_rpe, EffortSource.SETS
    return None


def session_load(session: SessionStats) -> float | None:
    """RPE times minutes, in arbitrary units; None for a session that was not rated.

    Foster, C. et al. (2001). A new approach to monitoring exercise training. J Strength Cond Res 15(1):109-115.
    """
    rated = effort(session)
    return None if rated is None else float(rated[0]) * session.duration_seconds / 60


class TrainingLoad(NamedTuple):
    """Load as of a day. Sums over weeks in arbitrary units; None where there is nothing to divide by.

    `acute` is the last seven days, `chronic` a mean week of the last 28, `ratio` the first by the second; `smoothed_*`
    the same with exponential weights. `monotony` and `strain` are of the last seven days. The sessions are those of the
    last 28 days by where their effort was known from; `complete` says that none lacked it and that training goes back
    so far.
    """

    day: date
    acute: float
    chronic: float
    ratio: float | None
    smoothed_acute: float
    smoothed_chronic: float
    smoothed_ratio: float | None
    monotony: float | None
    strain: float | None
    rated_sessions: int
    rated_by_sets: int
    unrated_sessions: int
    complete: bool


def daily_loads(sessions: Iterable[SessionStats]) -> dict[date, float]:
    """The load of each day that has any."""
    loads: dict[date, float] = defaultdict(float)
    for session in sessions:
        loads[session.local_date] += session_load(session) or 0
    return {day: load for day, load in loads.items() if load}


def training_load(sessions: Iterable[SessionStats], today: date) -> TrainingLoad:
    """The load as of `today`, from the sessions of at least `WARM_UP_DAYS` before, if there were any.

    The ratio: Gabbett, T. J. (2016). The training-injury prevention paradox. Br J Sports Med 50(5):273-280.
    """
    known = [session for session in sessions if session.local_date <= today]
    loads = daily_loads(known)
    week = _last(loads, today, ACUTE_DAYS)
    acute, chronic = sum(week), sum(_last(loads, today, CHRONIC_DAYS)) / (CHRONIC_DAYS / 7)
    smooth_acute, smooth_chronic = (7 * smoothed(loads, today, days) for days in (ACUTE_DAYS, CHRONIC_DAYS))
    same = monotony(week)
    month = [session for session in known if session.local_date > today - timedelta(days=CHRONIC_DAYS)]
    rated = [found[1] for found in map(effort, month) if found]
    first = min((session.local_date for session in known), default=today)
    return TrainingLoad(
        day=today,
        acute=acute,
        chronic=chronic,
        ratio=acute / chronic if chronic else None,
        smoothed_acute=smooth_acute,
        smoothed_chronic=smooth_chronic,
        smoothed_ratio=smooth_acute / smooth_chronic if smooth_chronic else None,
        monotony=same,
        strain=acute * same if same is not None else None,
        rated_sessions=rated.count(EffortSource.SESSION),
        rated_by_sets=rated.count(EffortSource.SETS),
        unrated_sessions=len(month) - len(rated),
        complete=len(rated) == len(month) and first <= today - timedelta(days=CHRONIC_DAYS - 1),
    )


def smoothed(loads: Mapping[date, float], today: date, days: int) -> float:
    """The exponentially weighted mean daily load: each day counts 2/(days + 1), what was before the rest.

    Williams, S. et al. (2017). Better way to determine the acute:chronic workload ratio? Br J Sports Med 51(3):209-210.
    """
    weight = 2 / (days + 1)
    start = min((day for day in loads if day <= today), default=today)
    level = 0.0
    for offset in range((today - start).days + 1):
        level += weight * (loads.get(start + timedelta(days=offset), 0.0) - level)
    return level


def monotony(week: list[float]) -> float | None:
    """Mean daily load by its standard deviation over seven days; None when every day was the same.

    Strain is the week's load times this. Foster, C. (1998). Monitoring training in athletes with reference to
    overtraining syndrome. Med Sci Sports Exerc 30(7):1164-1168. The deviation is that of the population: the week is
    whole, not a sample.
    """
    spread = statistics.pstdev(week)
    return statistics.fmean(week) / spread if spread > 1e-9 else None


def _last(loads: Mapping[date, float], today: date, days: int) -> list[float]:
    return [loads.get(today - timedelta(days=offset), 0.0) for offset in range(days)]
