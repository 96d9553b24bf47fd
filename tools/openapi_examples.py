"""Examples made from schemas: the `examples` that fields carry, then defaults, then what the type allows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from fitsync.kit.http.openapi import EXAMPLE_TIME

Schema: TypeAlias = Mapping[str, Any]

_TEXT = "text"
_BY_FORMAT = {
    "date-time": EXAMPLE_TIME,
    "date": EXAMPLE_TIME[:10],
    "email": "ada@example.org",
    "uri": "https://example.org/",
}
_REF = "#/components/schemas/"


class Examples:
    """Makes examples from schemas that refer to `components`."""

    def __init__(self, components: Mapping[str, Schema]) -> None:
        self._components = components

    def request(self, schema: Schema) -> Any:
        """A body with what it must have and those optional fields that carry an example; with all if that is none."""
        return self._made(schema, whole=False) or self._made(schema, whole=True)

    def response(self, schema: Schema) -> Any:
        """A body with every field."""
        return self._made(schema, whole=True)

    def _made(self, schema: Schema, *, whole: bool) -> Any:
        schema = self._resolved(schema)
        for key in ("examples", "enum"):
            if schema.get(key):
                return schema[key][0]
        for key in ("const", "default"):
            if schema.get(key) is not None:
                return schema[key]
        if choices := schema.get("anyOf") or schema.get("oneOf"):
            return self._made(next((c for c in choices if c.get("type") != "null"), choices[0]), whole=whole)
        kinds: dict[str, Callable[[], Any]] = {
            "object": lambda: self._object(schema, whole=whole),
            "array": lambda: self._array(schema, whole=whole),
            "string": lambda: _string(schema),
            "integer": lambda: int(_number(schema)),
            "number": lambda: _number(schema),
            "boolean": lambda: True,
            "null": lambda: None,
        }
        kind = schema.get("type", "object")
        return kinds[kind if isinstance(kind, str) else kind[0]]()

    def _object(self, schema: Schema, *, whole: bool) -> dict[str, Any]:
        required = schema.get("required", [])
        made = {
            name: self._made(part, whole=whole)
            for name, part in schema.get("properties", {}).items()
            if whole or name in required or self._shown(part)
        }
        values = schema.get("additionalProperties")
        if not made and isinstance(values, Mapping):
            made[self._made(schema.get("propertyNames", {"type": "string"}), whole=whole)] = self._made(
                values, whole=whole
            )
        return made

    def _array(self, schema: Schema, *, whole: bool) -> list[Any]:
        if "prefixItems" in schema:
            return [self._made(part, whole=whole) for part in schema["prefixItems"]]
        return [self._made(schema.get("items", {}), whole=whole)] * max(1, schema.get("minItems", 1))

    def _shown(self, schema: Schema) -> bool:
        """Whether the field itself carries an example."""
        if "examples" in schema:
            return True
        return any(self._shown(choice) for choice in schema.get("anyOf", []) if "$ref" not in choice)

    def _resolved(self, schema: Schema) -> Schema:
        if "$ref" not in schema:
            return schema
        target = self._resolved(self._components[schema["$ref"].removeprefix(_REF)])
        return {**target, **{key: value for key, value in schema.items() if key != "$ref"}}


def _string(schema: Schema) -> str:
    text = _BY_FORMAT.get(schema.get("format", ""), _TEXT)
    return text.ljust(schema.get("minLength", 0), "x")[: schema.get("maxLength", len(text) + 100)]


def _number(schema: Schema) -> float:
    """The number closest to one that the bounds allow."""
    lowest = schema.get("minimum", schema.get("exclusiveMinimum", -1) + 1)
    highest = schema.get("maximum", schema.get("exclusiveMaximum", float("inf")))
    value: float = min(max(1, lowest), highest)
    return value
