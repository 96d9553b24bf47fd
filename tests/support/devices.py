"""Devices with a WebSocket connection: the events that API Gateway sends for them, and what they receive."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from fitsync.kit import clock
from fitsync.kit.auth import Principal
from functions.realtime.handler import handler
from tests.support.api import LambdaContext
from tests.support.gateway import Gateway


@dataclass
class Device:
    """One connection of a user."""

    user: Principal
    gateway: Gateway
    valid_until: datetime = field(default_factory=lambda: clock.now() + timedelta(minutes=15))
    connection_id: str = field(default_factory=clock.new_id)

    def connect(self, **headers: str) -> dict[str, Any]:
        """Open the connection; the function's answer."""
        return handler({**self._event("CONNECT", "$connect"), "headers": headers}, LambdaContext())

    def disconnect(self) -> None:
        """The gateway's word that the connection has ended."""
        handler(self._event("DISCONNECT", "$disconnect"), LambdaContext())

    def send(self, event: str, message_id: str | None = None, **data: Any) -> dict[str, Any]:
        """Send a message; its answer."""
        message_id = message_id or clock.new_id()
        return self.send_text(json.dumps({"event": event, "id": message_id, "data": data}))

    def send_text(self, text: str) -> dict[str, Any]:
        """Send a frame as it is; the first thing that came back."""
        before = len(self.received)
        event = self._event("MESSAGE", "$default")
        assert handler({**event, "body": text}, LambdaContext()) == {"statusCode": 200}
        answers = [message for message in self.received[before:] if not message["event"].startswith("sync:")]
        return answers[0]

    @property
    def received(self) -> list[dict[str, Any]]:
        """Every message so far."""
        return self.gateway.inbox[self.connection_id]

    def take(self, *events: str) -> list[dict[str, Any]]:
        """The data of the messages of some events (all of them without names), which are then forgotten."""
        taken = [message for message in self.received if not events or message["event"] in events]
        self.received.clear()
        return [message["data"] for message in taken]

    def names(self) -> list[str]:
        """The events received, in order, which are then forgotten."""
        found = [message["event"] for message in self.received]
        self.received.clear()
        return found

    def _event(self, kind: str, route: str) -> dict[str, Any]:
        context = self.user.to_context() | {"validUntil": str(int(self.valid_until.timestamp()))}
        return {
            "requestContext": {
                "routeKey": route,
                "eventType": kind,
                "messageDirection": "IN",
                "stage": "test",
                "apiId": "fitsync-live",
                "domainName": "live.example.org",
                "requestId": clock.new_id(),
                "connectionId": self.connection_id,
                "identity": {"sourceIp": "203.0.113.7", "userAgent": "fitsync-tests/1"},
                "authorizer": {**context, "principalId": self.user.user_id},
            },
            "body": "",
            "isBase64Encoded": False,
        }


def device(user: Principal, gateway: Gateway, **options: Any) -> Device:
    """A connected device."""
    made = Device(user, gateway, **options)
    assert made.connect()["statusCode"] == 200
    return made
