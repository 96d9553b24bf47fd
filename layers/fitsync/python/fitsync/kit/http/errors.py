"""The one place where an exception becomes an answer."""

from __future__ import annotations

from botocore.exceptions import ClientError
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

from fitsync.kit import clock, context
from fitsync.kit.errors import (
    ConcurrentChange,
    FitSyncError,
    InternalError,
    MalformedJson,
    MethodNotAllowed,
    RouteNotFound,
    ValidationFailed,
)
from fitsync.kit.log import logger
from fitsync.kit.refusals import UNREACHABLE, field_problems, refusal_of
from fitsync.kit.store import TransactionConflict


def body_of(error: FitSyncError) -> dict[str, object]:
    """The failure envelope of `error`."""
    return {
        "success": False,
        "error": {
            "code": error.code,
            "type": error.type(),
            "message": error.text,
            "details": error.details,
        },
        "requestId": context.current().request_id,
        "timestamp": clock.now().isoformat(timespec="milliseconds").replace("+00:00", "Z"),
    }


def install(app: FastAPI) -> None:
    """Let `app` answer every exception with the failure envelope."""
    app.add_exception_handler(FitSyncError, _known)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _starlette)
    app.add_exception_handler(TransactionConflict, _conflict)
    for failure in (ClientError, *UNREACHABLE):
        app.add_exception_handler(failure, _service)
    app.add_exception_handler(Exception, _unknown)


def _answer(error: FitSyncError) -> JSONResponse:
    return JSONResponse(body_of(error), status_code=error.status, headers=error.headers)


async def _known(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, FitSyncError)
    if error.status >= 500:
        logger().error(error.code, exc_info=error)
    return _answer(error)


async def _invalid(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    problems = error.errors()
    if any(problem["type"] == "json_invalid" for problem in problems):
        return _answer(MalformedJson())
    return _answer(ValidationFailed(details={"fields": field_problems(problems)}))


async def _starlette(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    if error.status_code == 404:
        return _answer(RouteNotFound())
    if error.status_code == 405:
        return _answer(MethodNotAllowed(headers={"Allow": _methods(request)}))
    return _answer(MalformedJson())


def _methods(request: Request) -> str:
    """Every method of the path (RFC 9110, section 15.5.6); Starlette names those of the first route only."""
    path = request.scope["path"]
    routes = (route for area in request.app.routes for route in area.routes)
    return ", ".join(sorted({m for route in routes if route.path_regex.match(path) for m in route.methods or ()}))


async def _conflict(request: Request, error: Exception) -> JSONResponse:
    return _answer(ConcurrentChange())


async def _service(request: Request, error: Exception) -> JSONResponse:
    logger().error("request to a service failed", exc_info=error)
    return _answer(refusal_of(error))


async def _unknown(request: Request, error: Exception) -> JSONResponse:
    logger().error("unexpected failure", exc_info=error)
    return _answer(InternalError())
