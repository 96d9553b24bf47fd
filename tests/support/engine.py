"""A DynamoDB that is exact about capacity, transactions and threads, for what an in-process one gets wrong."""

from __future__ import annotations

import os
import platform
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2]
_DYNOXIDE = _ROOT / "node_modules" / "@dynoxide" / "linux-x64" / "dynoxide"
_MINISTACK = _ROOT / ".venv-ministack" / "bin" / "ministack"
_START_SECONDS = 30


@dataclass(frozen=True)
class Engine:
    """A running DynamoDB. `measures_capacity` says whether its capacity figures can be relied on."""

    url: str
    measures_capacity: bool


@contextmanager
def running() -> Iterator[Engine]:
    """Dynoxide where its binary runs, MiniStack's DynamoDB elsewhere; on a free port, nothing kept."""
    port = _free_port()
    exact = platform.system() == "Linux" and platform.machine() == "x86_64"
    process = _dynoxide(port) if exact else _ministack(port)
    try:
        _wait(port, process)
        yield Engine(f"http://127.0.0.1:{port}", exact)
    finally:
        process.terminate()
        process.wait(timeout=10)


def _dynoxide(port: int) -> subprocess.Popen[bytes]:
    command = [str(_DYNOXIDE), "serve", "--host", "127.0.0.1", "--port", str(port)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _ministack(port: int) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "GATEWAY_PORT": str(port), "BIND_HOST": "127.0.0.1", "PERSIST_STATE": "0"}
    return subprocess.Popen([str(_MINISTACK)], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    give_up = time.monotonic() + _START_SECONDS
    while True:
        if process.poll() is not None:
            raise RuntimeError(f"the DynamoDB engine ended with {process.returncode}")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        if time.monotonic() > give_up:
            raise RuntimeError("the DynamoDB engine did not start")
        time.sleep(0.01)
