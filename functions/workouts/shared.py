"""Routes of sharing sessions."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path, Response

from fitsync.kit.auth import Access
from fitsync.kit.errors import ConcurrentChange, InvalidCursor, PreconditionFailed
from fitsync.kit.http.dependencies import CurrentUser, IfMatch, Paging, tagged
from fitsync.kit.http.routing import Router
from fitsync.kit.wire import Envelope, Id, ok, page
from fitsync.workouts import service
from fitsync.workouts.errors import IllegalTransition, RecipientNotFriend, WorkoutNotFound
from functions.workouts import live
from functions.workouts.share_schemas import SharedWorkoutOut, ShareIn
from functions.workouts.views import WorkoutOut

router = Router("workouts")


@router.get(
    "/workouts/shared",
    access=Access.USER,
    summary="Sessions that others shared, newest first",
    description=(
        "What friends shared with you, and you may still see. A page may hold fewer than asked for although more "
        "follow: go on while there is a cursor."
    ),
    errors=[InvalidCursor],
)
async def list_shared_workouts(user: CurrentUser, paging: Paging) -> Envelope[list[SharedWorkoutOut]]:
    scope = f"shared:{user.user_id}"
    found = service.shared_with(user.user_id, limit=paging.limit, after_key=paging.after(scope))
    following = paging.following(scope, found.next_key)
    return page([SharedWorkoutOut.of(one) for one in found.items], paging.limit, following)


@router.post(
    "/workouts/{workoutId}/share",
    access=Access.USER,
    summary="Share a completed session, or take it back",
    description=(
        "Replaces what was decided before. Friends find it in their list within moments; taken back, it is gone at "
        "once. `public` is for everybody signed in who knows the id, and for friends' lists. Sharing the same way "
        "again changes nothing."
    ),
    errors=[WorkoutNotFound, IllegalTransition, RecipientNotFriend, PreconditionFailed, ConcurrentChange],
)
async def share_workout(
    user: CurrentUser,
    workout_id: Annotated[Id, Path(alias="workoutId")],
    if_match: IfMatch,
    body: ShareIn,
    response: Response,
) -> Envelope[WorkoutOut]:
    session = service.share(user.user_id, workout_id, body.choice(), if_match.check)
    live.changed(user.user_id, "workout:shared", session)
    tagged(response, session.version)
    return ok(WorkoutOut.of(session))
