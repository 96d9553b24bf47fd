"""What devices ask of sessions in messages: twins of the HTTP routes over the same service and the same fields."""

from abc import abstractmethod
from collections.abc import Callable
from typing import Annotated, ClassVar, NamedTuple, Self

from pydantic import Field, model_validator

from fitsync.kit import clock
from fitsync.kit.errors import PreconditionFailed
from fitsync.kit.wire import Id, Int, WireModel
from fitsync.realtime.service import Event
from fitsync.workouts import service
from fitsync.workouts.errors import SetIndexOutOfRange
from fitsync.workouts.limits import MAX_EXERCISES, MAX_SETS
from fitsync.workouts.service import PerformedSet
from fitsync.workouts.session import WorkoutSession
from functions.workouts.live import Cause, SetConfirmed, WorkoutConfirmed
from functions.workouts.resting import RestTimer
from functions.workouts.schemas import CompletionIn, RestIn, SetCompletion, WorkoutCreate, WorkoutUpdate

Version = Annotated[
    Int, Field(ge=0, description="Make the change only while the session has this version, as If-Match does.")
]


class Effect(NamedTuple):
    """What a message has brought about; the session is None when it was deleted."""

    cause: Cause
    session: WorkoutSession | None
    performed: PerformedSet | None = None


class Command(WireModel):
    """What a message asks for."""

    answer: ClassVar[Event]

    @property
    @abstractmethod
    def subject(self) -> str:
        """The id of the session that it is about."""

    @abstractmethod
    def run(self, user_id: str) -> Effect:
        """Do it; raises what the HTTP twin answers with."""

    def sent_as(self, user_id: str, message_id: str) -> None:
        """Fill in what was left out and must be the same when the message comes again."""

    def confirmation(self, session: WorkoutSession) -> WireModel:
        """What is answered, given the session as it is now."""
        return WorkoutConfirmed.of(session)


class _OfWorkout(Command):
    workout_id: Id
    version: Version | None = None

    @property
    def subject(self) -> str:
        return self.workout_id

    def check(self) -> Callable[[int], None]:
        """Raises unless the session has the version that the change is based on."""
        return _at(self.version)


def _at(version: int | None) -> Callable[[int], None]:
    def check(current: int) -> None:
        if version is not None and version != current:
            raise PreconditionFailed(details={"version": current})

    return check


class CreateMessage(WorkoutCreate, Command):
    """As `POST /v1/workouts`."""

    answer: ClassVar[Event] = Event.WORKOUT_STARTED

    @property
    def subject(self) -> str:
        assert self.id
        return self.id

    def sent_as(self, user_id: str, message_id: str) -> None:
        self.id = self.id or clock.derived_id("workout of message", user_id, message_id)

    def run(self, user_id: str) -> Effect:
        session, _ = service.create(self.new(user_id), self.choice())
        return Effect("workout:created" if session.planned_for else "workout:started", session)


class StartMessage(CreateMessage):
    """With `workoutId` as `POST /v1/workouts/{workoutId}/start`; without it a new session starts now."""

    workout_id: Id | None = None
    version: Version | None = None

    @model_validator(mode="after")
    def _either(self) -> Self:
        if self.workout_id is not None and self.model_fields_set - {"workout_id", "version"}:
            raise ValueError("a planned workout takes no other fields")
        if self.workout_id is None and self.planned_for is not None:
            raise ValueError("a workout that starts now is not planned")
        return self

    @property
    def subject(self) -> str:
        return self.workout_id or super().subject

    def run(self, user_id: str) -> Effect:
        if self.workout_id is None:
            return super().run(user_id)
        return Effect("workout:started", service.start(user_id, self.workout_id, _at(self.version)))


class PauseMessage(_OfWorkout):
    """As `POST /v1/workouts/{workoutId}/pause`."""

    answer: ClassVar[Event] = Event.WORKOUT_PAUSED

    def run(self, user_id: str) -> Effect:
        return Effect("workout:paused", service.pause(user_id, self.workout_id, self.check()))


