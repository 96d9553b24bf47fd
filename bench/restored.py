"""The first event after a restore: its CPU in a copy of a process that was prepared for a snapshot, and of one that was
not. A fork stands for the copy; the time that AWS takes to bring the memory back is not in it.

As with SnapStart, the environment has no keys: they are asked of an address of the container.
"""

from __future__ import annotations

import json
import statistics
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from bench import cold, stage
from bench.packages import Packages
from infra import platform
from tests.integration.test_samples import succeeded

_KEYS = {
    "AccessKeyId": "testing",
    "SecretAccessKey": "testing",
    "Token": "testing",
    "Expiration": "2100-01-01T00:00:00Z",
}


def measure(rounds: int) -> dict[str, dict[str, float]]:
    """Milliseconds of CPU by function: the first event, prepared and not, and preparing."""
    awaited = [function for function in platform.functions() if function.awaited]
    runs: dict[str, list[dict[str, Any]]] = defaultdict(list)
    with stage.apart() as folder, _container() as variables:
        packages = Packages(folder)
        events = {function.name: cold.event_file(packages, function, folder) for function in awaited}
        for _ in range(rounds):
            for function in awaited:
                cold.forget_markers()
                found = cold.run(packages, function.name, events[function.name], "copies", **variables)
                for which in ("imported", "prepared"):
                    if not succeeded(function, found[which]["answer"]):
                        raise RuntimeError(f"{function.name}: {found[which]}")
                runs[function.name].append(found)
    return {name: _summary(listed) for name, listed in runs.items()}


def _summary(runs: list[dict[str, Any]]) -> dict[str, float]:
    return {
        "imported_ms": statistics.median(run["imported"]["first_ms"] for run in runs),
        "prepared_ms": statistics.median(run["prepared"]["first_ms"] for run in runs),
        "preparing_ms": statistics.median(run["preparing_ms"] for run in runs),
    }


class _Container(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = json.dumps(_KEYS).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing."""


@contextmanager
def _container() -> Iterator[dict[str, str | None]]:
    """The environment of a function that asks its container for keys."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Container)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield {
            "AWS_ACCESS_KEY_ID": None,
            "AWS_SECRET_ACCESS_KEY": None,
            "AWS_CONTAINER_CREDENTIALS_FULL_URI": f"http://127.0.0.1:{server.server_port}/",
            "AWS_CONTAINER_AUTHORIZATION_TOKEN": "testing",
        }
    finally:
        server.shutdown()
        server.server_close()
