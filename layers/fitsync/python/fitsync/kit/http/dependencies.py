"""What endpoints ask for: the caller, the version a change is based on, the page of a listing."""

from __future__ import annotations

import functools
import inspect
import re
from collections.abc import Awaitable, Callable
from typing import Annotated, NamedTuple

from fastapi import Depends, Header, Query, Request, Response
from fastapi.dependencies.models import Dependant

from fitsync.kit import context, cursor, limits
from fitsync.kit.auth import Access, Principal
from fitsync.kit.errors import Forbidden, PreconditionFailed, PremiumRequired, Unauthenticated

MAX_PAGE = 100
DEFAULT_PAGE = 20


def guard(access: Access, bucket: limits.Bucket) -> Callable[[Request], Awaitable[None]]:
    """The check in front of a route: signed in, allowed, within the rate limit."""

    async def check(request: Request) -> None:
        if not access.signed_in:
            return
        principal = principal_of(request)
        if principal is None:
            raise Unauthenticated()
        if not principal.may(access):
            raise PremiumRequired() if access is Access.PREMIUM else Forbidden()
        allowance = limits.spend(principal, bucket)
        current = context.current()
        current.response_headers.update(allowance.headers())
        current.principal = principal

    return check


def principal_of(request: Request) -> Principal | None:
    """The caller that the gateway's authorizer vouched for."""
    event = request.scope.get("aws.event") or {}
    authorizer = event.get("requestContext", {}).get("authorizer") or {}
    return Principal.from_context(authorizer)


def _caller() -> Principal:
    principal = context.current().principal
    assert principal
    return principal


async def _current_user() -> Principal:
    return _caller()


CurrentUser = Annotated[Principal, Depends(_current_user)]
"""The signed-in caller."""


def hand_over_caller(dependant: Dependant) -> None:
    """Let the endpoint have its `CurrentUser` without FastAPI, which solves a dependency as if it were a route."""
    endpoint = dependant.call
    names = [each.name for each in dependant.dependencies if each.call is _current_user and each.name]
    if endpoint is None or not names:
        return

    @functools.wraps(endpoint)
    async def awaited(**values: object) -> object:
        return await endpoint(**values, **dict.fromkeys(names, _caller()))

    @functools.wraps(endpoint)
    def called(**values: object) -> object:
        return endpoint(**values, **dict.fromkeys(names, _caller()))

    dependant.call = awaited if inspect.iscoroutinefunction(endpoint) else called
    dependant.dependencies = [each for each in dependant.dependencies if each.call is not _current_user]


def etag_of(version: int) -> str:
    """The strong entity tag of a resource's version."""
    return f'"{version}"'


def tagged(response: Response, version: int) -> None:
    """Put the resource's version on the response as its `ETag`."""
    response.headers["ETag"] = etag_of(version)


class Precondition(NamedTuple):
    """What `If-Match` demands of the version that a change is about to replace (RFC 9110, section 13.1.1)."""

    tags: frozenset[str] | None

    def check(self, version: int) -> None:
        """Raise `PreconditionFailed` unless the current `version` is one the client named."""
        if self.tags is not None and etag_of(version) not in self.tags:
            raise PreconditionFailed()

    def on_version(self) -> Precondition:
        """Without what tags say behind a dot: of what others make of a resource, which is no change of it."""
        if self.tags is None:
            return self
        return Precondition(frozenset(f'"{tag.strip(chr(34)).partition(".")[0]}"' for tag in self.tags))


_TAG = re.compile(r'(?:W/)?"[^"]*"')


async def _if_match(
    if_match: Annotated[
        str | None,
        Header(max_length=200, description="Make the change only while the resource still has this ETag."),
    ] = None,
) -> Precondition:
    if if_match is None or if_match.strip() == "*":
        return Precondition(None)
    return Precondition(frozenset(_TAG.findall(if_match)))


IfMatch = Annotated[Precondition, Depends(_if_match)]
"""The version a change is based on; `.check(current)` raises 412 when it is stale."""


class PageRequest(NamedTuple):
    """The page that a client asks for."""

    limit: int
    cursor: str | None

    def after(self, scope: str) -> str | None:
        """What the page before ended with; None for the first page. Raises `InvalidCursor`.

        `scope` names the route, its filters and the user.
        """
        if not self.cursor:
            return None
        (last,) = cursor.decode(self.cursor, scope=scope).values()
        return str(last)

    def following(self, scope: str, last: str | int | None) -> str | None:
        """The cursor of the page behind `last`; None when there is none."""
        return cursor.encode({"last": last}, scope=scope) if last else None


async def _page_request(
    limit: Annotated[int, Query(ge=1, le=MAX_PAGE, description="Items per page.")] = DEFAULT_PAGE,
    cursor: Annotated[str | None, Query(max_length=1024, description="`meta.nextCursor` of the page before.")] = None,
) -> PageRequest:
    return PageRequest(limit, cursor)


Paging = Annotated[PageRequest, Depends(_page_request)]
"""`limit` and `cursor` of a listing."""