class ResumeMessage(_OfWorkout):
    """As `POST /v1/workouts/{workoutId}/resume`."""

    answer: ClassVar[Event] = Event.WORKOUT_RESUMED

    def run(self, user_id: str) -> Effect:
        return Effect("workout:resumed", service.resume(user_id, self.workout_id, self.check()))


class CompleteMessage(_OfWorkout, CompletionIn):
    """As `POST /v1/workouts/{workoutId}/complete`."""

    answer: ClassVar[Event] = Event.WORKOUT_COMPLETED

    def run(self, user_id: str) -> Effect:
        completion = CompletionIn.model_validate(self.model_dump(include=set(CompletionIn.model_fields))).completion()
        return Effect("workout:completed", service.complete(user_id, self.workout_id, completion, self.check()))


class SetMessage(_OfWorkout, SetCompletion):
    """As `PUT /v1/workouts/{workoutId}/set/{setIndex}`. The exercise must be named: a message may be sent again, and
    the current exercise may have moved on by then.
    """

    answer: ClassVar[Event] = Event.SET_COMPLETED

    exercise_index: Annotated[Int, Field(ge=0, lt=MAX_EXERCISES)]
    set_index: Annotated[Int, Field(ge=0, le=MAX_SETS)]

    def run(self, user_id: str) -> Effect:
        fields = {name: getattr(self, name) for name in SetCompletion.model_fields}
        result = SetCompletion.model_construct(**fields).result(self.set_index)
        performed = service.perform_set(user_id, self.workout_id, result, self.check())
        return Effect("set:completed", performed.session, performed)

    def confirmation(self, session: WorkoutSession) -> WireModel:
        exercises = session.exercises
        sets = exercises[self.exercise_index].sets if self.exercise_index < len(exercises) else ()
        if self.set_index >= len(sets):
            # The set was done and has been taken out of the list since.
            raise SetIndexOutOfRange.of("data.setIndex", self.set_index, len(sets) - 1)
        return SetConfirmed.of(session, self.exercise_index, self.set_index)


class RestMessage(_OfWorkout, RestIn):
    """As `POST /v1/workouts/{workoutId}/rest`."""

    answer: ClassVar[Event] = Event.REST_TIMER

    def run(self, user_id: str) -> Effect:
        session = service.rest(user_id, self.workout_id, self.seconds, self.check())
        return Effect("rest:started" if session.rest else "rest:skipped", session)

    def confirmation(self, session: WorkoutSession) -> WireModel:
        return RestTimer.of(session)


class SkipRestMessage(_OfWorkout):
    """As `POST /v1/workouts/{workoutId}/rest` with 0 seconds."""

    answer: ClassVar[Event] = Event.REST_TIMER

    def run(self, user_id: str) -> Effect:
        return Effect("rest:skipped", service.rest(user_id, self.workout_id, 0, self.check()))

    def confirmation(self, session: WorkoutSession) -> WireModel:
        return RestTimer.of(session)


class UpdateMessage(_OfWorkout):
    """As `PUT /v1/workouts/{workoutId}`."""

    answer: ClassVar[Event] = Event.SYNC_WORKOUT

    changes: WorkoutUpdate

    def run(self, user_id: str) -> Effect:
        cancel = self.changes.status is not None
        details = self.changes.details()
        session = service.update(user_id, self.workout_id, details, self.check(), cancel=cancel)
        return Effect("workout:updated", session)


class DeleteMessage(_OfWorkout):
    """As `DELETE /v1/workouts/{workoutId}`."""

    answer: ClassVar[Event] = Event.SYNC_WORKOUT

    def run(self, user_id: str) -> Effect:
        service.delete(user_id, self.workout_id, self.check())
        return Effect("workout:deleted", None)


MESSAGES: dict[str, type[Command]] = {
    "workout:start": StartMessage,
    "workout:pause": PauseMessage,
    "workout:resume": ResumeMessage,
    "workout:complete": CompleteMessage,
    "set:complete": SetMessage,
    "rest:start": RestMessage,
    "rest:skip": SkipRestMessage,
}
