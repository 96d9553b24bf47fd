"""Calling the real Lambda handlers with the events that API Gateway would send them."""

from __future__ import annotations

import base64
import functools
import importlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias
from urllib.parse import parse_qsl, urlsplit

from fitsync.kit import clock
from fitsync.kit.auth import Plan, Principal, Role, effective_role, scopes_of

LambdaHandler: TypeAlias = Callable[[dict[str, Any], object], dict[str, Any]]

OPS_PATHS = {"health", "openapi.json", "api-docs", "metrics"}


@dataclass(frozen=True)
class Answer:
    """What came back from a handler."""

    status: int
    headers: Mapping[str, str]
    body: str

    @functools.cached_property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def data(self) -> Any:
        assert self.json["success"] is True, self.body
        return self.json["data"]

    @property
    def code(self) -> str:
        """The error code of a refusal."""
        assert self.json["success"] is False, self.body
        return str(self.json["error"]["code"])

    @property
    def etag(self) -> str:
        return self.headers["etag"]


def principal(role: Role = Role.USER, plan: Plan = Plan.FREE, user_id: str | None = None) -> Principal:
    """A signed-in caller."""
    acting = effective_role(role, plan)
    return Principal(user_id or clock.new_id(), acting, plan, scopes_of(acting), clock.new_id())


@dataclass
class Api:
    """A client of the handlers, or of the one `handler`.

    `user` is whom the authorizer vouches for; None is an anonymous call.
    """

    user: Principal | None = None
    headers: dict[str, str] = field(default_factory=dict)
    ip: str = "203.0.113.7"
    handler: LambdaHandler | None = None

    def as_user(self, user: Principal | None) -> Api:
        """The same client for another caller."""
        return Api(user, dict(self.headers), self.ip, self.handler)

    def get(self, path: str, **options: Any) -> Answer:
        return self.call("GET", path, **options)

    def every(self, path: str, limit: int = 100) -> list[Any]:
        """All items of a listing, `limit` a page."""
        found: list[Any] = []
        cursor = ""
        for _ in range(100):
            answer = self.get(f"{path}{'&' if '?' in path else '?'}limit={limit}{cursor}")
            assert answer.status == 200, answer.body
            found += answer.data
            if answer.json["meta"]["nextCursor"] is None:
                return found
            cursor = f"&cursor={answer.json['meta']['nextCursor']}"
        raise AssertionError("the listing has no end")

    def post(self, path: str, body: object = None, **options: Any) -> Answer:
        return self.call("POST", path, body, **options)

    def put(self, path: str, body: object = None, **options: Any) -> Answer:
        return self.call("PUT", path, body, **options)

    def delete(self, path: str, **options: Any) -> Answer:
        return self.call("DELETE", path, **options)

    def call(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        raw: str | None = None,
        encoded: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Send a request; `body` goes as JSON, `raw` as it is, `encoded` in base64 as the gateway sends binary."""
        text = raw if raw is not None else None if body is None else json.dumps(body)
        if encoded is not None:
            text = ""
        event = rest_event(method, path, text, user=self.user, headers={**self.headers, **(headers or {})}, ip=self.ip)
        if encoded is not None:
            event |= {"body": base64.b64encode(encoded).decode(), "isBase64Encoded": True}
        response = (self.handler or handler_for(path))(event, LambdaContext())
        lowered = {name.lower(): value for name, value in response["headers"].items()}
        for name, values in (response.get("multiValueHeaders") or {}).items():
            lowered.setdefault(name.lower(), ", ".join(values))
        return Answer(int(response["statusCode"]), lowered, response.get("body") or "")


@dataclass(frozen=True)
class LambdaContext:
    """The part of Lambda's context object that handlers look at."""

    function_name: str = "test"
    memory_limit_in_mb: int = 128
    invoked_function_arn: str = "arn:aws:lambda:eu-west-1:123456789012:function:test"
    aws_request_id: str = "00000000-0000-0000-0000-000000000000"

    def get_remaining_time_in_millis(self) -> int:
        return 30_000


def handler_for(path: str) -> LambdaHandler:
    """The handler that the gateway gives `path` to."""
    segment = urlsplit(path).path.split("/")[2]
    area = "ops" if segment in OPS_PATHS else segment
    module = importlib.import_module(f"functions.{area}.handler")
    handler: LambdaHandler = module.handler
    return handler


def rest_event(
    method: str,
    path: str,
    body: str | None = None,
    *,
    user: Principal | None = None,
    headers: Mapping[str, str] | None = None,
    ip: str = "203.0.113.7",
) -> dict[str, Any]:
    """The proxy event (payload version 1.0) that a REST API sends for a request."""
    parts = urlsplit(path)
    query = parse_qsl(parts.query, keep_blank_values=True)
    multi_query: dict[str, list[str]] = {}
    for name, value in query:
        multi_query.setdefault(name, []).append(value)
    sent = {"Accept": "application/json", "User-Agent": "fitsync-tests/1", "Host": "api.example.org"}
    if body is not None:
        sent["Content-Type"] = "application/json"
    sent.update(headers or {})
    area = parts.path.split("/")[2]
    proxy = "/".join(parts.path.split("/")[3:])
    return {
        "resource": f"/v1/{area}/{{proxy+}}" if proxy else f"/v1/{area}",
        "path": parts.path,
        "httpMethod": method,
        "headers": sent,
        "multiValueHeaders": {name: [value] for name, value in sent.items()},
        "queryStringParameters": dict(query) or None,
        "multiValueQueryStringParameters": multi_query or None,
        "pathParameters": {"proxy": proxy} if proxy else None,
        "stageVariables": None,
        "requestContext": {
            "resourcePath": f"/v1/{area}/{{proxy+}}",
            "httpMethod": method,
            "path": f"/test{parts.path}",
            "protocol": "HTTP/1.1",
            "stage": "test",
            "apiId": "fitsync",
            "accountId": "123456789012",
            "requestId": clock.new_id(),
            "identity": {"sourceIp": ip, "userAgent": sent["User-Agent"]},
            **({"authorizer": {**user.to_context(), "principalId": user.user_id}} if user else {}),
        },
        "body": body,
        "isBase64Encoded": False,
    }
