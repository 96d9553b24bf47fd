"""Awards achievements, and takes back those that the data no longer support.

An event is a signal that a user's data changed, and nothing more: achievements are judged by what the data are now. So
the order of events and their number do not matter.
"""

from __future__ import annotations

from collections.abc import Sequence

from fitsync.achievements.awarding import award
from fitsync.kit.consumer import batch_consumer
from fitsync.kit.events import EventEnvelope

EVENTS = (
    "analytics.training_changed",
    # Sets of a running session are in the records at once, and leave them with it.
    "workouts.workout_cancelled",
    "workouts.workout_deleted",
    "goals.goal_achieved",
    "goals.goal_reopened",
    "goals.goal_failed",
    "goals.goal_deleted",
    "progress.metrics_recorded",
    "progress.metrics_deleted",
    "progress.photo_added",
    "progress.photo_deleted",
)


def handle(user_id: str, _events: Sequence[EventEnvelope]) -> None:
    """Judge the achievements of a user whose data changed: once, however many changes arrive together."""
    unlocked = award(user_id)
    if unlocked:
        # Most news unlocks nothing.
        from functions.achievement_awards import messages

        messages.tell(user_id, unlocked)


handler = batch_consumer(handle)
