"""What devices are told of a session, whichever way it was changed."""

from collections.abc import Sequence
from typing import Literal, Self, TypeAlias

from fitsync.kit.wire import Id, Instant, WireModel
from fitsync.realtime import service as realtime
from fitsync.realtime.service import Event, Message, RestEnd, Target
from fitsync.workouts.service import PerformedSet
from fitsync.workouts.session import WorkoutSession
from functions.workouts.resting import RestOut, RestTimer
from functions.workouts.views import (
    PersonalRecordOut,
    SetOut,
    WorkoutMetricsOut,
    WorkoutOut,
    set_of,
)

# A session of several hundred sets is larger than the 128 KB of a message; then the devices are told to fetch it.
_MAX_WORKOUT_BYTES = 120_000

Cause: TypeAlias = Literal[
    "workout:created",
    "workout:started",
    "workout:paused",
    "workout:resumed",
    "workout:completed",
    "workout:updated",
    "workout:deleted",
    "workout:shared",
    "exercise:chosen",
    "set:completed",
    "rest:started",
    "rest:skipped",
]


class WorkoutConfirmed(WireModel):
    """`workout:*`: the session as it is now. `workout` is null when it is too large for a message: fetch it."""

    workout_id: Id
    version: int
    workout: WorkoutOut | None

    @classmethod
    def of(cls, session: WorkoutSession) -> Self:
        """The session that a message was about."""
        return cls(workout_id=session.id, version=session.version, workout=_sent(session))


class SetConfirmed(WireModel):
    """`set:completed`: the set, the records that it broke, and what comes next."""

    workout_id: Id
    version: int
    exercise_index: int
    set_index: int
    set: SetOut
    personal_records: list[PersonalRecordOut]
    current_exercise_index: int
    current_set_index: int

    @classmethod
    def of(cls, session: WorkoutSession, exercise_index: int, set_index: int) -> Self:
        """A set of the session as it is now."""
        done = set_of(session, exercise_index, set_index)
        return cls(
            workout_id=session.id,
            version=session.version,
            exercise_index=exercise_index,
            set_index=set_index,
            set=done,
            personal_records=done.personal_records,
            current_exercise_index=session.current_exercise,
            current_set_index=session.current_set,
        )


class RecordAchieved(WireModel):
    """`pr:achieved`: a set broke personal records."""

    workout_id: Id
    exercise_id: Id
    exercise_name: str
    exercise_index: int
    set_index: int
    personal_records: list[PersonalRecordOut]


class WorkoutStats(WireModel):
    """`workout:stats`: running totals of the session."""

    workout_id: Id
    version: int
    metrics: WorkoutMetricsOut


class WorkoutSync(WireModel):
    """`sync:workout`: a session changed on another device. `workout` is null when it was deleted, or is too large for
    a message: fetch it.
    """

    cause: Cause
    workout_id: Id
    version: int | None
    deleted: bool
    changed_at: Instant | None
    workout: WorkoutOut | None


def changed(
    user_id: str,
    cause: Cause,
    session: WorkoutSession,
    performed: PerformedSet | None = None,
    origin: str | None = None,
) -> None:
    """Tell the user's devices, all but the connection `origin` that the change came by, and set the rest timer.

    Does not raise: the change is made, whether or not it can be told.
    """
    rest = session.rest
    if cause == "rest:started" and rest is not None:
        ends_at = RestOut.of(rest).ends_at
        realtime.try_schedule(
            RestEnd(user_id=user_id, workout_id=session.id, started_at=rest.started_at, ends_at=ends_at)
        )
    with realtime.best_effort():
        _tell(list(realtime.devices_of(user_id)), cause, session, performed, origin)


def _tell(
    devices: Sequence[Target],
    cause: Cause,
    session: WorkoutSession,
    performed: PerformedSet | None,
    origin: str | None,
) -> None:
    if not devices:
        return
    synced = WorkoutSync(
        cause=cause,
        workout_id=session.id,
        version=session.version,
        deleted=False,
        changed_at=session.updated_at,
        workout=_sent(session),
    )
    messages = [Message(Event.SYNC_WORKOUT, synced)]
    if cause in ("rest:started", "rest:skipped"):
        messages.append(Message(Event.REST_TIMER, RestTimer.of(session)))
    moment = _moment(performed) if performed and performed.changed else []
    realtime.to_devices(devices, [*messages, *moment], except_connection=origin)
    if origin and moment:
        realtime.to_devices([one for one in devices if one.connection_id == origin], moment)


def deleted(user_id: str, workout_id: str, origin: str | None = None) -> None:
    """Tell the user's devices that a session is gone; does not raise."""
    gone = WorkoutSync(
        cause="workout:deleted", workout_id=workout_id, version=None, deleted=True, changed_at=None, workout=None
    )
    with realtime.best_effort():
        realtime.to_user(user_id, Event.SYNC_WORKOUT, gone, except_connection=origin)


def _moment(performed: PerformedSet) -> list[Message]:
    """What every device shows of a set just done, the one that sent it included."""
    session = performed.session
    stats = WorkoutStats(
        workout_id=session.id, version=session.version, metrics=WorkoutMetricsOut(**dict(session.metrics))
    )
    messages = [Message(Event.WORKOUT_STATS, stats)]
    if performed.records:
        exercise = session.exercises[performed.exercise_index]
        achieved = RecordAchieved(
            workout_id=session.id,
            exercise_id=exercise.exercise_id,
            exercise_name=exercise.name,
            exercise_index=performed.exercise_index,
            set_index=performed.set_index,
            personal_records=[PersonalRecordOut(**dict(record)) for record in performed.records],
        )
        messages.insert(0, Message(Event.RECORD_ACHIEVED, achieved))
    return messages


def _sent(session: WorkoutSession) -> WorkoutOut | None:
    workout = WorkoutOut.of(session)
    return workout if len(workout.model_dump_json(by_alias=True).encode()) <= _MAX_WORKOUT_BYTES else None
