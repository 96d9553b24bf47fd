"""The sample events of `events/`, and the user they are about."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from fitsync.auth.tokens import RefreshToken
from fitsync.kit import store
from fitsync.kit.auth import Principal
from fitsync.users import service as users
from tests.support.accounts import store_account
from tests.support.api import principal

FOLDER = Path(__file__).resolve().parents[2] / "events"

USER_ID = "01JD8Z5Q4M9V6T3X2R7C0B1N8K"
SESSION_ID = "01JD8Z6A1B2C3D4E5F6G7H8J9K"
EMAIL, USERNAME = "ada@example.org", "ada"
OTHER_ID = "01JD8ZC2T5V7X9B1D3F5H7K9MA"
REFRESH = RefreshToken(USER_ID, SESSION_ID, "family-secret-of-the-sample-session", "first-secret-of-the-sample-session")


def samples(function: str) -> list[tuple[str, dict[str, Any]]]:
    """The sample events of a function by name, in order of their names."""
    return [(path.stem, json.loads(path.read_text())) for path in sorted((FOLDER / function).glob("*.json"))]


def sample_user() -> Principal:
    """The user of the samples, signed in on one device."""
    return principal(user_id=USER_ID)._replace(session_id=SESSION_ID)


def create_sample_user() -> None:
    """Store the account, profile and session that the samples are about, and a second user."""
    profile = users.Profile(first_name="Ada", timezone="Europe/Athens")
    store_account(USER_ID, EMAIL, USERNAME, REFRESH, profile)
    store.write(*users.new_user_actions(OTHER_ID, "grace", users.Profile(first_name="Grace")))
