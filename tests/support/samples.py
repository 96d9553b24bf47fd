"""The sample events of `events/`, and the user they are about."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from fitsync.auth import passwords, repository
from fitsync.auth.digests import digest
from fitsync.auth.models import Account, EmailAddress, Session
from fitsync.auth.tokens import REFRESH_LIFETIME, RefreshToken
from fitsync.kit import clock, store
from fitsync.kit.auth import Principal
from fitsync.users import service as users
from tests.support.accounts import PASSWORD
from tests.support.api import principal

FOLDER = Path(__file__).resolve().parents[2] / "events"

USER_ID = "01JD8Z5Q4M9V6T3X2R7C0B1N8K"
SESSION_ID = "01JD8Z6A1B2C3D4E5F6G7H8J9K"
EMAIL, USERNAME = "ada@example.org", "ada"
REFRESH = RefreshToken(USER_ID, SESSION_ID, "family-secret-of-the-sample-session", "first-secret-of-the-sample-session")


def samples(function: str) -> list[tuple[str, dict[str, Any]]]:
    """The sample events of a function by name, in order of their names."""
    return [(path.stem, json.loads(path.read_text())) for path in sorted((FOLDER / function).glob("*.json"))]


def sample_user() -> Principal:
    """The user of the samples, signed in on one device."""
    return replace(principal(user_id=USER_ID), session_id=SESSION_ID)


def create_sample_user() -> None:
    """Store the account, profile and session that the samples are about."""
    now = clock.now()
    account = Account(
        repository.user_key(USER_ID),
        repository.ACCOUNT,
        user_id=USER_ID,
        email=EMAIL,
        username=USERNAME,
        password_hash=passwords.hash_password(PASSWORD),
        email_verified_at=now,
        created_at=now,
    )
    owner = EmailAddress(repository.email_key(EMAIL), repository.EMAIL, user_id=USER_ID)
    session = Session(
        repository.user_key(USER_ID),
        repository.session_key(SESSION_ID),
        user_id=USER_ID,
        session_id=SESSION_ID,
        family_hash=digest(REFRESH.family),
        refresh_hash=digest(REFRESH.rotating),
        refreshed_at=now,
        device_id="b7f1c0de-phone",
        device_name="Ada's phone",
        created_at=now,
        expires_at=now + REFRESH_LIFETIME,
    )
    profile = users.new_user_actions(USER_ID, USERNAME, users.Profile(first_name="Ada", timezone="Europe/Athens"))
    store.write(store.create(owner), *profile, store.put(account), store.put(session))
