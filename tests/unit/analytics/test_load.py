"""Training load, against numbers worked out by hand from the sources."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from fitsync.analytics.load import (
    CHRONIC_DAYS,
    EffortSource,
    effort,
    monotony,
    session_load,
    smoothed,
    training_load,
)
from tests.support.years import counted, session

TODAY = date(2026, 3, 29)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def test_a_session_counts_with_its_rating_times_its_minutes() -> None:
    [rated] = counted([session(TODAY, rpe=7.5, minutes=40)])
    assert session_load(rated) == 300


def test_the_rating_of_sets_stands_in_and_says_so() -> None:
    both, sets, none = counted(
        [session(TODAY, rpe=0, sets_rpe=8), session(ago(1), sets_rpe=8.25, minutes=60), session(ago(2))]
    )
    assert effort(both) == (Decimal(0), EffortSource.SESSION)
    assert effort(sets) == (Decimal("8.25"), EffortSource.SETS)
    assert effort(none) is None
    assert (session_load(both), session_load(sets), session_load(none)) == (0, 495, None)


def test_fosters_monotony_and_strain() -> None:
    """Three equal days of seven: mean 3x/7, deviation x * sqrt(3/7 * 4/7), so the ratio is sqrt(3/4)."""
    load = training_load(counted([session(ago(days), rpe=5) for days in (0, 2, 4)]), TODAY)
    assert load.monotony == pytest.approx(0.75**0.5)
    assert load.acute == 900
    assert load.strain == pytest.approx(900 * 0.75**0.5)


@pytest.mark.parametrize("week", [[0.0] * 7, [300.0] * 7])
def test_a_week_of_equal_days_has_no_monotony(week: list[float]) -> None:
    assert monotony(week) is None


def test_acute_by_chronic_with_shared_days() -> None:
    """Four weeks with 300 each and 300 more in the last: 600 against a mean of 375."""
    sessions = [session(ago(7 * week + 1), rpe=5) for week in range(4)] + [session(TODAY, rpe=5)]
    load = training_load(counted(sessions), TODAY)
    assert (load.acute, load.chronic, load.ratio) == (600, 375, 1.6)


def test_the_smoothed_ratio_of_steady_training_is_one() -> None:
    loads = {ago(days): 100.0 for days in range(365)}
    assert smoothed(loads, TODAY, 7) == pytest.approx(100)
    assert smoothed(loads, TODAY, 28) == pytest.approx(100, rel=1e-6)


def test_smoothing_weighs_today_with_two_by_days_and_one() -> None:
    assert smoothed({TODAY: 100.0}, TODAY, 7) == pytest.approx(25)
    assert smoothed({ago(1): 100.0}, TODAY, 7) == pytest.approx(25 * 0.75)
    assert smoothed({}, TODAY, 7) == 0


def test_what_it_rests_on_is_said() -> None:
    sessions = [session(ago(CHRONIC_DAYS), rpe=5), session(ago(9), rpe=5), session(ago(5), sets_rpe=8), session(ago(1))]
    load = training_load(counted(sessions), TODAY)
    assert (load.rated_sessions, load.rated_by_sets, load.unrated_sessions, load.complete) == (1, 1, 1, False)
    assert training_load(counted(sessions[:3]), TODAY).complete
    assert not training_load(counted(sessions[1:3]), TODAY).complete


def test_without_training_there_is_nothing_to_divide() -> None:
    load = training_load([], TODAY)
    assert (load.acute, load.chronic, load.ratio, load.smoothed_ratio, load.monotony, load.strain) == (
        0,
        0,
        None,
        None,
        None,
        None,
    )


def test_a_session_of_tomorrow_does_not_count_yet() -> None:
    assert training_load(counted([session(TODAY + timedelta(days=1), rpe=5)]), TODAY).acute == 0
