"""Writing sessions together with the records that follow from them, in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import NamedTuple, TypeAlias

from fitsync.kit import store
from fitsync.kit.events import DomainEvent
from fitsync.workouts import detection, records, repository
from fitsync.workouts.events import WorkoutDeleted
from fitsync.workouts.metrics import measured
from fitsync.workouts.models import RecordsItem, WorkoutItem
from fitsync.workouts.session import WorkoutSession
from fitsync.workouts.summary import totals_of

EventOf: TypeAlias = Callable[[WorkoutSession], DomainEvent | None]


class Change(NamedTuple):
    """A session before and after; before is None for a new one, after for one that is deleted."""

    item: WorkoutItem
    before: WorkoutSession | None
    after: WorkoutSession | None
    event_of: EventOf

    @property
    def workout_id(self) -> str:
        session = self.after or self.before
        assert session is not None
        return session.id

    def record_changes(self) -> dict[str, records.ExerciseBests | None]:
        """By exercise, what the change makes of the session's bests."""
        return records.changed(self.before, self.after)


def save(user_id: str, changes: Sequence[Change], now: datetime) -> list[WorkoutSession]:
    """Write all changes or none, with the user's records; the sessions as they are stored now, without deleted ones.

    Raises `ConditionFailed` or `TransactionConflict` when anything it is based on was changed meanwhile.
    """
    by_change = [change.record_changes() for change in changes]
    affected = sorted({exercise_id for found in by_change for exercise_id in found})
    kept = repository.find_records(user_id, affected) if affected else {}
    told: list[Change] = []
    for change, bests in zip(changes, by_change, strict=True):
        told.append(_told(change, bests, kept, now))
        for exercise_id, best in bests.items():
            item = kept[exercise_id]
            item.records = records.merge(item.records, change.workout_id, best)
    _mend(user_id, told, kept.values())
    store.write(*(_action(change, now) for change in told), *(store.put(item) for item in kept.values()))
    return [repository.session_of(change.item) for change in told if change.after is not None]


def _told(
    change: Change,
    bests: dict[str, records.ExerciseBests | None],
    kept: dict[str, RecordsItem],
    now: datetime,
) -> Change:
    """The change with its session held against the records as they were before it, and measured."""
    session = change.after
    if session is None:
        return change
    before = dict(session.bests_before)
    for exercise_id, best in bests.items():
        before[exercise_id] = detection.bests_before(kept[exercise_id].records, session.id, best)
    present = {entry.exercise_id for entry in session.exercises}
    before = {exercise_id: known for exercise_id, known in before.items() if known and exercise_id in present}
    return change._replace(after=measured(session.model_copy(update={"bests_before": before}), now))


def _mend(user_id: str, changes: Sequence[Change], items: Iterable[RecordsItem]) -> None:
    """Rebuild those records that deletions have left too few of."""
    for item in items:
        if not item.records.thin:
            continue
        exercise_id = item.records.exercise_id
        changed = {change.workout_id: change.after for change in changes}
        others = (it for it in repository.sessions_with(user_id, exercise_id) if it.id not in changed)
        mine = (session for session in changed.values() if session is not None)
        item.records = records.merge_many(records.rebuilt(exercise_id, others), mine)


def _action(change: Change, now: datetime) -> store.Action:
    if change.after is not None:
        return repository.put(change.item, change.after, change.event_of(change.after))
    session = change.before
    assert session is not None
    gone = WorkoutDeleted(workout_id=session.id, status=session.status, before=totals_of(session))
    return repository.bury(change.item, session, gone, now)
