"""How the tests are shared out when several workers run them."""

from __future__ import annotations

from typing import Any

import pytest
from xdist.scheduler.loadscope import LoadScopeScheduling

# The tests of these folders share what takes long to make: an engine with a long history, synthesised templates, a
# deployment.
TOGETHER = {"dynamodb", "e2e", "infra"}


class ByFile(LoadScopeScheduling):  # type: ignore[misc]  # xdist has no types
    """A file goes to one worker as a whole, and so does a folder that shares something.

    (xdist's own groups do not reach its scheduler: it marks them in node ids, which pytest 9.2 does not let it change.)
    """

    def _split_scope(self, nodeid: str) -> str:
        path = nodeid.partition("::")[0]
        folder = path.split("/")[1]
        return folder if folder in TOGETHER else path


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByFile:
    """The scheduler, whichever `--dist` was asked for."""
    return ByFile(config, log)
