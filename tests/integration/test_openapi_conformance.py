"""Generated requests for every operation of the OpenAPI document: answers are as documented, and never a 5xx."""

from __future__ import annotations

import functools
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from fitsync.kit import clock
from fitsync.kit.auth import Access, Principal, Role
from tests.support.accounts import member
from tests.support.api import principal
from tests.support.declared import Operation, document, operations, specification
from tests.support.requests import prepared
from tests.support.wsgi import Platform

pytestmark = pytest.mark.usefixtures("stopped_clock")

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
# Fewer than ten requests a minute, the smallest rate limit there is.
SECONDS_APART = 7


@functools.cache
def platform() -> tuple[Platform, Any]:
    """The application and its schema, as schemathesis reads it."""
    app = Platform()
    # The document's own server is relative to where it is served.
    schema = schemathesis.openapi.from_dict({**document(), "servers": [{"url": "/"}]})
    schema.app = app
    return app, schema


@pytest.mark.parametrize("one", operations(), ids=str)
def test_answers_are_as_documented(one: Operation) -> None:
    role = {Access.PREMIUM: Role.PREMIUM, Access.ADMIN: Role.ADMIN}.get(one.access, Role.USER)
    owner = member(role=role)
    there = _path_parameters(one, prepared(one, owner).path)
    _try(one, owner.principal, GenerationMode.POSITIVE, 10, there)
    if there:
        _try(one, owner.principal, GenerationMode.POSITIVE, 3)
    if _can_be_wrong(specification(one)):
        _try(one, owner.principal, GenerationMode.NEGATIVE, 10)
    for caller in (None, principal(Role.PREMIUM), principal(Role.ADMIN)):
        _try(one, caller, GenerationMode.POSITIVE, 1, there)


def _try(
    one: Operation, caller: Principal | None, mode: GenerationMode, requests: int, there: dict[str, str] | None = None
) -> None:
    app, schema = platform()
    cases = schema[one.path][one.method].as_strategy(generation_mode=mode, path_parameters=there or None)

    @given(case=cases)
    @settings(
        max_examples=requests,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def send(case: schemathesis.Case[Any]) -> None:
        app.user = caller
        clock.advance(SECONDS_APART)
        case.validate_response(case.call(), checks=CHECKS)

    send()


def _can_be_wrong(specified: dict[str, Any]) -> bool:
    """Whether there is an input that has a wrong value; any text is a good `If-None-Match`."""
    inputs = {parameter["name"] for parameter in specified.get("parameters", [])}
    return "requestBody" in specified or bool(inputs - {"If-None-Match"})


def _path_parameters(one: Operation, path: str) -> dict[str, str]:
    """The values in a filled-in path, by their names in the template."""
    pairs = zip(one.path.split("/"), path.partition("?")[0].split("/"), strict=True)
    return {name.strip("{}"): value for name, value in pairs if name.startswith("{")}
