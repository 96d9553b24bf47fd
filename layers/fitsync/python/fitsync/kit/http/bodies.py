"""Request bodies: JSON as RFC 8259 has it, or a refusal.

Python's own parser takes `NaN`, lone surrogates and any depth; none of them can be stored or sent back.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

import orjson
from fastapi import Request, Response
from fastapi.routing import APIRoute

from fitsync.kit.errors import UnsupportedMediaType


class JsonRequest(Request):
    """A request whose body is strict JSON."""

    async def json(self) -> Any:
        """The parsed body; raises `orjson.JSONDecodeError`, which FastAPI knows as `json.JSONDecodeError`."""
        return orjson.loads(await self.body())


class JsonRoute(APIRoute):
    """A route that takes a body only as `application/json`."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        serve = super().get_route_handler()
        if self.body_field is None:
            return serve

        async def checked(request: Request) -> Response:
            strict = JsonRequest(request.scope, request.receive)
            if await strict.body() and not _is_json(strict.headers.get("content-type", "")):
                raise UnsupportedMediaType()
            return await serve(strict)

        return checked


def _is_json(content_type: str) -> bool:
    return content_type.partition(";")[0].strip().lower() == "application/json"
