"""What happens to sessions. Payloads carry all that totals, feeds and boards need, so that nobody has to ask back.

An event that changes what a session adds up to carries the totals before and after; whoever keeps sums adds the
difference, in any order.
"""

from datetime import datetime
from typing import ClassVar

from fitsync.kit.events import DomainEvent
from fitsync.users.documents import Audience
from fitsync.workouts.detection import PersonalRecord
from fitsync.workouts.session import SetEntry, WorkoutSession, WorkoutSource, WorkoutStatus
from fitsync.workouts.summary import WorkoutTotals, totals_of


class WorkoutPlanned(DomainEvent):
    name: ClassVar[str] = "workouts.workout_planned"

    workout_id: str
    workout_name: str
    planned_for: datetime


class WorkoutStarted(DomainEvent):
    name: ClassVar[str] = "workouts.workout_started"

    workout_id: str
    workout_name: str
    started_at: datetime
    exercise_ids: tuple[str, ...] = ()
    template_id: str | None = None


class WorkoutPaused(DomainEvent):
    name: ClassVar[str] = "workouts.workout_paused"

    workout_id: str


class WorkoutResumed(DomainEvent):
    name: ClassVar[str] = "workouts.workout_resumed"

    workout_id: str


class SetCompleted(DomainEvent):
    """A set was done, or corrected, while the session runs; with the records it broke."""

    name: ClassVar[str] = "workouts.set_completed"

    workout_id: str
    exercise_id: str
    exercise_name: str
    exercise_index: int
    set_index: int
    entry: SetEntry
    records: tuple[PersonalRecord, ...] = ()


class WorkoutCompleted(WorkoutTotals, DomainEvent):
    """A session is over. `imported` ones happened long ago: they count, but are no news."""

    name: ClassVar[str] = "workouts.workout_completed"

    imported: bool = False


class WorkoutUpdated(DomainEvent):
    """A session changed otherwise. Totals are those of a completed session, else None."""

    name: ClassVar[str] = "workouts.workout_updated"

    workout_id: str
    workout_name: str
    status: WorkoutStatus
    before: WorkoutTotals | None = None
    after: WorkoutTotals | None = None


class WorkoutCancelled(DomainEvent):
    name: ClassVar[str] = "workouts.workout_cancelled"

    workout_id: str


class WorkoutDeleted(DomainEvent):
    """A session is gone, and with it what it added up to."""

    name: ClassVar[str] = "workouts.workout_deleted"

    workout_id: str
    status: WorkoutStatus
    before: WorkoutTotals | None = None


class WorkoutShared(DomainEvent):
    """A session is shown to others, or to others than before. `user_ids` are those chosen by name."""

    name: ClassVar[str] = "workouts.workout_shared"

    workout_id: str
    workout_name: str
    audience: Audience
    user_ids: tuple[str, ...] = ()


class WorkoutUnshared(DomainEvent):
    """A session is its owner's alone."""

    name: ClassVar[str] = "workouts.workout_unshared"

    workout_id: str


def begun(session: WorkoutSession) -> DomainEvent:
    """The event of a session that was just made, or started."""
    if session.status is WorkoutStatus.PLANNED:
        assert session.planned_for is not None
        return WorkoutPlanned(workout_id=session.id, workout_name=session.name, planned_for=session.planned_for)
    assert session.started_at is not None
    return WorkoutStarted(
        workout_id=session.id,
        workout_name=session.name,
        started_at=session.started_at,
        exercise_ids=tuple(dict.fromkeys(entry.exercise_id for entry in session.exercises)),
        template_id=session.template.id if session.template else None,
    )


def completed(session: WorkoutSession) -> WorkoutCompleted:
    """The event of a session that was just completed, or imported."""
    totals = totals_of(session)
    assert totals is not None
    return WorkoutCompleted(**dict(totals), imported=session.source is WorkoutSource.IMPORT)


def sharing_changed(session: WorkoutSession) -> DomainEvent:
    """The event of a decision about who sees a session."""
    sharing = session.sharing
    if sharing is None or sharing.audience is Audience.PRIVATE:
        return WorkoutUnshared(workout_id=session.id)
    return WorkoutShared(
        workout_id=session.id,
        workout_name=session.name,
        audience=sharing.audience,
        user_ids=sharing.user_ids,
    )


def updated(before: WorkoutSession, after: WorkoutSession) -> WorkoutUpdated:
    """The event of any other change."""
    return WorkoutUpdated(
        workout_id=after.id,
        workout_name=after.name,
        status=after.status,
        before=totals_of(before),
        after=totals_of(after),
    )
