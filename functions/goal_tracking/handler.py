"""Lets goals follow the data: what was measured, trained and recorded.

An event is a signal that a user's data changed, and nothing more: the goals are judged by what the data are now. So the
order of events and their number do not matter.
"""

from __future__ import annotations

from collections.abc import Sequence

from fitsync.goals.goal import Goal
from fitsync.goals.tracking import follow
from fitsync.kit.consumer import batch_consumer
from fitsync.kit.events import EventEnvelope

# Sets of a running session are in the records at once; what a completed one adds up to is told by analytics.
EVENTS = (
    "progress.metrics_recorded",
    "progress.metrics_updated",
    "progress.metrics_deleted",
    "analytics.training_changed",
    "workouts.set_completed",
    "workouts.workout_cancelled",
    "workouts.workout_deleted",
    # News of data that changed while a goal was being written may have come before it was there.
    "goals.goal_created",
    "goals.goal_updated",
)


def handle(user_id: str, events: Sequence[EventEnvelope]) -> None:
    """Judge the goals of a user whose data changed: once, however many changes arrive together."""
    if all(map(_without_records, events)):
        return
    if goals := follow(user_id):
        _tell(user_id, goals)


def _tell(user_id: str, goals: Sequence[Goal]) -> None:
    # Most news changes no goal.
    from fitsync.realtime.push import CONSUMER_PATIENCE_SECONDS
    from functions.goals import live

    for goal in goals:
        live.changed(user_id, "goal:followed", goal, CONSUMER_PATIENCE_SECONDS)


def _without_records(event: EventEnvelope) -> bool:
    """Whether it is a set that broke no record: the usual case, which changes no goal before the session is over."""
    return event.name == "workouts.set_completed" and not event.data.get("records")


handler = batch_consumer(handle)
