"""All routes of an area as one, so that a request asks only those that may be meant."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi.routing import APIRoute
from starlette.routing import BaseRoute, Match
from starlette.types import Receive, Scope, Send

# `/v1/workouts/sessions`: what tells most routes of an area apart.
_TELLING = 3


class AreaRoutes(BaseRoute):
    """`routes`, found by how many segments a path has and by the one behind the area.

    FastAPI asks one after the other, and an area may have dozens.
    """

    def __init__(self, routes: Sequence[APIRoute]) -> None:
        self.routes = routes
        kinds = [_kind(route.path_format) for route in routes]
        self._by_kind = {
            (length, telling): [
                route for route, kind in zip(routes, kinds, strict=True) if kind in ((length, telling), (length, None))
            ]
            for length, telling in set(kinds)
        }

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """The first route for the path and the method, or else the first for the path, which tells of its methods."""
        partial: tuple[Match, Scope] = (Match.NONE, {})
        for route in self._asked(scope["path"]):
            match, found = route.matches(scope)
            if match is Match.FULL:
                return match, found
            if match is Match.PARTIAL and partial[0] is Match.NONE:
                partial = match, found
        return partial

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the route that was found answer."""
        route: APIRoute = scope["route"]
        await route.handle(scope, receive, send)

    def _asked(self, path: str) -> Sequence[APIRoute]:
        length, telling = _kind(path)
        return self._by_kind.get((length, telling)) or self._by_kind.get((length, None)) or ()


def _kind(path: str) -> tuple[int, str | None]:
    """How many segments a path has, and the telling one; None where that is a parameter."""
    segments = path.split("/")
    telling = segments[_TELLING] if len(segments) > _TELLING else ""
    return len(segments), None if telling.startswith("{") else telling
