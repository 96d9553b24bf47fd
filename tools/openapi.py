"""One OpenAPI 3.1 document of every area, and the list of every error code.

`python -m tools.openapi` writes `docs/openapi.json` and `docs/errors.md`; a test fails while they are stale.
"""

from __future__ import annotations

import http
import importlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeAlias

from fastapi.openapi.utils import get_openapi
from pydantic.json_schema import models_json_schema

from fitsync import __version__
from fitsync.kit.auth import Access
from fitsync.kit.http.openapi import ERROR_SCHEMA, EXAMPLE_ID
from fitsync.kit.http.routing import Router
from fitsync.kit.wire import ErrorEnvelope
from infra import platform
from tools import error_docs
from tools.openapi_examples import Examples

Json: TypeAlias = dict[str, Any]

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = ROOT / "docs" / "openapi.json"

TAGS = {
    "auth": "Accounts, sign-in, devices and the keys that verify access tokens.",
    "users": "A user's own profile and preferences.",
    "exercises": "The exercise catalogue: search, details, variations, ratings and custom exercises.",
    "workouts": "Training sessions, sets, rests, history, personal records and import from other apps.",
    "sync": "Catching up after a time without a connection: what changed, and what the device did meanwhile.",
    "templates": "Training plans over weeks: own ones, published ones, built-in programmes, and how they progress.",
    "progress": "Body measurements and progress photos, and how training shows over time.",
    "goals": "What a user wants to reach: targets, milestones and progress that follows the data.",
    "analytics": "What training adds up to: totals, strength, volume, frequency and load, as data and as charts.",
    "ops": "Health of the platform, and this documentation.",
}

DESCRIPTION = """\
Training, progress and everything around it.

**Envelope.** A success is `{"success": true, "data": …, "meta": …}`; a failure is
`{"success": false, "error": {"code", "type", "message", "details"}, "requestId", "timestamp"}`. `code` is stable and
belongs to one status; `message` is for people and may change.

**Signing in.** Send the access token of `POST /v1/auth/login` as `Authorization: Bearer …`. It lasts 15 minutes;
`POST /v1/auth/refresh` gives the next one.

**Units and times.** Kilograms, centimetres, metres, seconds and kilocalories, as plain JSON numbers. Times are
RFC 3339 in UTC; days and weeks are those of the user's time zone.

**Ids.** ULIDs. A client may choose the id of what it creates, and sending the same request again is harmless.

**Changes.** A resource with a version has an `ETag`. Send it as `If-Match` with a change, and the change happens only
while the resource is still that version (412 otherwise); send it as `If-None-Match` with a read to get 304 when there
is nothing new.

**Listings.** `limit` items at a time; `meta.nextCursor` of one page is the `cursor` of the next, for the same filters.

**Limits.** Requests per user and minute: 100, premium 500, administrators 1,000. Uploads (10) and AI requests (10,
premium 20) are counted apart. `RateLimit-*` say what is left, `Retry-After` how long to wait.

An unknown field is refused, and so is a number out of its bounds; `details.fields` names every one of them.
"""

_HEADERS: Json = {
    "X-Request-ID": {
        "description": "The request's id: the one the client sent, or a new one. Quote it when asking for help.",
        "schema": {"type": "string", "examples": [EXAMPLE_ID]},
    },
    "ETag": {
        "description": "The version of what is in the body, for `If-Match` and `If-None-Match`.",
        "schema": {"type": "string", "examples": ['"3"']},
    },
    "RateLimit-Limit": {
        "description": "Requests that the user may make in a minute.",
        "schema": {"type": "integer", "examples": [100]},
    },
    "RateLimit-Remaining": {
        "description": "Requests that are left of this minute.",
        "schema": {"type": "integer", "examples": [99]},
    },
    "RateLimit-Reset": {
        "description": "Seconds until the next minute begins.",
        "schema": {"type": "integer", "examples": [45]},
    },
    "Retry-After": {
        "description": "Seconds to wait before trying again.",
        "schema": {"type": "integer", "examples": [45]},
    },
}
_RATE_LIMIT = ("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset")
# Refused before the request is counted.
_UNCOUNTED = {"401", "403", "413"}

