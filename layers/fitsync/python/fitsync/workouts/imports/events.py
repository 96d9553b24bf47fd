"""What imports tell the rest of the platform.

Every session that an import makes carries `workouts.workout_completed` like any other, with `imported` set, so that
totals and usage follow by the same path while feeds and notifications leave the past alone. The import itself adds
one event when it is over, which is what somebody may want to be told of.
"""

from typing import ClassVar

from fitsync.kit.events import DomainEvent


class HistoryImported(DomainEvent):
    """An import is over; `failure` is the code of what ended it early."""

    name: ClassVar[str] = "workouts.history_imported"
    import_id: str
    source: str | None
    sessions_created: int
    sessions_existing: int
    rows_refused: int
    failure: str | None = None
