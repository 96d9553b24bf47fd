"""Awards achievements, and takes back those that the data no longer support.

An event is a signal that a user's data changed, and nothing more: achievements are judged by what the data are now. So
the order of events and their number do not matter.
"""

from collections.abc import Sequence
from typing import Literal

from fitsync.achievements.awarding import award
from fitsync.kit.consumer import batch_consumer
from fitsync.kit.events import EventEnvelope
from fitsync.kit.wire import WireModel
from fitsync.realtime import service as realtime
from fitsync.realtime.service import Event
from functions.users.achievement_schemas import AchievementOut

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


class AchievementsSync(WireModel):
    """`sync:progress`: achievements were unlocked."""

    cause: Literal["achievements:unlocked"] = "achievements:unlocked"
    achievements: list[AchievementOut]


def handle(user_id: str, _events: Sequence[EventEnvelope]) -> None:
    """Judge the achievements of a user whose data changed: once, however many changes arrive together."""
    unlocked = award(user_id)
    if unlocked:
        told = AchievementsSync(achievements=[AchievementOut.model_validate(rule) for rule in unlocked])
        with realtime.best_effort():
            realtime.to_user(user_id, Event.SYNC_PROGRESS, told, patience=realtime.CONSUMER_PATIENCE_SECONDS)


handler = batch_consumer(handle)
