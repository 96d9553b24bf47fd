"""Delivers sessions into the lists of those they are shared with, and takes them out again.

An event says only which session to look at: whom it is shared with is read from it, so copies and old news do no harm.
"""

from __future__ import annotations

from fitsync.kit.consumer import consumer
from fitsync.kit.events import EventEnvelope
from fitsync.workouts.shared import deliver

_COMPLETED = "workouts.workout_completed"
EVENTS = (_COMPLETED, "workouts.workout_shared", "workouts.workout_unshared", "workouts.workout_deleted")


def handle(event: EventEnvelope) -> None:
    """Bring everybody's lists in line with whom one session is shared with."""
    completed = event.name == _COMPLETED
    if event.user_id is None or (completed and event.data.get("imported")):
        return
    deliver(event.user_id, str(event.data["workout_id"]), fresh=completed)


handler = consumer(handle)