_IF_NONE_MATCH: Json = {
    "name": "If-None-Match",
    "in": "header",
    "required": False,
    "description": "Answer 304 without a body while the resource still has this ETag.",
    "schema": {"type": "string"},
}
_ACCESS_TOKEN: Json = {
    "type": "http",
    "scheme": "bearer",
    "bearerFormat": "JWT",
    "description": "The `accessToken` of a sign-in or refresh.",
}
# What only a request with parameters, or only one with a body, can get.
_NEEDS_INPUT = {"VALIDATION_FAILED"}
_NEEDS_BODY = {"MALFORMED_JSON", "UNSUPPORTED_MEDIA_TYPE"}


class DocumentError(Exception):
    """The declarations do not make a good document; the message says which one and why."""


def routers() -> list[Router]:
    """The router of every HTTP area."""
    return [importlib.import_module(f"functions.{area.name}.routes").router for area in platform.HTTP_AREAS]


def document(areas: Iterable[Router]) -> Json:
    """The OpenAPI document of `areas`; raises `DocumentError`."""
    areas = list(areas)
    made = get_openapi(
        title="FitSync API",
        version=__version__,
        openapi_version="3.1.0",
        description=DESCRIPTION,
        routes=[route for area in areas for route in area.routes],
        tags=[{"name": area.area, "description": _about(area.area)} for area in areas],
        # Relative to where the document is served, so that it holds for every stage and domain.
        servers=[{"url": "..", "description": "The deployment that serves this document"}],
    )
    made = _with_readable_names(made)
    schemas = made.setdefault("components", {}).setdefault("schemas", {})
    _, errors = models_json_schema([(ErrorEnvelope, "serialization")], ref_template="#/components/schemas/{model}")
    schemas.update(errors["$defs"])
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    for name, schema in schemas.items():
        _without_titles(schema, name)
    made["components"] |= {"securitySchemes": {"accessToken": _ACCESS_TOKEN}, "headers": _HEADERS}
    failures: Json = {}
    examples = Examples(schemas)
    for _, operation in operations(made):
        _complete(operation, schemas, failures, examples)
    for method, operation in operations(made):
        _tell_of_etag(method, operation, schemas)
    _check(made)
    made["components"] |= {"schemas": dict(sorted(schemas.items())), "examples": dict(sorted(failures.items()))}
    return made


def operations(made: Mapping[str, Any]) -> Iterator[tuple[str, Json]]:
    """(method, operation) of everything in the document."""
    for path in made["paths"].values():
        yield from path.items()


def _with_readable_names(made: Json) -> Json:
    """pydantic names `Envelope[list[X]]` after its text; its title is what `kit.wire` calls it."""
    text = json.dumps(made)
    for name, schema in made["components"]["schemas"].items():
        if name.startswith("Envelope_"):
            text = text.replace(f'schemas/{name}"', f'schemas/{schema["title"]}"')
            text = text.replace(f'"{name}": {{', f'"{schema["title"]}": {{')
    renamed: Json = json.loads(text)
    return renamed


def _about(area: str) -> str:
    if area not in TAGS:
        raise DocumentError(f"The area {area} has no description in TAGS of tools/openapi.py.")
    return TAGS[area]


