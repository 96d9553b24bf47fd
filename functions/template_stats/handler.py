"""Counts what users make of templates: sessions started and completed, and favourites.

Each is counted once, by its business key, however often and in whatever order its event arrives.
"""

from __future__ import annotations

from fitsync.kit.consumer import consumer
from fitsync.kit.events import EventEnvelope
from fitsync.templates.reactions import count


def handle(event: EventEnvelope) -> None:
    """Count one event."""
    if event.name in _FAVORITES:
        template_id = str(event.data["template_id"])
        # Every change of mind is an event of its own, and the sum of all of them is what counts.
        count(template_id, event.id, favorites_count=_FAVORITES[event.name])
        return
    used = event.data.get("template_id")
    if used:
        counter = _SESSIONS[event.name]
        count(str(used), f"{counter}#{event.data['workout_id']}", **{counter: 1})


_FAVORITES = {"templates.template_favorited": 1, "templates.template_unfavorited": -1}
_SESSIONS = {"workouts.workout_started": "usage_count", "workouts.workout_completed": "completed_count"}
EVENTS = (*_FAVORITES, *_SESSIONS)

handler = consumer(handle)
