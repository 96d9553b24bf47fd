"""Routes, declared once with who may call them and what can go wrong.

OpenAPI, the gateway, the authorisation tests and the docs all derive from these declarations.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from typing import Any, TypeVar, get_type_hints

from fastapi import APIRouter
from fastapi.routing import APIRoute
from pydantic.warnings import UnsupportedFieldAttributeWarning

from fitsync.kit.auth import Access
from fitsync.kit.errors import (
    ConcurrentChange,
    FitSyncError,
    Forbidden,
    InternalError,
    MalformedJson,
    PayloadTooLarge,
    PremiumRequired,
    RateLimited,
    Unauthenticated,
    Unavailable,
    UnsupportedMediaType,
    ValidationFailed,
)
from fitsync.kit.http.dependencies import guard
from fitsync.kit.http.guarded import GuardedRoute
from fitsync.kit.http.openapi import SVG, responses
from fitsync.kit.limits import Bucket

PREFIX = "/v1"

F = TypeVar("F", bound=Callable[..., Any])
ErrorType = type[FitSyncError]

_WITH_BODY = {"POST", "PUT", "PATCH"}
_ACCESS = "x-access"
_ETAG = "x-etag"


class Router:
    """The routes of one area. Paths are given without `/v1`."""

    def __init__(self, area: str) -> None:
        self.area = area
        # FastAPI silences this while it builds a route; the wire models are built later, at their first use.
        warnings.filterwarnings("ignore", category=UnsupportedFieldAttributeWarning)
        self.api = APIRouter(prefix=PREFIX, tags=[area], route_class=GuardedRoute)

    def route(
        self,
        method: str,
        path: str,
        *,
        access: Access,
        summary: str,
        name: str | None = None,
        errors: Sequence[ErrorType] = (),
        status: int = 200,
        limit: Bucket = "default",
        also: dict[int, str] | None = None,
        etag: bool = False,
        picture: bool = False,
        **options: Any,
    ) -> Callable[[F], F]:
        """Declare a route.

        `errors` are the area's own refusals; those that every such route can give are added. `also` names further
        statuses that have the same body. `limit` is the rate-limit bucket that a signed-in request counts in. `etag`
        tells of an entity tag; a body with a `version` has one without saying so. A route with a `picture` gives its
        answer as one, too (`kit.http.pictures`). The operation id follows from `name`, by default the endpoint's.
        """

        def declare(endpoint: F) -> F:
            documented = responses([*implied(method, access), *errors])
            for other, text in (also or {}).items():
                model = options.get("response_model") or get_type_hints(endpoint, include_extras=True).get("return")
                documented[other] = {"description": text, "model": model}
            if picture:
                documented[200] = {"content": {SVG: {"schema": {"type": "string"}}}}
            self.api.add_api_route(
                path,
                endpoint,
                methods=[method],
                status_code=status,
                summary=summary,
                operation_id=_operation_id(name or endpoint.__name__),
                responses=documented,
                openapi_extra={
                    _ACCESS: access.value,
                    "security": [{"accessToken": []}] if access.signed_in else [],
                    **({_ETAG: True} if etag else {}),
                },
                **options,
            )
            route = self.api.routes[-1]
            assert isinstance(route, GuardedRoute)
            route.guard = guard(access, limit)
            return endpoint

        return declare

    def get(self, path: str, **options: Any) -> Callable[[F], F]:
        """Declare a GET route; see `route`."""
        return self.route("GET", path, **options)

    def post(self, path: str, **options: Any) -> Callable[[F], F]:
        """Declare a POST route; see `route`."""
        return self.route("POST", path, **options)

    def put(self, path: str, **options: Any) -> Callable[[F], F]:
        """Declare a PUT route; see `route`."""
        return self.route("PUT", path, **options)

    def delete(self, path: str, **options: Any) -> Callable[[F], F]:
        """Declare a DELETE route; see `route`."""
        return self.route("DELETE", path, **options)

    @property
    def routes(self) -> list[APIRoute]:
        """Every declared route, in order of declaration."""
        return [route for route in self.api.routes if isinstance(route, APIRoute)]


def access_of(route: APIRoute) -> Access:
    """The access that `route` was declared with."""
    return Access((route.openapi_extra or {})[_ACCESS])


def implied(method: str, access: Access) -> list[ErrorType]:
    """The refusals that any route with this method and access can give."""
    errors: list[ErrorType] = [ValidationFailed, InternalError, Unavailable, RateLimited]
    if method != "GET":
        errors.append(ConcurrentChange)
    if method in _WITH_BODY:
        errors += [MalformedJson, PayloadTooLarge, UnsupportedMediaType]
    if access.signed_in:
        errors.append(Unauthenticated)
    if access is Access.PREMIUM:
        errors.append(PremiumRequired)
    if access is Access.ADMIN:
        errors.append(Forbidden)
    return errors


def _operation_id(name: str) -> str:
    head, *rest = name.split("_")
    return head + "".join(part.capitalize() for part in rest)