def _complete(operation: Json, schemas: Json, failures: Json, examples: Examples) -> None:
    body = operation.get("requestBody", {}).get("content", {}).get("application/json")
    if body is not None:
        model = schemas.get(body["schema"].get("$ref", "").rpartition("/")[2], {})
        body.setdefault("examples", _named(model.get("examples") or [examples.request(body["schema"])]))
    impossible = set() if body is not None else _NEEDS_BODY
    if body is None and not operation.get("parameters"):
        impossible = impossible | _NEEDS_INPUT
    signed_in = operation["x-access"] not in (Access.PUBLIC.value, Access.WEBHOOK.value)
    for status, response in list(operation["responses"].items()):
        content = response.get("content", {}).get("application/json")
        if content and ERROR_SCHEMA in content.get("schema", {}).get("$ref", ""):
            _without(content["examples"], impossible)
            if not content["examples"]:
                del operation["responses"][status]
                continue
            response["description"] = ", ".join(content["examples"])
            for code, shown in content["examples"].items():
                failures[code] = shown
                content["examples"][code] = {"$ref": f"#/components/examples/{code}"}
        elif content and content.get("schema"):
            content["examples"] = _named([examples.response(content["schema"])])
        if response["description"] == "Successful Response":
            response["description"] = http.HTTPStatus(int(status)).phrase
        response["headers"] = _references(_headers_of(status, signed_in=signed_in))
    operation["responses"] = dict(sorted(operation["responses"].items()))


def _headers_of(status: str, *, signed_in: bool) -> list[str]:
    names = ["X-Request-ID"]
    if signed_in and status not in _UNCOUNTED:
        names += _RATE_LIMIT
    return [*names, "Retry-After"] if status == "429" else names


def _tell_of_etag(method: str, operation: Json, schemas: Json) -> None:
    """A body with a `version` carries it as its ETag, and so does a route that says so."""
    said = operation.pop("x-etag", False)
    tagged = [
        response
        for status, response in operation["responses"].items()
        if status.startswith("2") and (said or _has_version(response, schemas))
    ]
    for response in tagged:
        response["headers"] |= _references(["ETag"])
    if method != "get" or not tagged:
        return
    operation.setdefault("parameters", []).append(_IF_NONE_MATCH)
    headers = [*tagged[0]["headers"]]
    operation["responses"]["304"] = {"description": "Not Modified", "headers": _references(headers)}
    operation["responses"] = dict(sorted(operation["responses"].items()))


def _has_version(response: Json, schemas: Json) -> bool:
    schema = response.get("content", {}).get("application/json", {}).get("schema", {})
    envelope = schemas.get(schema.get("$ref", "").rpartition("/")[2], {})
    data = envelope.get("properties", {}).get("data", {})
    return "version" in schemas.get(data.get("$ref", "").rpartition("/")[2], {}).get("properties", {})


def _named(values: Iterable[Any]) -> Json:
    return {f"example{number}" if number > 1 else "example": {"value": value} for number, value in enumerate(values, 1)}


def _references(names: Iterable[str]) -> Json:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def _without(examples: Json, codes: Iterable[str]) -> None:
    for code in codes:
        examples.pop(code, None)


def _without_titles(schema: Json, name: str) -> None:
    """Drop the titles that only repeat a property's name in another spelling."""
    schema["title"] = name
    for part in schema.get("properties", {}).values():
        part.pop("title", None)


def _check(made: Json) -> None:
    schemas = made["components"]["schemas"]
    if clashing := [name for name in schemas if "__" in name]:
        raise DocumentError(f"Two areas have a wire model of one name: {', '.join(clashing)}.")
    if unreadable := [name for name in schemas if not name.replace("-", "").isalnum()]:
        raise DocumentError(f"These component names are of no use to a generated client: {', '.join(unreadable)}.")
    ids = Counter(operation["operationId"] for _, operation in operations(made))
    if doubled := [name for name, count in ids.items() if count > 1]:
        raise DocumentError(f"Two endpoint functions have one name: {', '.join(doubled)}.")
    if "HTTPValidationError" in json.dumps(made):
        raise DocumentError("A route answers 422 in FastAPI's own shape.")


def rendered(made: Mapping[str, Any]) -> str:
    """The document as it is committed."""
    return json.dumps(made, indent=1, ensure_ascii=False) + "\n"


def main() -> None:
    """Write both files."""
    made = document(routers())
    DOCUMENT.parent.mkdir(exist_ok=True)
    DOCUMENT.write_text(rendered(made), encoding="utf-8")
    error_docs.FILE.write_text(error_docs.rendered(), encoding="utf-8")
    count = sum(1 for _ in operations(made))
    print(f"{DOCUMENT.relative_to(ROOT)}: {count} operations; {error_docs.FILE.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
