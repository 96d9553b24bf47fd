"""What goals refuse."""

from __future__ import annotations

from fitsync.goals.limits import MAX_MILESTONES, MAX_OPEN
from fitsync.kit.errors import Conflict, NotFound, ValidationFailed


class GoalNotFound(NotFound):
    code, message = "GOAL_NOT_FOUND", "There is no such goal."


class GoalDeleted(Conflict):
    code, message = "GOAL_DELETED", "This goal was deleted; choose another id."


class TooManyGoals(Conflict):
    code = "TOO_MANY_GOALS"
    message = f"There can be {MAX_OPEN} goals at work; end or delete one first."


class TooManyMilestones(Conflict):
    code, message = "TOO_MANY_MILESTONES", f"A goal can have {MAX_MILESTONES} milestones."


class TargetAlreadyMet(ValidationFailed):
    """The target is behind where the goal would begin."""

    code, message = "TARGET_ALREADY_MET", "The target is reached already; aim further."


class StartValueNeeded(ValidationFailed):
    """Nothing was measured yet, so there is nothing to begin from."""

    code, message = "START_VALUE_NEEDED", "Nothing is known of this yet; send startValue, or record it first."


class GoalEnded(Conflict):
    code, message = "GOAL_ENDED", "This goal has ended; only one at work can be paused."
