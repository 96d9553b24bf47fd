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
    pid: int

    def cpu_seconds(self) -> float:
        """The CPU time that its process has used; 0 where that cannot be read."""
        stat = Path(f"/proc/{self.pid}/stat")
        if not stat.exists():
            return 0
        user, system = stat.read_text().rpartition(")")[2].split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def chosen() -> Path | None:
    """The folder of AWS's own DynamoDB Local, when the tests are to run on it (`DYNAMODB_LOCAL`)."""
    folder = os.environ.get("DYNAMODB_LOCAL")
    return Path(folder) if folder else None


@contextmanager
def running() -> Iterator[Engine]:
    """The engine that was `chosen`, else Dynoxide where its binary runs and MiniStack's DynamoDB elsewhere.

    It listens on a free port and keeps nothing.
    """
    local = chosen()
    exact = platform.system() == "Linux" and platform.machine() == "x86_64" and not local
    port = _free_port()
    process = _dynamodb_local(port, local) if local else _dynoxide(port) if exact else _ministack(port)
    with _until_done(port, process):
        yield Engine(f"http://127.0.0.1:{port}", exact, process.pid)


@contextmanager
def whole_aws() -> Iterator[str]:
    """MiniStack, which answers for every service; its URL."""
    port = _free_port()
    with _until_done(port, _ministack(port)):
        yield f"http://localhost:{port}"


@contextmanager
def _until_done(port: int, process: subprocess.Popen[bytes]) -> Iterator[None]:
    try:
        _wait(port, process)
        yield
    finally:
        process.terminate()
        process.wait(timeout=10)


def _dynoxide(port: int) -> subprocess.Popen[bytes]:
    command = [str(_DYNOXIDE), "serve", "--host", "127.0.0.1", "--port", str(port)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _dynamodb_local(port: int, folder: Path) -> subprocess.Popen[bytes]:
    # It lives for minutes: the second compiler and a parallel collector take more CPU than they give back.
    machine = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", f"-Djava.library.path={folder / 'DynamoDBLocal_lib'}"]
    command = ["java", *machine, "-jar", str(folder / "DynamoDBLocal.jar")]
    options = ["-inMemory", "-sharedDb", "-disableTelemetry", "-port", str(port)]
    return subprocess.Popen([*command, *options], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


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
