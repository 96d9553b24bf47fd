from __future__ import annotations

from collections.abc import Iterator

import pytest

from fitsync.kit.settings import settings


@pytest.fixture
def credentials(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A region and credentials in the environment, as a function has them."""
    monkeypatch.setenv("AWS_REGION", "eu-west-1")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKID")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    monkeypatch.setenv("AWS_SESSION_TOKEN", "token")
    settings.cache_clear()
    yield
    settings.cache_clear()
