"""What one can do with accounts and sessions; the rest of the product uses only this."""

from __future__ import annotations

from fitsync.auth.accounts import (
    Registration,
    register,
    reset_password,
    verify_email,
)
from fitsync.auth.authenticating import authenticate, authenticate_until
from fitsync.auth.closing import close_account
from fitsync.auth.keys import accepted_keys
from fitsync.auth.mailing import find_by_email, issue_token, request_mail
from fitsync.auth.models import Account, Session, TokenPurpose
from fitsync.auth.sessions import (
    DeviceInfo,
    SignedIn,
    end_all_sessions,
    end_session,
    list_sessions,
    refresh,
    sign_in,
    sign_out,
)

__all__ = [
    "Account",
    "DeviceInfo",
    "Registration",
    "Session",
    "SignedIn",
    "TokenPurpose",
    "authenticate",
    "authenticate_until",
    "close_account",
    "end_all_sessions",
    "end_session",
    "find_by_email",
    "issue_token",
    "jwks",
    "list_sessions",
    "refresh",
    "register",
    "request_mail",
    "reset_password",
    "sign_in",
    "sign_out",
    "verify_email",
]


def jwks() -> list[dict[str, str]]:
    """The public keys that verify access tokens, newest first."""
    return [key.jwk() for key in accepted_keys()]
