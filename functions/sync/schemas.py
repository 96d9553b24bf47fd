"""Wire models of catching up."""

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field, StringConstraints

from fitsync.kit.wire import ErrorBody, Id, WireModel, examples
from functions.progress.schemas import BodyEntryOut
from functions.users.schemas import PreferencesOut
from functions.workouts.views import WorkoutOut

MAX_CHANGES = 25

Outcome: TypeAlias = Literal["applied", "already_applied", "conflict", "refused"]


class DeletedOut(WireModel):
    id: Id
    version: int


class SyncOut(WireModel):
    """What changed. A session or entry may be told again although it is known: its version says so."""

    workouts: list[WorkoutOut]
    deleted: list[DeletedOut] = Field(description="Sessions.")
    body_entries: list[BodyEntryOut] = Field(description="They follow when all sessions have been told.")
    deleted_body_entries: list[DeletedOut]
    preferences: PreferencesOut | None = Field(description="Null when they did not change.")
    cursor: str = Field(description="Send it as `since` next time; at once while there is more.")
    has_more: bool


class SyncChange(WireModel):
    """A change made without a connection: the message that would have been sent."""

    event: Annotated[str, StringConstraints(max_length=64)] = Field(
        description="`workout:create`, `workout:start`, `workout:pause`, `workout:resume`, `workout:update`, "
        "`workout:complete`, `workout:delete`, `set:complete`, `rest:start` or `rest:skip`."
    )
    id: Id = Field(description="Chosen by the device when the change was made; the same id again does nothing twice.")
    data: dict[str, Any] = Field(
        default_factory=dict,
        description="As in the message of that event, with `version`: what the change is based on.",
    )


class SyncBatch(WireModel):
    """Changes in the order in which they were made."""

    model_config = examples(
        {
            "changes": [
                {
                    "event": "workout:create",
                    "id": "01JD8Z5Q4M9V6T3X2R7C0B1N8K",
                    "data": {"id": "01JD8Z5Q4M9V6T3X2R7C0B1N8M", "name": "Push"},
                }
            ]
        }
    )

    changes: Annotated[list[SyncChange], Field(min_length=1, max_length=MAX_CHANGES)]


class SyncResult(WireModel):
    """What became of one change. On a conflict, `workout` is the server's copy (null when it is deleted)."""

    id: Id
    outcome: Outcome
    workout_id: str | None
    workout: WorkoutOut | None
    error: ErrorBody | None


class SyncResults(WireModel):
    """One result for every change, in order."""

    results: list[SyncResult]
