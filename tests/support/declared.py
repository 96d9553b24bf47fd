"""What the areas declare: every router, every operation, and the OpenAPI document made of them."""

from __future__ import annotations

import functools
import importlib
import pkgutil
import re
from dataclasses import dataclass
from typing import Any

from fastapi.routing import APIRoute

import fitsync
from fitsync.kit.auth import Access
from fitsync.kit.events import DomainEvent
from fitsync.kit.http.routing import Router, access_of
from tools import openapi


@dataclass(frozen=True)
class Operation:
    """One declared route. `path` is the template with `/v1`."""

    area: str
    id: str
    method: str
    path: str
    access: Access

    @property
    def object_ids(self) -> list[str]:
        """The names of the path parameters that identify an object."""
        return [name for name in re.findall(r"\{(\w+)\}", self.path) if name == "id" or name.endswith("Id")]

    def __str__(self) -> str:
        return self.id


def routers() -> list[Router]:
    """The router of every HTTP area that the platform declares."""
    return openapi.routers()


@functools.cache
def operations() -> list[Operation]:
    """Every declared operation, in order of declaration."""
    return [_operation(router.area, route) for router in routers() for route in router.routes]


def operation(operation_id: str) -> Operation:
    """The operation of that id; raises KeyError for an unknown one."""
    return {one.id: one for one in operations()}[operation_id]


def _operation(area: str, route: APIRoute) -> Operation:
    (method,) = route.methods or {""}
    assert route.operation_id
    return Operation(area, route.operation_id, method, route.path, access_of(route))


def event_types() -> list[type[DomainEvent]]:
    """Every domain event of every area."""
    for module in pkgutil.walk_packages(fitsync.__path__, "fitsync."):
        if module.name.endswith(".events"):
            importlib.import_module(module.name)
    return _below(DomainEvent)


def _below(kind: type[DomainEvent]) -> list[type[DomainEvent]]:
    return [
        found for child in kind.__subclasses__() for found in ([child] if "name" in vars(child) else []) + _below(child)
    ]


@functools.cache
def document() -> dict[str, Any]:
    """The OpenAPI document of all areas together."""
    return openapi.document(routers())


def specification(one: Operation) -> dict[str, Any]:
    """The operation's entry in the OpenAPI document."""
    found: dict[str, Any] = document()["paths"][one.path][one.method.lower()]
    return found


def resolved(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema itself in place of a reference, and in place of "this or null"."""
    if "$ref" in schema:
        target: dict[str, Any] = document()["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        return resolved(target)
    choices = [choice for choice in schema.get("anyOf", []) if choice.get("type") != "null"]
    return resolved(choices[0]) if len(choices) == 1 else schema


def body_schema(one: Operation) -> dict[str, Any] | None:
    """The schema of the JSON body that the operation takes; None when it takes none."""
    content = specification(one).get("requestBody", {}).get("content", {})
    return resolved(content["application/json"]["schema"]) if "application/json" in content else None


def parameters(one: Operation, place: str) -> dict[str, dict[str, Any]]:
    """The schemas of the parameters in `place` (path, query, header), by name."""
    listed = specification(one).get("parameters", [])
    return {entry["name"]: resolved(entry["schema"]) for entry in listed if entry["in"] == place}
