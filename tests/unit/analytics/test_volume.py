"""Volume by week and muscle."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitsync.analytics.periods import MAX_WEEKS, MIN_WEEKS, Step, period
from fitsync.analytics.volume import Band, MuscleGroup, band, volume
from tests.support.years import BENCH, CURL, EXERCISES, ROW, SQUAT, counted, did, session

TODAY = date(2026, 3, 29)  # a Sunday


@pytest.mark.parametrize(
    ("sets", "expected"),
    [
        (0, Band.NONE),
        (0.5, Band.LOW),
        (4.9, Band.LOW),
        (5, Band.MODERATE),
        (9.9, Band.MODERATE),
        (10, Band.HIGH),
        (20, Band.HIGH),
        (20.1, Band.VERY_HIGH),
    ],
)
def test_the_bands_are_those_of_the_studies(sets: float, expected: Band) -> None:
    assert band(sets) is expected


def test_a_set_counts_whole_for_a_muscle_it_trains_and_half_for_one_that_helps() -> None:
    found = volume(counted([session(TODAY, did(BENCH, sets=4), did(CURL, sets=3, hard=2))]), period(TODAY, 4))
    sets = {muscle.muscle: muscle.sets[-1] for muscle in found.muscles}
    assert sets == {"chest": 4, "triceps": 2, "shoulders": 2, "biceps": 2, "forearms": 1}


def test_a_set_counts_once_for_a_group_however_many_of_its_muscles_work() -> None:
    found = volume(counted([session(TODAY, did(SQUAT, sets=4), did(ROW, sets=2))]), period(TODAY, 4))
    last = {group: sets[-1] for group, sets in found.groups.items() if any(sets)}
    assert last == {MuscleGroup.LEGS: 4, MuscleGroup.BACK: 2, MuscleGroup.ARMS: 1}


def test_easy_sets_are_counted_but_not_as_hard_ones() -> None:
    found = volume(counted([session(TODAY, did(SQUAT, sets=4, hard=0))]), period(TODAY, 4))
    assert (found.points[-1].sets, found.points[-1].hard_sets, found.muscles) == (4, 0, ())


def test_a_mean_week_is_counted_from_the_first_session() -> None:
    """Ten sets a week for two weeks are ten a week, not five over four."""
    sessions = [session(TODAY - timedelta(days=days), did(BENCH, sets=10)) for days in (0, 13)]
    chest = volume(counted(sessions), period(TODAY, 12)).muscles[0]
    assert (chest.muscle, float(chest.weekly), float(chest.recent_weekly)) == ("chest", 10, 10)
    assert chest.recent_band is Band.HIGH


def test_the_first_day_of_training_is_no_mean_week() -> None:
    chest = volume(counted([session(TODAY, did(BENCH, sets=3))]), period(TODAY, 12)).muscles[0]
    assert (float(chest.weekly), float(chest.recent_weekly)) == (3, 3)


def test_what_is_long_ago_is_not_recent() -> None:
    chest = volume(counted([session(TODAY - timedelta(days=60), did(BENCH))]), period(TODAY, 12)).muscles[0]
    assert (float(chest.recent_weekly), chest.recent_band) == (0, Band.NONE)
    assert chest.weekly > 0


@given(
    weeks=st.integers(MIN_WEEKS, MAX_WEEKS),
    done=st.lists(st.tuples(st.integers(0, 2000), st.sampled_from(EXERCISES), st.integers(1, 9)), max_size=30),
)
def test_nothing_is_lost_or_counted_twice(weeks: int, done: list[tuple[int, str, int]]) -> None:
    of = period(TODAY, weeks)
    days = [(TODAY - timedelta(days=back % of.days), exercise_id, sets) for back, exercise_id, sets in done]
    sessions = counted(
        [session(day, did(key, sets=sets), hour=index % 24) for index, (day, key, sets) in enumerate(days)]
    )
    found = volume(sessions, of)
    assert len(found.points) <= 62
    assert sum(point.sets for point in found.points) == sum(sets for *_, sets in days)
    assert sum(point.sessions for point in found.points) == len(days)
    assert sum((point.volume for point in found.points), Decimal(0)) == sum(one.volume for one in sessions)
    assert [point.start for point in found.points] == sorted({point.start for point in found.points})
    assert of.step is (Step.WEEK if weeks <= 53 else Step.MONTH)
