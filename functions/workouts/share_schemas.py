"""Wire models of sharing sessions."""

from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from fitsync.kit.wire import Id, Instant, WireModel, examples
from fitsync.users.documents import Audience
from fitsync.workouts.limits import MAX_SHARE_MESSAGE_LENGTH, MAX_SHARED_WITH
from fitsync.workouts.service import ShareChoice, SharedWorkout
from functions.workouts.views import WorkoutOut

ShareMessage = Annotated[str, StringConstraints(max_length=MAX_SHARE_MESSAGE_LENGTH)]


class ShareIn(WireModel):
    """Whom to show the session to: friends chosen (`users`), all friends, everybody signed in, nobody (`private`)."""

    model_config = examples(
        {"visibility": "friends", "message": "Heaviest squats so far."},
        {"visibility": "users", "userIds": ["01JD8Z5Q4M9V6T3X2R7C0B1N8K"]},
        {"visibility": "private"},
    )

    visibility: Audience
    user_ids: Annotated[list[Id], Field(max_length=MAX_SHARED_WITH)] = Field(
        default_factory=list, description="The friends chosen, for the visibility `users`."
    )
    message: ShareMessage = ""

    @model_validator(mode="after")
    def _chosen(self) -> Self:
        if (self.visibility is Audience.USERS) is not bool(self.user_ids):
            raise ValueError("userIds belong to the visibility users, and to no other")
        if len(set(self.user_ids)) != len(self.user_ids):
            raise ValueError("userIds names somebody twice")
        return self

    def choice(self) -> ShareChoice:
        """The request as the domain knows it."""
        return ShareChoice(self.visibility, frozenset(self.user_ids), self.message)


class WorkoutOwnerOut(WireModel):
    user_id: Id
    username: str


class SharedWorkoutOut(WireModel):
    """A session that somebody shared, without what is theirs alone: notes, mood, body weight, route, heart rate."""

    owner: WorkoutOwnerOut
    shared_at: Instant
    message: str
    workout: WorkoutOut

    @classmethod
    def of(cls, shared: SharedWorkout) -> Self:
        """The session as the one it is shared with sees it."""
        session = shared.session
        return cls(
            owner=WorkoutOwnerOut(user_id=session.user_id, username=shared.owner_name),
            shared_at=shared.shared_at,
            message=session.sharing.message if session.sharing else "",
            workout=WorkoutOut.of(session),
        )
