"""A small area with one route of each kind, to show the HTTP edge that every area shares."""

from __future__ import annotations

import functools
from typing import Annotated, Any

from fastapi import Response
from pydantic import Field

from fitsync.kit.auth import Access
from fitsync.kit.errors import InvalidCursor, PreconditionFailed
from fitsync.kit.http.app import Handler, build_handler, create_app
from fitsync.kit.http.dependencies import CurrentUser, IfMatch, Paging, tagged
from fitsync.kit.http.routing import Router
from fitsync.kit.wire import Envelope, Int, Kg, Name, WireModel, ok, page

VERSION = 3


class Plate(WireModel):
    name: Name
    weight: Kg
    count: Annotated[Int, Field(ge=1, le=10)] = 1
    marks: Annotated[list[Any], Field(default_factory=list, max_length=10)]


@functools.cache
def plates_handler() -> Handler:
    """A handler with one route of each kind."""
    router = Router("plates")

    @router.get("/plates/public", access=Access.PUBLIC, summary="public")
    async def public_plates(response: Response) -> Envelope[str]:
        response.headers["Cache-Control"] = "public, max-age=60"
        return ok("all")

    @router.get("/plates", access=Access.USER, summary="list", errors=[InvalidCursor])
    async def list_plates(user: CurrentUser, paging: Paging, colour: str = "red") -> Envelope[list[str]]:
        scope = f"plates:{user.user_id}:{colour}"
        first = int(paging.after(scope) or 0)
        return page([str(first)], paging.limit, paging.following(scope, first + 1))

    @router.get("/plates/heavy", access=Access.USER, summary="one")
    async def heavy_plate(response: Response) -> Envelope[str]:
        tagged(response, VERSION)
        return ok("heavy")

    @router.put("/plates/heavy", access=Access.USER, summary="change", errors=[PreconditionFailed])
    async def change_plate(body: Plate, if_match: IfMatch) -> Envelope[Plate]:
        if_match.check(VERSION)
        return ok(body)

    @router.post("/plates", access=Access.USER, summary="create", status=201)
    async def create_plate(body: Plate) -> Envelope[Plate]:
        return ok(body)

    @router.get("/plates/premium", access=Access.PREMIUM, summary="premium")
    async def premium_plates() -> Envelope[str]:
        return ok("gold")

    @router.get("/plates/admin", access=Access.ADMIN, summary="admin")
    async def admin_plates() -> Envelope[str]:
        return ok("all of them")

    @router.get("/plates/broken", access=Access.USER, summary="broken")
    async def broken_plate() -> Envelope[str]:
        raise ZeroDivisionError("the secret is swordfish")

    return build_handler(create_app(router))
