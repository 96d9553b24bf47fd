"""Sessions by when they last changed, for a device that was away."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from fitsync.kit.store import Item, Ref
from fitsync.workouts import repository
from fitsync.workouts.models import WorkoutItem
from fitsync.workouts.session import WorkoutSession


class WorkoutChange(NamedTuple):
    """A session that changed; `session` is None when it was deleted."""

    workout_id: str
    version: int
    session: WorkoutSession | None

    @property
    def weight(self) -> int:
        """How large it is on the wire, in sets."""
        return 1 + sum(len(entry.sets) for entry in self.session.exercises) if self.session else 1


def changed_keys(
    user_id: str, *, since: datetime | None, after_key: str | None, limit: int
) -> tuple[list[str], str | None]:
    """The keys of up to `limit` changes, oldest first, and the key to go on from."""
    return repository.changed_keys(user_id, since=since, after_key=after_key, limit=limit)


def changed_ref(user_id: str, key: str) -> Ref:
    """Where the session of a change is."""
    return repository.ref(user_id, key)


def change_of(item: Item | None) -> WorkoutChange | None:
    """What was read at such a place."""
    if not isinstance(item, WorkoutItem):
        return None
    session = repository.session_of(item)
    return WorkoutChange(session.id, session.version, None if item.deleted else session)
