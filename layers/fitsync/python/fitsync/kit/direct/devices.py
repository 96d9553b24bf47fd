"""Writing to and closing WebSocket connections, by the gateway's management API.

One try each: a device that misses something can catch up by itself.
"""

from __future__ import annotations

import functools
from urllib.parse import quote

from fitsync.kit import aws, snapshot
from fitsync.kit.direct import answers
from fitsync.kit.direct.endpoint import Endpoint
from fitsync.kit.settings import settings

_SERVICE = "execute-api"


@functools.cache
def endpoint() -> Endpoint:
    """The management API, whose URL has the stage's path."""
    return Endpoint(
        settings().websocket_endpoint.rstrip("/"),
        _SERVICE,
        connect_timeout=aws.CONNECT_TIMEOUT_SECONDS,
        read_timeout=aws.PUSH_TIMEOUT_SECONDS,
    )


@snapshot.forgets
def reset() -> None:
    """Forget the endpoint, and close its connections."""
    if endpoint.cache_info().currsize:
        endpoint().close()
    endpoint.cache_clear()


def post(connection_id: str, data: bytes) -> None:
    """Write to a connection; raises `ClientError` of status 410 when it is gone, and what `Endpoint.send` does."""
    _ask("POST", "PostToConnection", connection_id, data)


def disconnect(connection_id: str) -> None:
    """Close a connection; raises as `post` does."""
    _ask("DELETE", "DeleteConnection", connection_id, b"")


def _ask(method: str, operation: str, connection_id: str, body: bytes) -> None:
    headers = {"content-type": "application/octet-stream"} if body else {}
    answer = endpoint().send(method, f"/@connections/{quote(connection_id, safe='')}", headers, body)
    if problem := answers.problem(operation, answer):
        raise problem
