"""The handlers behind a real HTTP port, the way the gateway puts them there: prefix, authorizer, refusals.

For what can only speak HTTP: a browser, a generated client.
"""

from __future__ import annotations

import asyncio
import importlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from fitsync.kit import errors
from fitsync.kit.auth import Principal
from fitsync.kit.errors import FitSyncError
from infra import platform
from tests.support.accounts import authorized
from tests.support.api import LambdaContext, handler_for, rest_event

# As MiniStack has it; API Gateway's own host has the stage alone.
PREFIX = "/_aws/execute-api/fitsync/local"

# A Lambda takes one request at a time, and what the functions keep in their process relies on it.
_one_at_a_time = threading.Lock()
_loop = asyncio.new_event_loop()


@contextmanager
def http_bridge() -> Iterator[str]:
    """Serve every handler until the block ends; gives the base URL without `/v1`."""
    for area in [
        a for a in platform.HTTP_AREAS if importlib.util.find_spec(f"functions.{a.name}") and a.name != "workouts"
    ]:
        # Here, because Mangum ties a handler's event loop to the thread that imports it.
        importlib.import_module(f"functions.{area.name}.handler")
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Gateway)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}{PREFIX}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Gateway(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def handle_request(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        with _one_at_a_time:
            asyncio.set_event_loop(_loop)
            self._answer(*self._response(body.decode("utf-8", errors="replace") or None))

    do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = do_HEAD = do_OPTIONS = handle_request  # noqa: N815

    def _response(self, body: str | None) -> tuple[int, dict[str, str], bytes]:
        path = self.path.removeprefix(PREFIX)
        if path == self.path or not urlsplit(path).path.startswith("/v1/"):
            return _refused(errors.RouteNotFound)
        headers = dict(self.headers.items())
        user = None
        if given := headers.get("Authorization"):
            context = authorized(given.removeprefix("Bearer "))
            if context is None:
                return _refused(errors.Unauthenticated)
            user = Principal.from_context(context)
        try:
            handler = handler_for(path)
        except ModuleNotFoundError:
            return _refused(errors.RouteNotFound)
        event = rest_event(self.command, path, body, user=user, headers=headers)
        answer = handler(event, LambdaContext())
        return int(answer["statusCode"]), answer["headers"], (answer.get("body") or "").encode()

    def _answer(self, status: int, headers: dict[str, str], content: bytes) -> None:
        self.send_response(status)
        for name, value in headers.items():
            if name.lower() != "content-length":
                self.send_header(name, value)
        if status not in (204, 304):
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD" and status not in (204, 304):
            self.wfile.write(content)

    def log_message(self, *_: Any) -> None:
        """Say nothing: the handlers log."""


def _refused(error: type[FitSyncError]) -> tuple[int, dict[str, str], bytes]:
    body = {"code": error.code, "type": error.type(), "message": error.message, "details": None}
    failure = {"success": False, "error": body, "requestId": "bridge"}
    return error.status, {"content-type": "application/json"}, json.dumps(failure).encode()
