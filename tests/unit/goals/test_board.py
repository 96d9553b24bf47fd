"""The board is what counting the goals would find."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from fitsync.goals.board import Board, moved
from fitsync.goals.goal import Goal, GoalStatus
from tests.unit.goals.builders import day, goal

states = st.none() | st.tuples(st.sampled_from(list(GoalStatus)), st.integers(0, 20))
moves = st.lists(st.tuples(st.integers(0, 5), states), max_size=30)


def _goal(number: int, state: tuple[GoalStatus, int] | None) -> Goal | None:
    if state is None:
        return None
    status, ended = state
    return goal(id=f"G{number}", status=status, target_date=day(ended), achieved_on=day(ended))


@given(moves)
def test_however_goals_come_change_and_go(made: list[tuple[int, tuple[GoalStatus, int] | None]]) -> None:
    board, goals = Board(), dict[int, Goal | None]()
    for number, state in made:
        after = _goal(number, state)
        board = moved(board, goals.get(number), after)
        goals[number] = after
    there = [one for one in goals.values() if one]
    assert board.open == sum(1 for one in there if one.status.is_open)
    assert board.achieved == sum(1 for one in there if one.status is GoalStatus.ACHIEVED)
    ended = sorted((one.ended_on or date.max, one.id, one.status) for one in there if not one.status.is_open)
    streak = 0
    for _, _, status in reversed(ended):
        if status is not GoalStatus.ACHIEVED:
            break
        streak += 1
    assert board.streak == streak
