"""Series against counting by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitsync.analytics.documents import SessionStats
from fitsync.goals import recorded, series
from fitsync.goals.goal import GoalMetric
from fitsync.goals.limits import MAX_WEEKS_IN_A_ROW
from fitsync.workouts.documents import Best, ExerciseRecords, Ranking, RecordKind
from tests.unit.goals.builders import MONDAY, day, goal, points, trained

TODAY = 60
sessions = st.lists(
    st.builds(
        trained,
        st.integers(-10, TODAY),
        st.uuids().map(str),
        st.integers(0, 5000),
        st.sampled_from(["E1", "E2"]),
    ),
    max_size=30,
)


@given(sessions, st.sampled_from([None, "E1"]), st.randoms(use_true_random=False))
def test_totals_are_the_sums_of_what_was_done(done: list[SessionStats], exercise: str | None, order: Random) -> None:
    since = [one for one in done if one.local_date >= MONDAY]
    wanted = [one for one in since if exercise in (None, one.exercises[0].exercise_id)]
    expected = {
        GoalMetric.TOTAL_WORKOUTS: len(wanted),
        GoalMetric.TOTAL_DISTANCE: sum(one.distance_m for one in wanted),
        GoalMetric.TOTAL_DURATION: sum(600 if exercise else 1800 for _ in wanted),
        GoalMetric.TOTAL_VOLUME: sum(one.volume for one in wanted),
    }
    for metric, total in expected.items():
        order.shuffle(done)
        found = series.of_sessions(goal(metric, exercise_id=exercise), done, day(TODAY)).points
        assert (found[-1].value if found else 0) == total
        assert list(found) == sorted(found)


@given(sessions, st.integers(1, 4), st.randoms(use_true_random=False))
def test_weeks_are_counted_from_monday(done: list[SessionStats], wanted: int, order: Random) -> None:
    counts = [
        sum(1 for one in done if day(7 * week) <= one.local_date < day(7 * week + 7)) for week in range(TODAY // 7 + 1)
    ]
    kept = [count >= wanted for count in counts]
    order.shuffle(done)
    weeks = goal(GoalMetric.WEEKS_KEPT, sessions_per_week=wanted)
    found = series.of_sessions(weeks, done, day(TODAY)).points
    assert (found[-1].value if found else 0) == sum(kept)

    longest = running = 0
    runs = []
    for met in kept:
        running = running + 1 if met else 0
        longest = max(longest, running)
        runs.append(running)
    streak = series.of_sessions(goal(GoalMetric.WEEK_STREAK, sessions_per_week=wanted), done, day(TODAY)).points
    # The running week may still be kept, so until it is over the run of last week stands.
    current = runs[-1] or (runs[-2] if len(runs) > 1 else 0)
    assert (streak[-1].value if streak else 0) == current
    assert max((point.value for point in streak), default=Decimal(0)) == longest
    assert list(streak) == sorted(streak, key=lambda point: point.day)


@given(st.integers(0, 6), st.sets(st.integers(0, 6), min_size=1))
def test_the_longest_run_to_aim_for_is_seen_on_whatever_day_it_is_reached(begun: int, weekdays: set[int]) -> None:
    done = [trained(7 * week + weekday, f"W{week}{weekday}") for week in range(120) for weekday in weekdays]
    habit = goal(GoalMetric.WEEK_STREAK, sessions_per_week=len(weekdays), start_date=day(begun))
    for week in (80, 100):
        reached = 7 * week + max(weekdays)
        seen = [one for one in done if one.local_date <= day(reached)]
        assert series.of_sessions(habit, seen, day(reached)).points[-1].value >= MAX_WEEKS_IN_A_ROW


def test_a_week_is_kept_on_the_day_of_its_last_session_wanted() -> None:
    done = [trained(number, f"W{number}") for number in (0, 2, 4, 9, 13)]
    weeks = goal(GoalMetric.WEEKS_KEPT, sessions_per_week=2)
    assert list(series.of_sessions(weeks, done, day(20)).points) == points((2, 1), (13, 2))


def test_what_is_added_up_ends_with_the_last_day() -> None:
    done = [trained(number, f"W{number}", distance=1000) for number in (0, 10, 11)]
    timed = goal(GoalMetric.TOTAL_DISTANCE, target_date=day(10))
    assert list(series.of_sessions(timed, done, day(20)).points) == points((0, 1000), (10, 2000))


def test_what_was_added_up_stays_whole_after_its_last_day() -> None:
    done = [trained(0, "W1", distance=1000), trained(365, "W2", distance=1000)]
    timed = goal(GoalMetric.TOTAL_DISTANCE, target_date=day(366))
    assert list(series.of_sessions(timed, done, day(366 + 89)).points) == points((0, 1000), (365, 2000))


def test_measurements_fall_on_the_days_of_the_user() -> None:
    late = datetime(2026, 3, 3, 23, 30, tzinfo=UTC)
    measured = [(late - timedelta(days=9), Decimal(90)), (late, Decimal(85))]
    found = series.of_measurements(goal(), measured, ZoneInfo("Europe/Athens"), day(10))
    assert (list(found.points), found.since) == (points((2, 85)), MONDAY)


def test_measurements_are_looked_at_for_a_year() -> None:
    assert series.of_measurements(goal(), [], ZoneInfo("UTC"), day(500)).since == day(500 - 366)


@pytest.mark.parametrize(
    ("metric", "kind", "values", "expected"),
    [
        (GoalMetric.MAX_WEIGHT, RecordKind.MAX_WEIGHT, (100, 90, 95), ((1, 90), (3, 100))),
        (GoalMetric.BEST_PACE, RecordKind.BEST_PACE, (300, 330, 310), ((1, 330), (2, 310), (3, 300))),
    ],
)
def test_records_are_the_best_so_far(
    metric: GoalMetric, kind: RecordKind, values: tuple[int, ...], expected: tuple[tuple[int, int], ...]
) -> None:
    days = {100: 3, 90: 1, 95: 5, 300: 3, 330: 1, 310: 2}
    entries = [
        Best(
            value=Decimal(value),
            workout_id=str(value),
            achieved_at=datetime(2026, 3, 2, 12, tzinfo=UTC) + timedelta(days=days[value]),
        )
        for value in values
    ]
    records = ExerciseRecords(exercise_id="E1", rankings={kind: Ranking(entries=tuple(entries), complete=False)})
    found = recorded.of_records(goal(metric), records, ZoneInfo("UTC"))
    assert (list(found.points), found.exact) == (points(*expected), False)
    assert recorded.of_records(goal(metric), ExerciseRecords(exercise_id="E1"), ZoneInfo("UTC")).points == ()
