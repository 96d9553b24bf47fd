"""The management API of the WebSocket API, over real HTTP: what was written to which connection."""

from __future__ import annotations

import contextlib
import json
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from fitsync.kit import aws
from fitsync.kit.direct import devices
from fitsync.kit.settings import settings
from fitsync.realtime import push


class Gateway:
    """Connections are open until they are closed or `lost`. A `slow` one takes seconds to be written to.

    `arrived` is when each was written to last, on the clock of `time.perf_counter`.
    """

    def __init__(self) -> None:
        self.inbox: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self.lost: set[str] = set()
        self.closed: set[str] = set()
        self.slow: dict[str, float] = {}
        self.largest = 0
        self.arrived: dict[str, float] = {}

    def post(self, connection_id: str, body: bytes) -> int:
        """The status of a message to a connection."""
        time.sleep(self.slow.get(connection_id, 0))
        if connection_id in self.lost | self.closed:
            return 410
        self.largest = max(self.largest, len(body))
        self.inbox[connection_id].append(json.loads(body))
        self.arrived[connection_id] = time.perf_counter()
        return 200

    def delete(self, connection_id: str) -> int:
        """The status of closing a connection."""
        if connection_id in self.lost | self.closed:
            return 410
        self.closed.add(connection_id)
        return 204


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256
    gateway: Gateway


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self._answer(self.server.gateway.post(self._connection(), body))

    def do_DELETE(self) -> None:
        self._answer(self.server.gateway.delete(self._connection()))

    def _connection(self) -> str:
        return self.path.rpartition("/@connections/")[2]

    def _answer(self, status: int) -> None:
        gone = status == 410
        body = b'{"message":"Gone"}' if gone else b""
        self.send_response(status)
        if gone:
            self.send_header("x-amzn-ErrorType", "GoneException")
        if status != 204:
            self.send_header("Content-Length", str(len(body)))
        # Whoever asked may have given up on a slow connection.
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            self.end_headers()
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing: the tests look at the inboxes."""


@contextmanager
def running(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gateway]:
    """A gateway that functions write to."""
    server = _Server(("127.0.0.1", 0), _Handler)
    server.gateway = Gateway()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    # On a busy machine too, a request is over only when every device has been told.
    monkeypatch.setattr(push, "REQUEST_PATIENCE_SECONDS", 30)
    monkeypatch.setattr(aws, "PUSH_TIMEOUT_SECONDS", 10)
    monkeypatch.setenv("WEBSOCKET_ENDPOINT", f"http://127.0.0.1:{server.server_port}/test")
    settings.cache_clear()
    devices.reset()
    devices.endpoint()
    try:
        yield server.gateway
    finally:
        push._pool().shutdown()
        push._pool.cache_clear()
        monkeypatch.undo()
        settings.cache_clear()
        devices.reset()
        server.shutdown()
        server.server_close()
