from __future__ import annotations

from collections.abc import Sequence

import pytest
from fastapi.routing import APIRoute
from hypothesis import given
from hypothesis import strategies as st
from starlette.routing import Match
from starlette.types import Scope

from fitsync.kit.http.area import AreaRoutes
from tools.openapi import routers

AREAS = {router.area: router.routes for router in routers()}

segments = st.sampled_from(
    sorted({part for routes in AREAS.values() for route in routes for part in route.path_format.split("/")})
) | st.text(st.characters(exclude_characters="/", codec="utf-8"), max_size=5)
paths = st.lists(segments, max_size=7).map("/".join) | st.sampled_from(
    [route.path_format for routes in AREAS.values() for route in routes]
)


@pytest.mark.parametrize("area", AREAS)
@given(path=paths, method=st.sampled_from(["GET", "POST", "PUT", "DELETE", "HEAD", "PATCH"]))
def test_the_route_is_the_one_that_asking_each_in_turn_gives(area: str, path: str, method: str) -> None:
    scope = {"type": "http", "path": path, "method": method}
    assert AreaRoutes(AREAS[area]).matches(scope) == _in_turn(AREAS[area], scope)


def _in_turn(routes: Sequence[APIRoute], scope: Scope) -> tuple[Match, Scope]:
    found = [route.matches(scope) for route in routes]
    full = [each for each in found if each[0] is Match.FULL]
    partial = [each for each in found if each[0] is Match.PARTIAL]
    return next(iter([*full, *partial]), (Match.NONE, {}))


@pytest.mark.parametrize("area", AREAS)
def test_every_declared_route_is_found(area: str) -> None:
    for route in AREAS[area]:
        for method in route.methods or ():
            match, found = AreaRoutes(AREAS[area]).matches(
                {"type": "http", "path": route.path_format, "method": method}
            )
            assert match is Match.FULL
            assert found["route"] is route
