from __future__ import annotations

from collections.abc import Callable

import pytest

from fitsync.kit.errors import Misconfigured
from fitsync.kit.http.errors import body_of
from fitsync.kit.settings import Settings

READERS: list[tuple[str, Callable[[Settings], object]]] = [
    ("TABLE_USERS", lambda settings: settings.table("users")),
    ("BUCKET_UPLOADS", lambda settings: settings.bucket("uploads")),
    ("SECRET_TOKENS", lambda settings: settings.secret("tokens")),
    ("QUEUE_MAILER", lambda settings: settings.queue_url("mailer")),
    ("STAGE", lambda settings: settings.stage),
    ("EVENT_BUS", lambda settings: settings.event_bus),
    ("MAIL_FROM", lambda settings: settings.mail_from),
    ("API_URL", lambda settings: settings.api_url),
    ("APP_URL", lambda settings: settings.app_url),
]


@pytest.mark.parametrize(("key", "read"), READERS, ids=[key for key, _ in READERS])
def test_a_setting_is_read_from_its_variable(key: str, read: Callable[[Settings], object]) -> None:
    assert read(Settings({key: "https://value.example.org/"})) in (
        "https://value.example.org/",
        "https://value.example.org",
    )


@pytest.mark.parametrize(("key", "read"), READERS, ids=[key for key, _ in READERS])
@pytest.mark.parametrize("environment", ["missing", "empty"])
def test_a_missing_setting_names_itself_in_the_log_only(
    key: str, read: Callable[[Settings], object], environment: str
) -> None:
    with pytest.raises(Misconfigured) as failure:
        read(Settings({} if environment == "missing" else {key: ""}))
    assert key in "".join(failure.value.__notes__)
    assert key not in str(body_of(failure.value))
    assert failure.value.status == 500


def test_what_may_be_left_out() -> None:
    settings = Settings({})
    assert settings.bcrypt_cost == 12
    assert settings.origins == frozenset()
    assert not settings.is_local
    assert Settings({"ALLOWED_ORIGINS": "https://a.example.org,,https://b.example.org"}).origins == {
        "https://a.example.org",
        "https://b.example.org",
    }
