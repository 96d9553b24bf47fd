from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.local import LocalStage, free_port, running

HERE = Path(__file__).parent


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One worker runs what shares the deployment."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("e2e"))


@pytest.fixture(scope="session")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalStage]:
    """The platform, deployed into a MiniStack of its own."""
    with running(LocalStage(tmp_path_factory.mktemp("stage"), free_port())) as running_stage:
        yield running_stage
