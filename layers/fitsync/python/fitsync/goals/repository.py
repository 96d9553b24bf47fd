"""Reading and writing goals and boards."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from fitsync.goals.board import Board, moved
from fitsync.goals.goal import Goal
from fitsync.goals.limits import MAX_FOLLOWED
from fitsync.goals.models import FOLLOWED, BoardItem, GoalItem
from fitsync.kit import store
from fitsync.kit.events import DomainEvent
from fitsync.kit.store import Action, Item, Ref

# How long a deletion is remembered, so that a device that was away learns of it.
TOMBSTONE_KEPT = timedelta(days=90)

GOAL, BOARD = "GOAL#", "BOARD"


class State(NamedTuple):
    """What a change starts from, and what was read along with it."""

    item: GoalItem | None
    board: BoardItem
    others: list[Item | None]


def find_state(user_id: str, goal_id: str | None, others: Sequence[Ref] = ()) -> State:
    """A goal (deleted ones included), the board and anything else, in one request."""
    pk = user_key(user_id)
    goal: list[Ref] = [(GoalItem, pk, GOAL + goal_id)] if goal_id else []
    board, *found = store.get_many((BoardItem, pk, BOARD), *goal, *others)
    item = found.pop(0) if goal else None
    return State(
        item=item if isinstance(item, GoalItem) else None,
        board=board if isinstance(board, BoardItem) else BoardItem(pk, BOARD, board=Board()),
        others=found,
    )


def find_board(user_id: str) -> Board:
    """A user's board; an empty one for who never had a goal."""
    item = BoardItem.find(user_key(user_id), BOARD)
    board: Board = item.board if item else Board()
    return board


def goal_of(item: GoalItem) -> Goal:
    """The goal in an item, with its version."""
    goal: Goal = item.goal
    return goal.model_copy(update={"version": int(item.version or 0)})


def page(user_id: str, *, limit: int, before: str | None) -> tuple[list[Goal], str | None]:
    """A user's goals, newest first, and the id to go on after; deleted ones are left out of the page."""
    found, following = store.newest(GoalItem, user_key(user_id), GOAL, limit=limit, before=before)
    return [goal_of(item) for item in found if not item.deleted], following


def followed(user_id: str, since: date) -> list[GoalItem]:
    """The goals that data of `since` or later can change, open ones first, in one request."""
    found = store.query_page(
        GoalItem,
        user_key(user_id),
        limit=MAX_FOLLOWED,
        index=FOLLOWED,
        range_condition=GoalItem.followed_key >= since.isoformat(),
        newest_first=True,
    )
    return found.items


def new_item(goal: Goal) -> GoalItem:
    return GoalItem(user_key(goal.user_id), GOAL + goal.id)


def save(item: GoalItem, goal: Goal, events: Sequence[DomainEvent]) -> Action:
    """The write of a goal over the version that was read; of a new one where nothing has its id."""
    item.goal = goal.model_copy(update={"version": 0})
    item.followed_key = f"{goal.judged_until or date.max}#{goal.id}"
    item.raise_events(*events, aggregate_id=goal.id, user_id=goal.user_id)
    return store.put(item)


def bury(item: GoalItem, event: DomainEvent, now: datetime) -> Action:
    """The write that leaves a tombstone of a goal, without what the user wrote."""
    goal: Goal = item.goal
    blank = {"title": "", "description": "", "milestones": (), "log": (), "trend": None, "updated_at": now}
    item.goal = goal.model_copy(update=blank)
    item.followed_key, item.deleted, item.expires_at = None, True, now + TOMBSTONE_KEPT
    item.raise_events(event, aggregate_id=goal.id, user_id=goal.user_id)
    return store.put(item)


def save_board(item: BoardItem, before: Goal | None, after: Goal | None) -> list[Action]:
    """The write of the board after a goal changed, if that changes it."""
    board = moved(item.board, before, after)
    if board == item.board:
        return []
    item.board = board
    return [store.put(item)]


def user_key(user_id: str) -> str:
    return f"USER#{user_id}"
