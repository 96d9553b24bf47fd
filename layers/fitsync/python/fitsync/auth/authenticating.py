"""Telling whom an access token stands for: what the authorizers do, and nothing else of signing in."""

from __future__ import annotations

from datetime import datetime

from fitsync.auth import repository, tokens
from fitsync.kit.auth import Plan, Principal, scopes_of
from fitsync.kit.errors import Unauthenticated


def authenticate(access_token: str) -> Principal:
    """Who an access token stands for, as long as its session stands; raises `Unauthenticated`."""
    return authenticate_until(access_token)[0]


def authenticate_until(access_token: str) -> tuple[Principal, datetime]:
    """Who an access token stands for, and until when; raises `Unauthenticated`."""
    claims = tokens.verify(access_token)
    session, account = repository.find_session_and_account(claims.user_id, claims.session_id)
    if session is None or account is None or not session.is_valid(account):
        raise Unauthenticated()
    role = account.acting_role
    principal = Principal(account.user_id, role, Plan(account.plan), scopes_of(role), session.session_id)
    return principal, claims.expires_at
