"""What the gateway lets through, against what the routes declare."""

from __future__ import annotations

import importlib
import re
from typing import Any

from fitsync.kit.http.routing import PREFIX, access_of
from infra import platform
from infra.routes import methods_by_path
from tests.infra.conftest import Assembly


def test_the_gateway_asks_for_a_token_exactly_where_a_route_does(assembly: Assembly) -> None:
    served = _served(assembly)
    for area in platform.HTTP_AREAS:
        router = importlib.import_module(f"functions.{area.name}.routes").router
        for route in router.routes:
            for method in route.methods:
                found = _match(served, route.path, method)
                assert found is not None, f"{method} {route.path} does not reach the gateway"
                expected = "CUSTOM" if access_of(route).signed_in else "NONE"
                assert found["AuthorizationType"] == expected, f"{method} {route.path}"


def test_what_is_not_declared_is_not_open(assembly: Assembly) -> None:
    """Below a first segment with protected routes, an undeclared path is refused without a token."""
    served = _served(assembly)
    for area in platform.HTTP_AREAS:
        for path, methods in methods_by_path(area.name).items():
            if methods == {"ANY": True}:
                found = _match(served, f"{PREFIX}{path.replace('{proxy+}', 'undeclared')}", "GET")
                assert found is not None
                assert found["AuthorizationType"] == "CUSTOM"


def test_browsers_may_ask_first_everywhere(assembly: Assembly) -> None:
    served = _served(assembly)
    for path, methods in served.items():
        if path.startswith(f"{PREFIX}/"):
            preflight = methods["OPTIONS"]
            assert preflight["AuthorizationType"] == "NONE"
            (response,) = preflight["Integration"]["IntegrationResponses"]
            origin = response["ResponseParameters"]["method.response.header.Access-Control-Allow-Origin"]
            assert origin.strip("'") in assembly.stage.origins


def test_tokens_are_checked_once_a_minute(assembly: Assembly) -> None:
    (authorizer,) = assembly.properties("AWS::ApiGateway::Authorizer").values()
    assert authorizer["Type"] == "REQUEST"
    assert authorizer["AuthorizerResultTtlInSeconds"] == platform.AUTHORIZER.cache_seconds
    assert authorizer["IdentitySource"] == "method.request.header.Authorization"


def _served(assembly: Assembly) -> dict[str, dict[str, Any]]:
    """The gateway's methods, by path and method."""
    (template,) = [each for name, each in assembly.templates.items() if name.endswith("-api.template.json")]
    parts = {
        logical: each["Properties"]
        for logical, each in template["Resources"].items()
        if each["Type"] == "AWS::ApiGateway::Resource"
    }

    def path(reference: dict[str, Any]) -> str:
        if "Ref" not in reference:
            return ""
        part = parts[reference["Ref"]]
        return f"{path(part['ParentId'])}/{part['PathPart']}"

    served: dict[str, dict[str, Any]] = {}
    for each in template["Resources"].values():
        if each["Type"] == "AWS::ApiGateway::Method":
            properties = each["Properties"]
            served.setdefault(path(properties["ResourceId"]), {})[properties["HttpMethod"]] = properties
    return served


def _match(served: dict[str, dict[str, Any]], path: str, method: str) -> Any:
    """The gateway's choice: a fixed path before a greedy one, a method before ANY."""
    fixed = re.sub(r"\{\w+(:\w+)?\}", "value", path)
    greedy = re.sub(r"^(/v1/[^/]+)/.+$", r"\1/{proxy+}", fixed)
    methods = served.get(fixed) or served.get(greedy) or {}
    return methods.get(method) or methods.get("ANY")
