"""What a session's reader and the user's devices are told of rests."""

from datetime import timedelta
from typing import Literal, Self

from pydantic import Field

from fitsync.kit.wire import Id, Instant, WireModel
from fitsync.workouts.session import RunningRest, WorkoutSession


class RestOut(WireModel):
    started_at: Instant
    ends_at: Instant
    planned_seconds: int

    @classmethod
    def of(cls, rest: RunningRest) -> Self:
        """A running rest as the client sees it."""
        ends_at = rest.started_at + timedelta(seconds=rest.planned_seconds)
        return cls(started_at=rest.started_at, ends_at=ends_at, planned_seconds=rest.planned_seconds)


def rest_of(session: WorkoutSession) -> RestOut | None:
    """The rest that runs now."""
    return RestOut.of(session.rest) if session.rest else None


class RestTimer(WireModel):
    """`rest:timer`: a rest started, was skipped, or is over."""

    workout_id: Id
    version: int | None = Field(default=None, description="The session's version; null when the rest is over.")
    state: Literal["started", "skipped", "over"]
    rest: RestOut | None

    @classmethod
    def of(cls, session: WorkoutSession) -> Self:
        """The session's rest as it is now."""
        rest = rest_of(session)
        state: Literal["started", "skipped"] = "started" if rest else "skipped"
        return cls(workout_id=session.id, version=session.version, state=state, rest=rest)

    @classmethod
    def over(cls, workout_id: str) -> Self:
        """A rest has come to its end."""
        return cls(workout_id=workout_id, state="over", rest=None)
