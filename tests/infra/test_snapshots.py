"""What a function does for a snapshot, in a fresh process with the packages that are deployed; what copies of it do."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from bench.packages import Packages
from infra import platform
from tests.support import copied
from tests.support.environment import VARIABLES

AWAITED = [function for function in platform.functions() if function.awaited]
# With SnapStart there are no keys in the environment: they are asked of this address, where nobody is.
CREDENTIALS = {"AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://127.0.0.1:1/", "AWS_CONTAINER_AUTHORIZATION_TOKEN": "-"}


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Packages:
    return Packages(tmp_path_factory.mktemp("packages"))


@pytest.mark.parametrize("function", AWAITED, ids=lambda function: function.name)
def test_a_snapshot_has_every_model_and_asks_nobody_and_its_copies_draw_lots_of_their_own(
    function: platform.Function, packages: Packages
) -> None:
    command, environment = packages.command(function.name)
    given = {name: value for name, value in VARIABLES.items() if not name.startswith("AWS_") or "REGION" in name}
    inherited = {name: environment[name] for name in ("PATH", "PYTHONPATH", "PYTHONNOUSERSITE")}
    done = subprocess.run(
        [*command, copied.__file__, packages.module(function.name)],
        env={**inherited, **given, **CREDENTIALS},
        capture_output=True,
        text=True,
        check=True,
        cwd=Path("/"),
    )
    # Nothing else is printed: no line, and no metric, of a request that nobody made.
    found = json.loads(done.stdout)
    assert found["left"] > 0
    assert (found["still_left"], found["asked"]) == (0, [])
    first, second = found["drawn"]
    assert set(first).isdisjoint(second)
