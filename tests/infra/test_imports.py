"""What a function imports before its first event, counted in a fresh process with the packages that are deployed."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.packages import Packages
from infra import platform

FUNCTIONS = pytest.mark.parametrize("function", list(platform.functions()), ids=lambda function: function.name)

# Each of these costs about as much as the rest of a cold start; what needs them imports them when it does.
NEVER_AT_IMPORT = ("boto3", "botocore.session", "botocore.client", "urllib3")
# The last one is read for plugins when the first pydantic model is built, which is early while modules are imported.
ONLY_BEHIND_HTTP = ("fastapi", "starlette", "mangum", "anyio", "email_validator", "importlib.metadata")
# Registering with the runtime, for a function that starts from a snapshot.
RUNTIME_HOOKS = "snapshot_restore_py"
HTTP_MODULES, OTHER_MODULES = 680, 375
# Messages of any kind.
OF_SEVERAL_AREAS, THEIR_MODULES = ("realtime",), 420


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Packages:
    return Packages(tmp_path_factory.mktemp("packages"))


@FUNCTIONS
def test_a_function_imports_only_what_its_first_event_needs(function: platform.Function, packages: Packages) -> None:
    modules = set(_imported(function.name, packages))
    assert modules.intersection(NEVER_AT_IMPORT) == set()
    if not isinstance(function, platform.HttpArea):
        assert modules.intersection(ONLY_BEHIND_HTTP) == set()
    assert (RUNTIME_HOOKS in modules) == function.awaited
    assert len(modules) <= _budget(function)


def _budget(function: platform.Function) -> int:
    if isinstance(function, platform.HttpArea):
        return HTTP_MODULES
    return THEIR_MODULES if function.name in OF_SEVERAL_AREAS else OTHER_MODULES


def _imported(name: str, packages: Packages) -> Iterator[str]:
    command, environment = packages.command(name)
    code = f"import json, sys, {packages.module(name)}; print(json.dumps(list(sys.modules)))"
    done = subprocess.run(
        [*command, "-c", code], env=environment, capture_output=True, text=True, check=True, cwd=Path("/")
    )
    yield from json.loads(done.stdout)
