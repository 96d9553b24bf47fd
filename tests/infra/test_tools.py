"""What people see of the tools when something is missing."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from infra.stages import STAGES, stage
from tools.bootstrap import ROOT, interpreters
from tools.commands import ToolError, stop
from tools.local import LocalStage


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield int(listening.getsockname()[1])


def _tool(module: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", f"tools.{module}", *arguments]
    known = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    return subprocess.run(
        command, cwd=ROOT, env=known | environment, capture_output=True, text=True, check=False, timeout=60
    )


def test_a_taken_port_ends_in_one_sentence(taken_port: int, tmp_path: Path) -> None:
    with pytest.raises(ToolError, match=rf"^Port {taken_port} is in use: [^\n]*PORT=<port>\.$"):
        LocalStage(tmp_path, taken_port).start()
    answer = _tool("run", PORT=str(taken_port))
    assert answer.returncode == 1
    assert len(answer.stderr.splitlines()) == 1


def test_without_a_running_stage_the_others_say_so() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    for tool in (
        _tool("swap", PORT=port),
        _tool("invoke", "authorizer", "Makefile", PORT=port),
        _tool("rebuild", "--stage", "local", "--all", PORT=port),
    ):
        assert (tool.returncode, tool.stderr) == (1, f"Nothing runs on port {port}: start it with make run.\n")


def test_a_deployment_starts_only_with_the_operator_s_own_values() -> None:
    for name in STAGES:
        answer = _tool("deploy", "deploy", name)
        assert answer.returncode == 1
        assert len(answer.stderr.splitlines()) == 1
    unknown = _tool("deploy", "deploy", "qa")
    assert unknown.stderr == "There is no stage 'qa'; choose one of local, dev, staging, prod.\n"
    with pytest.raises(ValueError, match="no stage"):
        stage("qa")


def test_a_python_that_does_not_start_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A version manager leaves commands on the path for versions that are not active."""
    shim = tmp_path / "python3.13"
    shim.write_text("#!/bin/sh\nexit 127\n")
    shim.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    assert shim not in list(interpreters((3, 13)))
    assert list(interpreters(sys.version_info[:2]))


def test_stopping_takes_grandchildren_along() -> None:
    script = "import subprocess, sys; subprocess.Popen(['sleep', '60']); print(); sys.stdout.flush(); sys.stdin.read()"
    parent = subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
    )
    assert parent.stdout is not None
    parent.stdout.readline()
    began = time.monotonic()
    stop(parent)
    assert parent.stdout.read() == b""  # ends when the last process that holds the pipe has ended
    assert time.monotonic() - began < 30
