"""A WebSocket client of a deployed stage, as a phone or watch has one."""

from __future__ import annotations

import contextlib
import itertools
import json
from collections.abc import Callable
from types import TracebackType
from typing import Any, Literal, Self, TypeAlias
from urllib.parse import urlencode

from pydantic import BaseModel
from websockets.sync.client import ClientConnection, connect

Outgoing: TypeAlias = Literal[
    "workout:start",
    "workout:pause",
    "workout:resume",
    "workout:complete",
    "set:complete",
    "rest:start",
    "rest:skip",
    "room:join",
    "room:leave",
    "ping",
]

# The stage starts every consumer of an event, one after the other, before it tells a device for the first time.
_SECONDS = 60.0


class Received(BaseModel):
    """A message of the API."""

    event: str
    id: str | None
    data: dict[str, Any]


class LiveClient:
    """One connection. Messages are kept until somebody asks for them."""

    def __init__(self, url: str, access_token: str) -> None:
        self._url = f"{url}?{urlencode({'token': access_token})}"
        self._numbers = itertools.count(1)
        self._waiting: list[Received] = []
        self._socket: ClientConnection | None = None
        self._closing = contextlib.ExitStack()

    def __enter__(self) -> Self:
        self._socket = self._closing.enter_context(connect(self._url, open_timeout=_SECONDS))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Hang up."""
        self._closing.close()
        self._socket = None

    def ask(self, event: Outgoing, message_id: str | None = None, **data: Any) -> Received:
        """Send a message and wait for its answer, which may be an `error`."""
        message_id = message_id or f"m-{next(self._numbers)}"
        assert self._socket is not None
        self._socket.send(json.dumps({"event": event, "id": message_id, "data": data}))
        return self._next(lambda message: message.id == message_id, _SECONDS)

    def expect(self, event: str, seconds: float = _SECONDS) -> dict[str, Any]:
        """The data of the next message of an event; fails when none comes in time."""
        return self._next(lambda message: message.event == event and message.id is None, seconds).data

    def _next(self, wanted: Callable[[Received], bool], seconds: float) -> Received:
        for position, message in enumerate(self._waiting):
            if wanted(message):
                return self._waiting.pop(position)
        assert self._socket is not None
        while True:
            message = Received.model_validate_json(self._socket.recv(timeout=seconds))
            if wanted(message):
                return message
            self._waiting.append(message)
