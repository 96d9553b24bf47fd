"""Following the data: judging a user's goals anew, whatever the reason.

A signal says only whose data changed. What they are now is read, so neither the order of signals nor their number
matters, and two of them at once are told apart by the versions of what they write.
"""

from __future__ import annotations

from datetime import timedelta

from fitsync.goals import repository, sources
from fitsync.goals.events import outcomes
from fitsync.goals.goal import Goal, GoalStatus
from fitsync.goals.judging import judged
from fitsync.goals.models import BoardItem, GoalItem
from fitsync.kit import backoff, clock, store
from fitsync.kit.errors import ConcurrentChange
from fitsync.users import reading as users

# A try is lost only to a change that was made, and a user's signals rarely meet.
_TRIES = 5
# What is left to be judged in one zone may be over in another.
_ZONES = timedelta(days=1)


def follow(user_id: str) -> list[Goal]:
    """Judge the user's goals by what is known now; those that changed, as they are stored.

    Raises `ConcurrentChange` when others kept being faster.
    """
    changed: dict[str, Goal] = {}
    for _ in backoff.tries(_TRIES):
        try:
            _follow(user_id, changed)
        except (store.ConditionFailed, store.TransactionConflict):
            continue
        return list(changed.values())
    raise ConcurrentChange()


def _follow(user_id: str, changed: dict[str, Goal]) -> None:
    now = clock.now()
    items = repository.followed(user_id, now.date() - _ZONES)
    items = [item for item in items if item.goal.status is not GoalStatus.PAUSED]
    if not items:
        return
    state = repository.find_state(user_id, None, users.training_facts_keys(user_id))
    zone = users.training_facts_of(state.others).zone
    today = now.astimezone(zone).date()
    goals = [repository.goal_of(item) for item in items]
    truth = sources.read(user_id, goals, zone, today)
    for item, before in zip(items, goals, strict=True):
        after = judged(before, truth.series(before), today, now)
        if after != before:
            changed[after.id] = _saved(item, state.board, before, after.model_copy(update={"updated_at": now}))


def _saved(item: GoalItem, board: BoardItem, before: Goal, after: Goal) -> Goal:
    events = list(outcomes(before, after))
    store.write(repository.save(item, after, events), *repository.save_board(board, before, after))
    return repository.goal_of(item)
