"""Delivers sessions into the lists of those they are shared with, and takes them out again.

An event says only which session to look at: whom it is shared with is read from it, so copies and old news do no harm.
"""

from __future__ import annotations

from fitsync.kit.consumer import consumer
from fitsync.kit.events import EventEnvelope
from fitsync.workouts.events import WorkoutCompleted, WorkoutDeleted, WorkoutShared, WorkoutUnshared
from fitsync.workouts.shared import deliver

EVENTS = (WorkoutCompleted.name, WorkoutShared.name, WorkoutUnshared.name, WorkoutDeleted.name)


def handle(event: EventEnvelope) -> None:
    """Bring everybody's lists in line with whom one session is shared with."""
    completed = event.name == WorkoutCompleted.name
    if event.user_id is None or (completed and event.data.get("imported")):
        return
    deliver(event.user_id, str(event.data["workout_id"]), fresh=completed)


handler = consumer(handle)
