"""The same environment as the integration tests, with the tables in a DynamoDB of its own process."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support import engine
from tests.support.engine import Engine
from tests.support.environment import in_process_aws, start_afresh


@pytest.fixture(scope="package")
def dynamodb() -> Iterator[Engine]:
    """The engine; every other service is in-process."""
    with (
        pytest.MonkeyPatch.context() as monkeypatch,
        engine.running() as started,
        in_process_aws(monkeypatch, dynamodb=started.url),
    ):
        yield started


@pytest.fixture
def emptied(dynamodb: Engine) -> None:
    """Empty tables."""
    start_afresh()
