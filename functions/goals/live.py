"""What a user's devices are told of goals."""

from typing import Literal, TypeAlias

from pydantic import Field

from fitsync.goals.goal import Goal
from fitsync.kit.wire import Id, WireModel
from fitsync.realtime.devices import to_user
from fitsync.realtime.outgoing import Event
from fitsync.realtime.push import best_effort
from functions.goals.views import GoalOut

GoalCause: TypeAlias = Literal["goal:created", "goal:updated", "goal:deleted", "goal:followed"]


class GoalSync(WireModel):
    """`sync:progress`: a goal changed; `goal:followed` says that its data did. `goal` is null for a deleted one."""

    cause: GoalCause
    id: Id = Field(description="Of the goal.")
    version: int | None
    goal: GoalOut | None


def changed(user_id: str, cause: GoalCause, goal: Goal, patience: float | None = None) -> None:
    """Tell the user's devices of a goal; does not raise."""
    _tell(user_id, GoalSync(cause=cause, id=goal.id, version=goal.version, goal=GoalOut.of(goal)), patience)


def deleted(user_id: str, goal_id: str) -> None:
    """Tell the user's devices that a goal is gone; does not raise."""
    _tell(user_id, GoalSync(cause="goal:deleted", id=goal_id, version=None, goal=None))


def _tell(user_id: str, change: GoalSync, patience: float | None = None) -> None:
    with best_effort():
        to_user(user_id, Event.SYNC_PROGRESS, change, patience=patience)
