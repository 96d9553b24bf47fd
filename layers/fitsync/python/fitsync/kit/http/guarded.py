"""What happens to a request before its endpoint: the caller is checked and counted, then query and body are read.

A body is JSON as RFC 8259 has it. Python's own parser takes `NaN`, lone surrogates and any depth; none of them can be
stored or sent back.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeAlias

import orjson
from fastapi import Request, Response
from fastapi.dependencies.utils import get_flat_params
from fastapi.params import Query
from fastapi.routing import APIRoute

from fitsync.kit.errors import UnsupportedMediaType, ValidationFailed
from fitsync.kit.http.dependencies import hand_over_caller

Guard: TypeAlias = Callable[[Request], Awaitable[None]]

# Enough to recognise a misspelt name, and no echo of whatever else was sent.
_NAME_SHOWN = 40


class JsonRequest(Request):
    """A request whose body is strict JSON."""

    async def json(self) -> Any:
        """The parsed body; raises `orjson.JSONDecodeError`, which FastAPI knows as `json.JSONDecodeError`."""
        return orjson.loads(await self.body())


class GuardedRoute(APIRoute):
    """A route with a guard in front that takes no parameter it does not know, and a body only as `application/json`.

    FastAPI reads the body before it asks any dependency; then whoever sends rubbish would be answered uncounted.
    """

    guard: Guard

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        hand_over_caller(self.dependant)
        serve = super().get_route_handler()
        known = {each.alias for each in get_flat_params(self.dependant) if isinstance(each.field_info, Query)}

        async def guarded(request: Request) -> Response:
            await self.guard(request)
            for name in request.query_params if request.scope["query_string"] else ():
                if name not in known:
                    raise ValidationFailed.at(f"query.{name[:_NAME_SHOWN]}", "There is no such parameter.")
            if self.body_field is None:
                return await serve(request)
            strict = JsonRequest(request.scope, request.receive)
            if await strict.body() and not _is_json(strict.headers.get("content-type", "")):
                raise UnsupportedMediaType()
            return await serve(strict)

        return guarded


def _is_json(content_type: str) -> bool:
    return content_type.partition(";")[0].strip().lower() == "application/json"
