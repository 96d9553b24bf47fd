"""The WebSocket API: `$connect`, `$disconnect`, and every message.

Answers go out through the management API and not as the function's result: so a confirmation and what follows from it
arrive in order.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Any

from fitsync.kit import clock, hooks, limits, metrics
from fitsync.kit.auth import Principal
from fitsync.kit.context import RequestContext, serving
from fitsync.kit.errors import FitSyncError, Unauthenticated
from fitsync.kit.log import logger
from fitsync.kit.refusals import refusal_of
from fitsync.realtime import service as realtime
from fitsync.realtime.service import Message, Target
from functions.realtime import dispatch, protocol

SUBPROTOCOL = "fitsync"

_OK = {"statusCode": 200}


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """One event of the WebSocket API."""
    request = event["requestContext"]
    with serving(RequestContext(request_id=str(request["requestId"]), ip=str(request["identity"].get("sourceIp")))):
        principal = Principal.from_context(request.get("authorizer") or {})
        if principal is None:
            return {"statusCode": 401}
        if request["eventType"] == "CONNECT":
            return _connect(event, principal)
        if request["eventType"] == "DISCONNECT":
            realtime.closed(principal.user_id, request["connectionId"])
            return _OK
        _message(event, principal)
        return _OK


def _connect(event: dict[str, Any], principal: Principal) -> dict[str, Any]:
    realtime.open_connection(principal, event["requestContext"]["connectionId"], _valid_until(event))
    headers = {name.lower(): value for name, value in (event.get("headers") or {}).items()}
    if not headers.get("sec-websocket-protocol"):
        return _OK
    return {**_OK, "headers": {"Sec-WebSocket-Protocol": SUBPROTOCOL}}


def _message(event: dict[str, Any], principal: Principal) -> None:
    started = time.perf_counter()
    connection_id = event["requestContext"]["connectionId"]
    target = Target(principal.user_id, connection_id, _valid_until(event))
    if target.valid_until <= clock.now():
        realtime.to_connection(target, protocol.refusal(Unauthenticated(), None))
        realtime.disconnect(connection_id)
        realtime.closed(principal.user_id, connection_id)
        return
    name, code = _answer(str(event.get("body") or ""), principal, target)
    milliseconds = (time.perf_counter() - started) * 1000
    logger().info("message", event=name, code=code, duration_ms=round(milliseconds, 1), user_id=principal.user_id)
    metrics.emit("MessageDuration", milliseconds, "Milliseconds", event=name, outcome="refused" if code else "done")


def _answer(text: str, principal: Principal, target: Target) -> tuple[str, str | None]:
    """The message's event (if there is such a one), and the code it was refused with."""
    name, message_id = "unreadable", None
    try:
        limits.spend_key(target.connection_id, "messages", principal.role)
        message = protocol.read(text)
        message_id = message.id
        command = protocol.typed(message)
        name = message.event
        dispatch.answer(principal, target, message, command)
    except Exception as error:  # noqa: BLE001 - every message is answered, whatever went wrong
        refused = refusal_of(error)
        if refused.status >= 500:
            logger().error(refused.code, exc_info=error)
        _refuse(target, refused, message_id or protocol.id_of(text))
        return name, refused.code
    return name, None


def _refuse(target: Target, error: FitSyncError, message_id: str | None) -> None:
    answer: Message = protocol.refusal(error, message_id)
    realtime.to_connection(target, answer)


def _valid_until(event: dict[str, Any]) -> datetime:
    return datetime.fromtimestamp(int(event["requestContext"]["authorizer"]["validUntil"]), UTC)


hooks.register()
