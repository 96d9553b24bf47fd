"""The committed OpenAPI document: fresh, valid, and with examples that hold."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator
from typing import Any

import jsonschema_rs
import pytest
import schemathesis

from fitsync.kit.auth import Access
from fitsync.kit.http.routing import Router
from fitsync.kit.wire import Envelope, WireModel, ok
from tools import error_docs, openapi


@functools.cache
def made() -> dict[str, Any]:
    return openapi.document(openapi.routers())


def test_the_committed_document_is_fresh() -> None:
    assert openapi.DOCUMENT.read_text(encoding="utf-8") == openapi.rendered(made()), "run `make openapi`"


def test_the_committed_error_codes_are_fresh() -> None:
    assert error_docs.FILE.read_text(encoding="utf-8") == error_docs.rendered(), "run `make openapi`"


def test_it_is_valid() -> None:
    schemathesis.openapi.from_dict(made()).validate()
    for name, schema in made()["components"]["schemas"].items():
        jsonschema_rs.meta.validate({"$schema": "https://json-schema.org/draft/2020-12/schema", **schema})
        assert name.replace("-", "").isalnum()


@pytest.mark.parametrize("unknown", ["ge", "gt", "le", "lt"])
def test_bounds_have_the_names_that_clients_know(unknown: str) -> None:
    assert f'"{unknown}":' not in openapi.rendered(made())


def test_every_operation_is_described() -> None:
    described = {tag["name"] for tag in made()["tags"] if tag["description"]}
    for _, operation in openapi.operations(made()):
        assert operation["summary"], operation
        assert set(operation["tags"]) <= described, operation


def test_every_success_and_failure_has_the_request_id_and_an_example() -> None:
    for _, operation in openapi.operations(made()):
        for status, response in operation["responses"].items():
            assert "X-Request-ID" in response["headers"], (operation["operationId"], status)
            content = response.get("content", {}).get("application/json")
            assert not content or not content.get("schema") or content["examples"], (operation["operationId"], status)


def test_headers_are_documented_where_they_occur() -> None:
    profile = made()["paths"]["/v1/users/profile"]
    assert {"ETag", "RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset"} <= set(
        profile["get"]["responses"]["200"]["headers"]
    )
    assert "ETag" in profile["get"]["responses"]["304"]["headers"]
    assert "Retry-After" in profile["get"]["responses"]["429"]["headers"]
    assert "RateLimit-Limit" not in profile["get"]["responses"]["401"]["headers"]
    assert "ETag" not in made()["paths"]["/v1/auth/sessions"]["get"]["responses"]["200"]["headers"]


def test_every_example_fits_its_schema() -> None:
    wrong = []
    for where, content in _contents():
        fits = jsonschema_rs.validator_for(
            {"$schema": "https://json-schema.org/draft/2020-12/schema", **content["schema"], **_components()}
        )
        for name, example in content.get("examples", {}).items():
            shown = made()["components"]["examples"][name] if "$ref" in example else example
            wrong += [f"{where} {name}: {error.message}" for error in fits.iter_errors(shown["value"])]
    assert wrong == []


def test_every_error_example_has_the_status_it_stands_under() -> None:
    errors = error_docs.codes()
    for _, operation in openapi.operations(made()):
        for status, response in operation["responses"].items():
            content = response.get("content", {}).get("application/json", {})
            if "ErrorEnvelope" not in json.dumps(content.get("schema")):
                continue
            for code in content["examples"]:
                assert errors[code].status == int(status), (operation["operationId"], code)


class TestRefusals:
    def test_two_endpoints_of_one_name(self) -> None:
        router = _router()
        router.get("/users/one", access=Access.PUBLIC, summary="x")(_endpoint("same"))
        router.get("/users/two", access=Access.PUBLIC, summary="x")(_endpoint("same"))
        with pytest.raises(openapi.DocumentError, match="same"), pytest.warns(UserWarning, match="Duplicate"):
            openapi.document([router])

    def test_two_models_of_one_name(self) -> None:
        router = _router()
        first, second = _model("Thing", "first"), _model("Thing", "second")
        router.get("/users/one", access=Access.PUBLIC, summary="x", response_model=first)(_endpoint("one"))
        router.get("/users/two", access=Access.PUBLIC, summary="x", response_model=second)(_endpoint("two"))
        with pytest.raises(openapi.DocumentError, match="Thing"):
            openapi.document([router])

    def test_an_area_without_a_description(self) -> None:
        with pytest.raises(openapi.DocumentError, match="unheard"):
            openapi.document([Router("unheard")])


def _router() -> Router:
    return Router("users")


def _endpoint(name: str) -> Any:
    async def endpoint() -> Envelope[str]:
        return ok("")

    endpoint.__name__ = name
    return endpoint


def _model(name: str, module: str) -> type[WireModel]:
    return type(name, (WireModel,), {"__module__": module, "__annotations__": {module: str}})


def _contents() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every JSON body of the document, with where it is."""
    for _, operation in openapi.operations(made()):
        bodies = {"body": operation.get("requestBody", {}), **operation["responses"]}
        for place, body in bodies.items():
            content = body.get("content", {}).get("application/json")
            if content and content.get("schema"):
                yield f"{operation['operationId']} {place}", content


def _components() -> dict[str, Any]:
    return {"components": made()["components"]}
