"""Routes of health and documentation."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path, Query, Response
from fastapi.responses import HTMLResponse

from fitsync.kit.auth import Access
from fitsync.kit.errors import NotFound
from fitsync.kit.http.routing import Router
from fitsync.ops import service
from functions.ops import files
from functions.ops.files import File
from functions.ops.schemas import HealthOut

router = Router("ops")

_BRIEFLY = "public, max-age=60"
_FOR_EVER = "public, max-age=31536000, immutable"

# Swagger UI sets style attributes and draws its icons from data addresses; it loads and calls nothing but this API.
_PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


@router.get(
    "/health",
    access=Access.PUBLIC,
    summary="The state of every dependency",
    description="At most five seconds old. 503 when a dependency is down; the body is the same.",
    also={503: "A dependency is down."},
)
async def get_health(response: Response) -> HealthOut:
    health = service.health()
    if health.status == "down":
        response.status_code = 503
    return HealthOut.of(health)


@router.get(
    "/openapi.json",
    access=Access.PUBLIC,
    summary="This document",
    description="OpenAPI 3.1, of every area of the API.",
    etag=True,
)
async def get_openapi_document() -> Response:
    return _served(files.document(), _BRIEFLY)


@router.get(
    "/api-docs",
    access=Access.PUBLIC,
    summary="The documentation as a page",
    description="Sign in with an access token, and try any call.",
    etag=True,
    response_class=HTMLResponse,
)
async def get_api_docs() -> Response:
    response = _served(files.page(), _BRIEFLY)
    response.headers["Content-Security-Policy"] = _PAGE_POLICY
    return response


@router.get(
    "/api-docs/{asset}",
    access=Access.PUBLIC,
    summary="A style sheet or script of the page",
    errors=[NotFound],
    etag=True,
    response_class=Response,
)
async def get_api_docs_asset(
    asset: Annotated[str, Path(max_length=100)],
    version: Annotated[str | None, Query(alias="v", max_length=100)] = None,
) -> Response:
    try:
        file = files.asset(asset)
    except KeyError:
        raise NotFound() from None
    return _served(file, _FOR_EVER if version == file.tag else _BRIEFLY)


def _served(file: File, caching: str) -> Response:
    headers = {"ETag": f'"{file.tag}"', "Cache-Control": caching}
    return Response(file.content, media_type=file.media_type, headers=headers)
