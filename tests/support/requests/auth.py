"""Requests of the area auth. Each account is new, so that preparing twice works."""

from __future__ import annotations

from fitsync.kit import clock
from tests.support.accounts import PASSWORD, Member, login, register, run_mailer, sent_mail, verified
from tests.support.api import Api
from tests.support.requests.base import Prepare, Request, plain


def _names() -> tuple[str, str]:
    name = f"user-{clock.new_id()[-12:].lower()}"
    return f"{name}@example.org", name


def _register(_: Member) -> Request:
    email, username = _names()
    body = {"email": email, "password": PASSWORD, "username": username, "firstName": "Ada", "timezone": "Europe/Athens"}
    return Request("/v1/auth/register", body)


def _login(_: Member) -> Request:
    email, username = _names()
    verified(Api(), email, username)
    device = {"id": "b7f1c0de-phone", "name": "Ada's phone"}
    return Request("/v1/auth/login", {"email": email, "password": PASSWORD, "device": device})


def _refresh(_: Member) -> Request:
    email, username = _names()
    verified(Api(), email, username)
    return Request("/v1/auth/refresh", {"refreshToken": login(Api(), email).data["refreshToken"]})


def _mailed_token(email: str) -> str:
    run_mailer()
    return next(mail.token for mail in reversed(sent_mail()) if mail.to == email and "token=" in mail.text)


def _verify_email(_: Member) -> Request:
    email, username = _names()
    assert register(Api(), email, username).status == 201
    return Request(f"/v1/auth/verify-email?token={_mailed_token(email)}")


def _reset_password(_: Member) -> Request:
    email, username = _names()
    verified(Api(), email, username)
    assert Api().post("/v1/auth/forgot-password", {"email": email}).status == 202
    return Request("/v1/auth/reset-password", {"token": _mailed_token(email), "password": "a better password 42"})


def _own_session(owner: Member) -> Request:
    """Another device of the owner's."""
    tokens = login(Api(), owner.email, device="tablet").data
    return Request(f"/v1/auth/sessions/{tokens['sessionId']}")


PREPARE: dict[str, Prepare] = {
    "register": _register,
    "login": _login,
    "refresh": _refresh,
    "logout": plain("/v1/auth/logout"),
    "forgotPassword": plain("/v1/auth/forgot-password", {"email": "ada@example.org"}),
    "resetPassword": _reset_password,
    "verifyEmail": _verify_email,
    "resendVerification": plain("/v1/auth/resend-verification", {"email": "ada@example.org"}),
    "listSessions": plain("/v1/auth/sessions"),
    "deleteSession": _own_session,
    "jwks": plain("/v1/auth/jwks"),
}
