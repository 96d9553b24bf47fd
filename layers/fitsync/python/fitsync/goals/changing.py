"""Changing and deleting goals."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from fitsync.goals import repository, sources
from fitsync.goals.errors import GoalNotFound, TooManyGoals
from fitsync.goals.events import GoalDeleted, GoalUpdated, of, outcomes
from fitsync.goals.goal import Goal, GoalStatus, Milestone
from fitsync.goals.judging import judged
from fitsync.goals.limits import MAX_OPEN
from fitsync.goals.models import GoalItem
from fitsync.goals.repository import State
from fitsync.goals.terms import Changes, Check, changed
from fitsync.kit import backoff, clock, store
from fitsync.kit.errors import ConcurrentChange
from fitsync.users import reading as users

_TRIES = 3


def update(user_id: str, goal_id: str, changes: Changes, check: Check) -> Goal:
    """Change a goal's terms, set a custom one's value, pause it or let it go on; it is judged anew.

    Raises `GoalNotFound`, `GoalEnded`, `TargetAlreadyMet`, `TooManyGoals` or `ValidationFailed`.
    """
    return _change(user_id, goal_id, check, lambda goal, today: changed(goal, changes, today))


def add_milestone(user_id: str, goal_id: str, milestone: Milestone, check: Check) -> tuple[Goal, bool]:
    """The goal with a milestone more, and whether it is new; it may have been reached already.

    A value that is a milestone already stays one, with the new notes. Raises `GoalNotFound`, `TooManyMilestones`, or
    `ValidationFailed` for a value that is not on the way.
    """
    added = False

    def add(goal: Goal, today: date) -> Goal:
        nonlocal added
        others = [one for one in goal.milestones if one.value != milestone.value]
        added = len(others) == len(goal.milestones)
        return changed(goal, Changes(milestones=[*others, milestone]), today)

    return _change(user_id, goal_id, check, add), added


def delete(user_id: str, goal_id: str, check: Check) -> None:
    """Delete a goal; one that is deleted already stays so. Raises `GoalNotFound`."""
    for _ in backoff.tries(_TRIES):
        state = repository.find_state(user_id, goal_id)
        item = state.item
        if item is None:
            raise GoalNotFound()
        if item.deleted:
            return
        goal = repository.goal_of(item)
        check(goal.version)
        buried = repository.bury(item, GoalDeleted(**of(goal)), clock.now())
        try:
            store.write(buried, *repository.save_board(state.board, goal, None))
        except (store.ConditionFailed, store.TransactionConflict):
            continue
        return
    raise ConcurrentChange()


def _change(user_id: str, goal_id: str, check: Check, change: Callable[[Goal, date], Goal]) -> Goal:
    for _ in backoff.tries(_TRIES):
        state = repository.find_state(user_id, goal_id, users.training_facts_keys(user_id))
        item = _present(state)
        before = repository.goal_of(item)
        check(before.version)
        after = _rejudged(before, state, change)
        if after == before:
            return before
        if after.status.is_open and not before.status.is_open and state.board.board.open >= MAX_OPEN:
            raise TooManyGoals()
        after = after.model_copy(update={"updated_at": clock.now()})
        events = [GoalUpdated(**of(after)), *outcomes(before, after)]
        try:
            store.write(repository.save(item, after, events), *repository.save_board(state.board, before, after))
        except (store.ConditionFailed, store.TransactionConflict):
            continue
        return repository.goal_of(item)
    raise ConcurrentChange()


def _present(state: State) -> GoalItem:
    if state.item is None or state.item.deleted:
        raise GoalNotFound()
    return state.item


def _rejudged(before: Goal, state: State, change: Callable[[Goal, date], Goal]) -> Goal:
    now, zone = clock.now(), users.training_facts_of(state.others).zone
    today = now.astimezone(zone).date()
    # A date that went by has ended the goal, whether or not that was stored.
    after = change(before.model_copy(update={"status": before.status_on(today)}), today)
    # Only words were changed: an outcome that was settled long ago stands.
    settled = before.judged_until is not None and before.judged_until < today
    if after.status is GoalStatus.PAUSED or (settled and _terms(after) == _terms(before)):
        return after
    truth = sources.read(after.user_id, [after], zone, today)
    return judged(after, truth.series(after), today, now)


def _terms(goal: Goal) -> tuple[object, ...]:
    return goal.target_value, goal.target_date, goal.milestones, goal.log, goal.status
