"""The Lambda handler of an HTTP area: FastAPI behind Mangum, with what every answer needs around it."""

from __future__ import annotations

import asyncio
import json
import logging
import re
import time
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any, TypeAlias, cast

from fastapi import FastAPI
from fastapi.telemetry import TelemetryConfig
from mangum import Mangum
from mangum.types import LambdaContext

from fitsync.kit import clock, hooks, metrics, snapshot
from fitsync.kit.context import RequestContext, serving
from fitsync.kit.errors import FitSyncError, PayloadTooLarge
from fitsync.kit.http import errors
from fitsync.kit.http.area import AreaRoutes
from fitsync.kit.http.openapi import SVG
from fitsync.kit.http.routing import Router
from fitsync.kit.log import logger
from fitsync.kit.settings import settings

Event: TypeAlias = dict[str, Any]
LambdaResponse: TypeAlias = dict[str, Any]
Handler: TypeAlias = Callable[[Event, object], LambdaResponse]

# Generous for JSON (a session of 500 sets is about 100 KB); files go straight to S3.
MAX_BODY_BYTES = 512 * 1024

SECURITY_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
}
EXPOSED_HEADERS = "ETag, Location, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, Retry-After, X-Request-ID"

# Anything else goes through the gateway in base64, and it is not told to decode it.
TEXT_TYPES = ["text/", "application/json", SVG]

# Nobody sets OpenTelemetry up, which FastAPI would look for in every request: see `_record` for what is told of one.
_NO_TELEMETRY: TelemetryConfig = {"tracing": False, "metrics": False, "logs": False}

_OF_THE_BODY = {"content-type", "content-length"}
_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")


def create_app(*routers: Router) -> FastAPI:
    """The app that serves `routers`."""
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False, telemetry=_NO_TELEMETRY)
    app.router.routes.append(AreaRoutes([route for router in routers for route in router.routes]))
    errors.install(app)
    return app


def build_handler(app: FastAPI) -> Handler:
    """The Lambda handler of `app`: request id, limits on the body, headers, logs and metrics."""
    # Mangum would log again what the error handlers have already logged.
    logging.getLogger("mangum").setLevel(logging.CRITICAL)
    # Mangum runs on the thread's event loop and expects one to be there.
    asyncio.set_event_loop(asyncio.new_event_loop())
    serve = Mangum(app, lifespan="off", text_mime_types=TEXT_TYPES)
    snapshot.ahead(lambda: _rehearse(serve))
    hooks.register()

    def handler(event: Event, context: object) -> LambdaResponse:
        started = time.perf_counter()
        asked = _lowered(event.get("headers"))
        request = _request_context(event, asked)
        with serving(request):
            response = _too_large(event) or serve(event, cast(LambdaContext, context))
            _finish(event, asked, request, response)
            _record(event, response, (time.perf_counter() - started) * 1000)
        return response

    return handler


_NOWHERE: Event = {
    "httpMethod": "GET",
    "path": "/",
    "resource": "/",
    "headers": {},
    "multiValueHeaders": {},
    "queryStringParameters": None,
    "multiValueQueryStringParameters": None,
    "requestContext": {"stage": "", "identity": {}},
    "body": None,
    "isBase64Encoded": False,
}


def _rehearse(serve: Mangum) -> None:
    """Answer a request to a path that nobody has: it builds what the framework leaves until its first request."""
    with serving(RequestContext(request_id="rehearsal")):
        answer = serve(_NOWHERE, cast(LambdaContext, None))
    assert answer["statusCode"] == HTTPStatus.NOT_FOUND


def _request_context(event: Event, asked: Mapping[str, str]) -> RequestContext:
    offered = asked.get("x-request-id", "")
    gateway = event.get("requestContext", {})
    identity = gateway.get("identity") or {}
    return RequestContext(
        # The client's, or the one that the gateway's access log has.
        request_id=offered if _REQUEST_ID.fullmatch(offered) else gateway.get("requestId") or clock.new_id(),
        ip=str(identity.get("sourceIp") or ""),
        user_agent=asked.get("user-agent", "")[:200],
    )


def _too_large(event: Event) -> LambdaResponse | None:
    body = event.get("body") or ""
    size = len(body) * 3 // 4 if event.get("isBase64Encoded") else len(body.encode())
    if size <= MAX_BODY_BYTES:
        return None
    return _plain(PayloadTooLarge(details={"maxBytes": MAX_BODY_BYTES}))


def _plain(error: FitSyncError) -> LambdaResponse:
    return {
        "statusCode": error.status,
        "headers": {"content-type": "application/json"},
        "multiValueHeaders": {},
        "body": json.dumps(errors.body_of(error)),
        "isBase64Encoded": False,
    }


def _finish(event: Event, asked: Mapping[str, str], request: RequestContext, response: LambdaResponse) -> None:
    """Add the headers that every answer carries, and answer 304 where the client already has the body."""
    headers: dict[str, str] = response.setdefault("headers", {})
    present = {name.lower() for name in headers}
    standing = {**SECURITY_HEADERS, **request.response_headers}
    headers.update({name: value for name, value in standing.items() if name.lower() not in present})
    headers["X-Request-ID"] = request.request_id
    origin = asked.get("origin")
    if origin and origin in settings().origins:
        headers["Access-Control-Allow-Origin"] = origin
        headers["Access-Control-Allow-Credentials"] = "true"
        headers["Access-Control-Expose-Headers"] = EXPOSED_HEADERS
    # Also without an Origin: a cache must not give that answer to a page of another origin.
    headers["Vary"] = "Origin"
    tag = next((value for name, value in headers.items() if name.lower() == "etag"), None)
    known = _has(asked, tag) and not request.expires
    if event.get("httpMethod") == "GET" and response["statusCode"] == 200 and known:
        response.update(statusCode=304, body="", isBase64Encoded=False)
        response["headers"] = {name: value for name, value in headers.items() if name not in _OF_THE_BODY}


def _has(asked: Mapping[str, str], tag: str | None) -> bool:
    known = asked.get("if-none-match", "")
    return tag is not None and (known.strip() == "*" or tag in known)


def _record(event: Event, response: LambdaResponse, milliseconds: float) -> None:
    status = int(response["statusCode"])
    resource = f"{event.get('httpMethod')} {event.get('resource')}"
    principal = (event.get("requestContext", {}).get("authorizer") or {}).get("userId")
    duration = metrics.embedded(
        "RequestDuration", round(milliseconds, 1), "Milliseconds", resource=resource, status=f"{status // 100}xx"
    )
    # The metric goes along with the line: every line is paid for.
    logger().info(
        "request",
        request_id=response["headers"]["X-Request-ID"],
        path=event.get("path"),
        status_code=status,
        user_id=principal,
        **duration,
    )


def _lowered(headers: Mapping[str, str] | None) -> dict[str, str]:
    return {name.lower(): value for name, value in (headers or {}).items()}
