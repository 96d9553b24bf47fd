"""Routes of registration, sign-in and sessions.

The endpoints that hash a password are plain functions, which FastAPI runs in a thread, off the event loop.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import Cookie, Path, Query, Response

from fitsync.auth import service
from fitsync.auth.errors import (
    AccountDisabled,
    AccountLocked,
    EmailNotVerified,
    EmailTaken,
    InvalidCredentials,
    InvalidOneTimeToken,
    InvalidRefreshToken,
    RefreshTokenReused,
    SessionNotFound,
    WeakPassword,
)
from fitsync.auth.tokens import REFRESH_LIFETIME
from fitsync.kit import context
from fitsync.kit.auth import Access
from fitsync.kit.errors import ConcurrentChange, InvalidCursor
from fitsync.kit.http.dependencies import CurrentUser, Paging
from fitsync.kit.http.routing import Router
from fitsync.kit.wire import Envelope, Id, ok, page
from fitsync.users.errors import UsernameTaken
from fitsync.users.service import Profile
from functions.auth.schemas import (
    AcceptedOut,
    AccountOut,
    EmailIn,
    Jwk,
    Jwks,
    LoginIn,
    RefreshIn,
    RegisterIn,
    ResetPasswordIn,
    SessionOut,
    TokensOut,
)

router = Router("auth")

COOKIE = "fitsync_refresh"
_KEYS_MAX_AGE = 300


@router.post(
    "/auth/register",
    access=Access.PUBLIC,
    status=201,
    summary="Create an account",
    description="Sends the verification mail. Signing in works once the address is confirmed.",
    errors=[EmailTaken, UsernameTaken, WeakPassword],
)
def register(body: RegisterIn) -> Envelope[AccountOut]:
    profile = Profile(first_name=body.first_name, last_name=body.last_name, timezone=body.timezone)
    account = service.register(service.Registration(body.email, body.password, body.username, profile))
    return ok(AccountOut.of(account))


@router.post(
    "/auth/login",
    access=Access.PUBLIC,
    summary="Sign in with a password",
    description=(
        "Gives an access token for 15 minutes and a refresh token for 7 days. Five failures lock the account for "
        "15 minutes; every further failure doubles that, up to a day."
    ),
    errors=[InvalidCredentials, AccountLocked, EmailNotVerified, AccountDisabled],
)
def login(body: LoginIn, response: Response) -> Envelope[TokensOut]:
    agent = context.current().user_agent or "unknown device"
    device = body.device
    info = service.DeviceInfo(device.id, device.name) if device else service.DeviceInfo(agent, agent[:120])
    signed_in = service.sign_in(body.email, body.password, info)
    return _tokens(signed_in, response, in_cookie=body.cookie)


@router.post(
    "/auth/refresh",
    access=Access.PUBLIC,
    summary="Exchange the refresh token for new tokens",
    description=(
        "Every refresh token is good for one exchange. One that comes back later ends the session; one that is "
        "exchanged twice within ten seconds gets 409 for the second try."
    ),
    errors=[InvalidRefreshToken, RefreshTokenReused, ConcurrentChange],
)
async def refresh(
    body: RefreshIn,
    response: Response,
    fitsync_refresh: Annotated[str | None, Cookie(max_length=400, include_in_schema=False)] = None,
) -> Envelope[TokensOut]:
    token = body.refresh_token or fitsync_refresh
    if token is None:
        raise InvalidRefreshToken()
    return _tokens(service.refresh(token), response, in_cookie=body.refresh_token is None)


@router.post(
    "/auth/logout",
    access=Access.USER,
    status=204,
    summary="End this session, or all of them",
    description=(
        "The refresh token is refused at once; the access token at the latest a minute later, "
        "when the gateway asks again."
    ),
    errors=[ConcurrentChange],
)
async def logout(
    user: CurrentUser,
    all_sessions: Annotated[bool, Query(alias="all", description="End every session of the user.")] = False,
) -> Response:
    if all_sessions:
        service.end_all_sessions(user.user_id)
    else:
        service.sign_out(user.user_id, user.session_id)
    response = Response(status_code=204)
    response.delete_cookie(COOKIE, path="/", secure=True, httponly=True, samesite="strict")
    return response


@router.post(
    "/auth/forgot-password",
    access=Access.PUBLIC,
    status=202,
    summary="Ask for a mail to reset the password",
    description="At most one mail a minute goes to an address.",
)
async def forgot_password(body: EmailIn) -> Envelope[AcceptedOut]:
    service.request_mail(body.email, service.TokenPurpose.PASSWORD_RESET)
    return ok(AcceptedOut())


@router.post(
    "/auth/reset-password",
    access=Access.PUBLIC,
    status=204,
    summary="Set a new password with the mailed token",
    description="Ends every session of the user.",
    errors=[InvalidOneTimeToken, WeakPassword],
)
def reset_password(body: ResetPasswordIn) -> Response:
    service.reset_password(body.token, body.password)
    return Response(status_code=204)


@router.get(
    "/auth/verify-email",
    access=Access.PUBLIC,
    summary="Confirm the e-mail address with the mailed token",
    errors=[InvalidOneTimeToken],
)
async def verify_email(
    token: Annotated[str, Query(min_length=20, max_length=100)],
) -> Envelope[AccountOut]:
    return ok(AccountOut.of(service.verify_email(token)))


@router.post(
    "/auth/resend-verification",
    access=Access.PUBLIC,
    status=202,
    summary="Send the verification mail again",
    description="At most one mail a minute goes to an address.",
)
async def resend_verification(body: EmailIn) -> Envelope[AcceptedOut]:
    service.request_mail(body.email, service.TokenPurpose.VERIFICATION)
    return ok(AcceptedOut())


@router.get("/auth/sessions", access=Access.USER, summary="Signed-in devices", errors=[InvalidCursor])
async def list_sessions(user: CurrentUser, paging: Paging) -> Envelope[list[SessionOut]]:
    scope = f"sessions:{user.user_id}"
    sessions, last = service.list_sessions(user.user_id, paging.limit, paging.after(scope))
    following = paging.following(scope, last)
    return page([SessionOut.of(session, user.session_id) for session in sessions], paging.limit, following)


@router.delete(
    "/auth/sessions/{sessionId}",
    access=Access.USER,
    status=204,
    summary="Sign one device out",
    errors=[SessionNotFound, ConcurrentChange],
)
async def delete_session(user: CurrentUser, session_id: Annotated[Id, Path(alias="sessionId")]) -> Response:
    service.end_session(user.user_id, session_id)
    return Response(status_code=204)


@router.get("/auth/jwks", access=Access.PUBLIC, summary="Public keys that verify access tokens")
async def jwks(response: Response) -> Jwks:
    response.headers["Cache-Control"] = f"public, max-age={_KEYS_MAX_AGE}"
    return Jwks(keys=[Jwk.model_validate(key) for key in service.jwks()])


def _tokens(signed_in: service.SignedIn, response: Response, *, in_cookie: bool) -> Envelope[TokensOut]:
    if in_cookie:
        response.set_cookie(
            COOKIE,
            signed_in.refresh_token,
            max_age=int(REFRESH_LIFETIME.total_seconds()),
            # The stage is part of the path on API Gateway's own host, so the cookie cannot be tied to /v1/auth.
            path="/",
            secure=True,
            httponly=True,
            samesite="strict",
        )
    return ok(TokensOut.of(signed_in, in_cookie=in_cookie))
