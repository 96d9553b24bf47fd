"""Bodies that are wrong in one place each, made from a valid body and the schema that the operation documents."""

from __future__ import annotations

import copy
import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

from tests.support.declared import resolved

Schema: TypeAlias = dict[str, Any]
_HUGE = 10**12


@dataclass(frozen=True)
class Mutation:
    """A body that must be refused, naming `field` (a path such as `body.sets.0.rpe`)."""

    what: str
    field: str
    body: Any

    def __str__(self) -> str:
        return f"{self.what} {self.field}"


def mutations(body: Any, schema: Schema) -> list[Mutation]:
    """Every way this module knows to spoil one place of `body`."""
    return [
        Mutation(what, ".".join(["body", *map(str, place)]), _replaced(body, place, value))
        for place, what, value in _spoiled(body, schema, ())
    ]


_Place: TypeAlias = tuple[str | int, ...]


def _spoiled(value: Any, schema: Schema, place: _Place) -> Iterator[tuple[_Place, str, Any]]:
    schema = resolved(schema)
    if isinstance(value, dict) and "properties" in schema:
        yield (*place, "noSuchField"), "unknown field", 1
        for name, described in schema["properties"].items():
            for what, wrong in _wrong_values(resolved(described)):
                yield (*place, name), what, wrong
            if name in value:
                yield from _spoiled(value[name], described, (*place, name))
    elif isinstance(value, list) and value and "items" in schema:
        yield from _spoiled(value[0], schema["items"], (*place, 0))


def _wrong_values(schema: Schema) -> Iterator[tuple[str, Any]]:
    kind = schema.get("type")
    if kind == "string":
        yield "number for", 7
        yield "list for", ["x"]
        if "maxLength" in schema:
            yield "too long", "x" * (schema["maxLength"] + 1)
        if schema.keys() & {"enum", "const", "pattern", "format"}:
            yield "nonsense for", "\x00 \u00bf"
    elif kind in ("number", "integer"):
        yield from _wrong_numbers(schema)
    elif kind == "boolean":
        yield "text for", "yes"
    elif kind == "array":
        yield "text for", "x"
        yield "object for", {"x": 1}
        if "maxItems" in schema:
            yield "too many", [None] * (schema["maxItems"] + 1)
    elif kind == "object":
        yield "text for", "x"


def _wrong_numbers(schema: Schema) -> Iterator[tuple[str, Any]]:
    yield "text for", "12"
    yield "boolean for", True
    yield "too large", _HUGE
    minimum = schema.get("minimum", schema.get("exclusiveMinimum"))
    if minimum is not None:
        yield ("negative" if minimum >= 0 else "too small"), min(-1, minimum - 1)
    if "maximum" in schema:
        yield "just too large", schema["maximum"] + 1
    if schema["type"] == "integer":
        yield "half for", 1.5


def _replaced(body: Any, place: _Place, value: Any) -> Any:
    spoiled = copy.deepcopy(body)
    *above, last = place
    inner = spoiled
    for step in above:
        inner = inner[step]
    inner[last] = value
    return spoiled


def with_nan(body: Any, schema: Schema) -> list[Any]:
    """`body` with NaN or an infinity in place of each of its numbers."""
    places = [place for place, what, _ in _spoiled(body, schema, ()) if what == "boolean for"]
    values = itertools.cycle((math.nan, math.inf, -math.inf))
    return [_replaced(body, place, value) for place, value in zip(places, values, strict=False)]
