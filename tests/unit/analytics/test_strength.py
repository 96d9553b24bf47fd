"""Estimated strength: its trend, and where a lift is heading."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

import pytest

from fitsync.analytics.periods import period
from fitsync.analytics.strength import Lift, Status, strength, verdict
from tests.support.years import BENCH, SQUAT, counted, did, session

TODAY = date(2026, 3, 29)


def lifts(values: Sequence[float], every: int = 7, last: date = TODAY) -> list[Lift]:
    """One lift every so many days, the last one on `last`."""
    days = [last - timedelta(days=every * offset) for offset in reversed(range(len(values)))]
    return [Lift(day, Decimal(str(value)), None) for day, value in zip(days, values, strict=True)]


@pytest.mark.parametrize(
    ("values", "status"),
    [
        ([100, 101, 102, 103, 104, 105], Status.PROGRESSING),
        ([100] * 12, Status.PLATEAU),
        # A light day does not make a decline, and a lucky one below the best no progress.
        ([110, 100, 100, 100, 100, 100, 80, 100, 100], Status.PLATEAU),
        ([110, 100, 100, 100, 100, 100, 108, 100, 100], Status.PLATEAU),
        # A new best is progress, whatever the other days say.
        ([100, 100, 100, 100, 100, 100, 100, 103, 100], Status.PROGRESSING),
        ([120, 119, 118, 117, 116, 115, 113, 112, 110], Status.DECLINING),
        ([110, 100, 100, 100, 99.9, 99.8, 99.7, 99.6, 99.5], Status.PLATEAU),
    ],
)
def test_where_a_lift_is_heading(values: Sequence[float], status: Status) -> None:
    assert verdict(lifts(values), TODAY).status is status


def test_too_little_tells_nothing() -> None:
    assert verdict([], TODAY).status is Status.UNKNOWN
    assert verdict(lifts([100, 101, 102]), TODAY).status is Status.UNKNOWN
    assert verdict(lifts([100, 101, 102, 103], every=6), TODAY).status is Status.UNKNOWN
    assert verdict(lifts([100, 101, 102, 103]), TODAY).status is Status.PROGRESSING


def test_a_lift_left_alone_is_not_on_a_plateau() -> None:
    assert verdict(lifts([100] * 20, last=TODAY - timedelta(days=30)), TODAY).status is Status.UNKNOWN


def test_the_verdict_shows_what_it_is_told_from() -> None:
    found = verdict(lifts([90, 95, 100, 101, 102, 103, 104, 105]), TODAY)
    assert (found.sessions, found.best_before_kg, found.best_within_kg) == (6, Decimal(95), Decimal(105))
    # A kilogram a week: six in 42 days, on the line's 99.1 kg at the start of the window.
    assert found.change_percent == pytest.approx(6.04, abs=0.05)


def test_the_trend_goes_through_the_best_of_each_week() -> None:
    sessions = [
        session(TODAY - timedelta(days=7 * week + extra), did(SQUAT, one_rep_max=120 - 2 * week - 10 * extra))
        for week in range(8)
        for extra in (0, 2)
    ]
    [squat] = strength(counted(reversed(sessions)), period(TODAY, 12))
    assert squat.trend is not None
    assert squat.trend.per_week == pytest.approx(2)
    assert [lift.one_rep_max_kg for lift in squat.lifts] == [106, 108, 110, 112, 114, 116, 118, 120]
    assert (squat.sessions, squat.weeks_trained, squat.weeks) == (16, 8, 8)
    assert (squat.best.one_rep_max_kg, squat.best.day, squat.latest.day) == (Decimal(120), TODAY, TODAY)


def test_the_lifts_of_most_sessions_come_first_and_one_can_be_asked_for() -> None:
    sessions = counted(
        [session(TODAY, did(BENCH), did(SQUAT)), session(TODAY - timedelta(days=3), did(SQUAT, name="Squat"))]
    )
    both = strength(sessions, period(TODAY, 4))
    assert [(lift.exercise_id, lift.sessions) for lift in both] == [(SQUAT, 2), (BENCH, 1)]
    assert [lift.exercise_id for lift in strength(sessions, period(TODAY, 4), BENCH)] == [BENCH]


def test_an_exercise_without_an_estimate_has_no_strength() -> None:
    assert strength(counted([session(TODAY, did(SQUAT, one_rep_max=None))]), period(TODAY, 4)) == []
