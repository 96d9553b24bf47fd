"""Routes of friends and blocks."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path, Query, Response

from fitsync.kit.auth import Access
from fitsync.kit.errors import InvalidCursor
from fitsync.kit.http.dependencies import CurrentUser, Paging
from fitsync.kit.http.routing import Router
from fitsync.kit.wire import Envelope, Id, ok, page
from fitsync.users import service
from fitsync.users.errors import (
    BlockLimitReached,
    FriendLimitReached,
    FriendNotFound,
    FriendRequestLimitReached,
    FriendRequestNotFound,
    NotYourself,
    ProfileNotFound,
    UserBlockedByYou,
    UserNotBlocked,
    UserNotFound,
)
from functions.users.friend_schemas import (
    STANDINGS,
    FriendAnswer,
    FriendOut,
    FriendRequestIn,
    FriendStatus,
    ListedStatus,
)

router = Router("users")

OtherId = Annotated[Id, Path(alias="userId")]


@router.get(
    "/users/friends",
    access=Access.USER,
    summary="Friends and pending requests",
    description=(
        "Requests received, requests sent, then friends, the newest of each first. With `status` only those; "
        "`blocked` lists whom you block. A page may hold fewer than asked for although more follow."
    ),
    errors=[InvalidCursor],
)
async def list_friends(
    user: CurrentUser, paging: Paging, status: Annotated[ListedStatus | None, Query()] = None
) -> Envelope[list[FriendOut]]:
    scope = f"friends:{user.user_id}:{status}"
    found, last = service.acquaintances(
        user.user_id,
        STANDINGS.get(status) if status else None,
        blocked=status is FriendStatus.BLOCKED,
        limit=paging.limit,
        before=paging.after(scope),
    )
    return page([FriendOut.of(one) for one in found], paging.limit, paging.following(scope, last))


@router.post(
    "/users/friends/request",
    access=Access.USER,
    status=201,
    also={200: "You asked already, or are friends."},
    summary="Send a friend request",
    description="Whoever has asked you is your friend at once. Asking again changes nothing.",
    errors=[
        UserNotFound,
        ProfileNotFound,
        NotYourself,
        UserBlockedByYou,
        FriendLimitReached,
        FriendRequestLimitReached,
    ],
)
async def request_friend(user: CurrentUser, body: FriendRequestIn, response: Response) -> Envelope[FriendOut]:
    if body.user_id is not None:
        found, changed = service.request_friend(user.user_id, body.user_id)
    else:
        found, changed = service.request_friend_by_name(user.user_id, body.username or "")
    response.status_code = 201 if changed else 200
    return ok(FriendOut.of(found))


@router.put(
    "/users/friends/{userId}",
    access=Access.USER,
    summary="Accept or decline a friend request",
    errors=[FriendRequestNotFound, NotYourself, FriendLimitReached],
)
async def answer_friend(user: CurrentUser, user_id: OtherId, body: FriendAnswer) -> Envelope[FriendOut]:
    return ok(FriendOut.of(service.answer_request(user.user_id, user_id, accept=body.action == "accept")))


@router.delete(
    "/users/friends/{userId}",
    access=Access.USER,
    status=204,
    summary="End a friendship, or withdraw a request",
    errors=[FriendNotFound, NotYourself],
)
async def end_friendship(user: CurrentUser, user_id: OtherId) -> Response:
    service.end_friendship(user.user_id, user_id)
    return Response(status_code=204)


@router.post(
    "/users/{userId}/block",
    access=Access.USER,
    status=204,
    summary="Block a user",
    description="Ends friendship and requests, and hides both of you from each other. Nobody is told of it.",
    errors=[UserNotFound, ProfileNotFound, NotYourself, BlockLimitReached],
)
async def block_user(user: CurrentUser, user_id: OtherId) -> Response:
    service.block(user.user_id, user_id)
    return Response(status_code=204)


@router.delete(
    "/users/{userId}/block",
    access=Access.USER,
    status=204,
    summary="Lift a block",
    description="A friendship that it ended does not come back.",
    errors=[UserNotBlocked, NotYourself],
)
async def unblock_user(user: CurrentUser, user_id: OtherId) -> Response:
    service.unblock(user.user_id, user_id)
    return Response(status_code=204)
