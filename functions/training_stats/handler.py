"""Counts completed sessions into the statistics of their users.

What a session adds up to replaces what it added up to before, by its version: news that comes late, twice or out of
order changes nothing. The sessions of one user in a batch (an import brings hundreds) are written together.
"""

from collections.abc import Sequence

from fitsync.analytics import service
from fitsync.kit.consumer import batch_consumer
from fitsync.kit.documents import Document
from fitsync.kit.events import EventEnvelope
from fitsync.workouts.documents import WorkoutTotals


class _Changed(Document):
    """What is read of `workouts.workout_updated` and `workout_deleted`."""

    workout_id: str
    before: WorkoutTotals | None = None
    after: WorkoutTotals | None = None


def handle(user_id: str, events: Sequence[EventEnvelope]) -> None:
    """Count the sessions that some events of one user are about."""
    service.record(user_id, [_change(event) for event in events])


def _change(event: EventEnvelope) -> service.TotalsChange:
    if event.name == "workouts.workout_completed":
        totals = WorkoutTotals.model_validate(event.data)
        return service.TotalsChange(totals.workout_id, event.aggregate_version, None, totals)
    changed = _Changed.model_validate(event.data)
    return service.TotalsChange(changed.workout_id, event.aggregate_version, changed.before, changed.after)


EVENTS = ("workouts.workout_completed", "workouts.workout_updated", "workouts.workout_deleted")

handler = batch_consumer(handle)
