"""What a user's goals come to: how many are open, how many were achieved, and how many in a row."""

from datetime import date

from fitsync.goals.goal import Goal, GoalStatus
from fitsync.goals.limits import MAX_OUTCOMES
from fitsync.kit.documents import Document


class Outcome(Document):
    """How a goal ended, and on which day."""

    goal_id: str
    on: date
    achieved: bool


class Board(Document):
    """Counts over all goals that are not deleted, and the last outcomes in order of their days."""

    open: int = 0
    achieved: int = 0
    outcomes: tuple[Outcome, ...] = ()

    @property
    def streak(self) -> int:
        """Goals achieved in a row, up to `MAX_OUTCOMES`; a failure ends it, a deleted goal never was."""
        length = 0
        for outcome in reversed(self.outcomes):
            if not outcome.achieved:
                break
            length += 1
        return length


def moved(board: Board, before: Goal | None, after: Goal | None) -> Board:
    """The board after a goal changed, began (`before` None) or was deleted (`after` None)."""
    gone = before.id if before else None
    outcomes = [outcome for outcome in board.outcomes if outcome.goal_id != gone]
    if after is not None and after.ended_on is not None:
        achieved = after.status is GoalStatus.ACHIEVED
        outcomes.append(Outcome(goal_id=after.id, on=after.ended_on, achieved=achieved))
        outcomes.sort(key=lambda outcome: (outcome.on, outcome.goal_id))
    return Board(
        open=board.open + _open(after) - _open(before),
        achieved=board.achieved + _achieved(after) - _achieved(before),
        outcomes=tuple(outcomes[-MAX_OUTCOMES:]),
    )


def _open(goal: Goal | None) -> int:
    return int(goal is not None and goal.status.is_open)


def _achieved(goal: Goal | None) -> int:
    return int(goal is not None and goal.status is GoalStatus.ACHIEVED)
