"""What a series of values makes of a goal."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitsync.goals.events import GoalAchieved, GoalFailed, GoalReopened, MilestoneReached, outcomes
from fitsync.goals.goal import Goal, GoalMetric, GoalStatus, Point
from fitsync.goals.judging import Series, judged
from tests.unit.goals.builders import MONDAY, NOW, day, goal, points

LAST = 30
falling = st.lists(
    st.tuples(st.integers(0, LAST), st.integers(70, 110)), max_size=8, unique_by=lambda measured: measured[0]
)


def state(one: Goal) -> tuple[object, ...]:
    """What data decide of a goal: all but the times at which things were noticed."""
    return one.status, one.current_value, one.achieved_on, [each.achieved_on for each in one.milestones], one.trend


class TestExamples:
    def test_a_value_that_goes_back_takes_nothing_away(self) -> None:
        after = judged(goal(GoalMetric.MEASUREMENT, 90), Series(points((3, 89), (9, 79.5), (12, 85))), day(12), NOW)
        assert (after.status, after.achieved_on, after.current_value) == (GoalStatus.ACHIEVED, day(9), Decimal(85))
        assert after.milestones[0].achieved_on == day(3)

    def test_only_what_was_there_in_time_counts(self) -> None:
        timed = goal(target_date=day(10))
        assert judged(timed, Series(points((11, 79))), day(11), NOW).status is GoalStatus.FAILED
        assert judged(timed, Series(points((10, 79))), day(11), NOW).status is GoalStatus.ACHIEVED
        assert judged(timed, Series(points((5, 85))), day(10), NOW).status is GoalStatus.ACTIVE

    def test_without_data_it_is_where_it_began(self) -> None:
        assert judged(goal(current_value=Decimal(85)), Series(), day(3), NOW).current_value == 100

    def test_a_paused_one_is_not_judged(self) -> None:
        paused = goal(status=GoalStatus.PAUSED, target_date=day(1))
        assert judged(paused, Series(points((1, 70))), day(9), NOW) == paused

    def test_what_lies_before_the_series_stands(self) -> None:
        before = judged(goal(GoalMetric.MEASUREMENT, 90), Series(points((1, 89), (2, 79))), day(2), NOW)
        after = judged(before, Series(points((400, 95)), since=day(34)), day(400), NOW)
        assert (after.status, after.achieved_on, after.current_value) == (GoalStatus.ACHIEVED, day(2), Decimal(95))
        assert after.milestones[0].achieved_on == day(1)

    def test_what_better_ones_pushed_out_of_a_ranking_stands(self) -> None:
        timed = goal(GoalMetric.MAX_WEIGHT, target_date=day(10))
        before = judged(timed, Series(points((5, 100))), day(5), NOW)
        after = judged(before, Series(points((20, 110), (21, 120)), exact=False), day(21), NOW)
        assert (after.status, after.achieved_on) == (GoalStatus.ACHIEVED, day(5))
        assert judged(before, Series(points((20, 90)), exact=False), day(21), NOW).status is GoalStatus.FAILED

    def test_a_failure_shows_the_day_after_without_a_write(self) -> None:
        timed = goal(target_date=day(10))
        assert [timed.status_on(day(number)) for number in (10, 11)] == [GoalStatus.ACTIVE, GoalStatus.FAILED]
        assert goal(status=GoalStatus.PAUSED, target_date=day(1)).status_on(day(5)) is GoalStatus.PAUSED

    def test_an_outcome_that_was_noticed_late_is_open_as_long_as_any(self) -> None:
        after = judged(goal(), Series(points((0, 79))), day(200), NOW + timedelta(days=200))
        assert after.judged_until == day(290)
        assert goal().judged_until is None


@given(st.lists(falling, min_size=1, max_size=6), st.none() | st.integers(5, LAST))
def test_the_last_state_of_the_data_decides_whatever_came_before(
    history: list[list[tuple[int, int]]], due: int | None
) -> None:
    """Measurements come, change and go; only what is there in the end matters."""
    fresh = goal(GoalMetric.MEASUREMENT, 95, 90, 85, target_date=None if due is None else day(due))
    followed = fresh
    for number, values in enumerate(history):
        for _ in range(2):
            followed = judged(followed, Series(points(*sorted(values))), day(LAST), NOW + timedelta(hours=number))
    assert state(followed) == state(judged(fresh, Series(points(*sorted(history[-1]))), day(LAST), NOW))


@given(falling, st.integers(5, LAST))
def test_it_is_what_looking_at_every_value_finds(values: list[tuple[int, int]], due: int) -> None:
    timed = goal(GoalMetric.MEASUREMENT, 95, 90, target_date=day(due))
    after = judged(timed, Series(points(*sorted(values))), day(LAST), NOW)
    for value, reached_on in [
        *((one.value, one.achieved_on) for one in after.milestones),
        (timed.target_value, after.achieved_on),
    ]:
        in_time = [number for number, measured in values if number <= due and measured <= value]
        assert reached_on == (day(min(in_time)) if in_time else None)
    expected = GoalStatus.ACHIEVED if after.achieved_on else GoalStatus.FAILED if due < LAST else GoalStatus.ACTIVE
    assert after.status is expected


@given(st.lists(st.integers(1, 40), max_size=10), st.data())
def test_each_milestone_is_told_once_however_often_one_looks(amounts: list[int], data: st.DataObject) -> None:
    """A total that only grows, seen any number of times, at any moments in order."""
    total, series = 0, [Point(MONDAY, Decimal(0))]
    for number, amount in enumerate(amounts):
        total += amount
        series.append(Point(day(number), Decimal(total)))
    current = goal(GoalMetric.TOTAL_DISTANCE, 25, 50, 75)
    seen = sorted(data.draw(st.lists(st.integers(1, len(series)), max_size=12))) + [len(series)] * 2
    told: Counter[object] = Counter()
    for upto in seen:
        after = judged(current, Series(series[:upto]), day(LAST), NOW)
        for event in outcomes(current, after):
            told[event.value if isinstance(event, MilestoneReached) else type(event)] += 1
        current = after
    reached = {Decimal(value) for value in (25, 50, 75) if total >= value}
    expected: list[object] = [*reached, *([GoalAchieved] if total >= 100 else [])]
    assert told == Counter(expected)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (GoalStatus.ACTIVE, GoalStatus.ACTIVE, []),
        (GoalStatus.ACTIVE, GoalStatus.ACHIEVED, [GoalAchieved]),
        (GoalStatus.ACTIVE, GoalStatus.FAILED, [GoalFailed]),
        (GoalStatus.FAILED, GoalStatus.ACHIEVED, [GoalAchieved]),
        (GoalStatus.ACHIEVED, GoalStatus.ACTIVE, [GoalReopened]),
        (GoalStatus.ACHIEVED, GoalStatus.FAILED, [GoalReopened, GoalFailed]),
        (GoalStatus.PAUSED, GoalStatus.ACTIVE, []),
        (GoalStatus.FAILED, GoalStatus.ACTIVE, []),
    ],
)
def test_what_is_told_of_a_change(before: GoalStatus, after: GoalStatus, expected: list[type]) -> None:
    known: dict[str, Any] = {"target_date": day(3), "achieved_on": day(2)}
    told = outcomes(goal(status=before, **known), goal(status=after, **known))
    assert [type(event) for event in told] == expected
