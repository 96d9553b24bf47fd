"""Conditions and changes as the API wants them: expressions with placeholders."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action, Update


class Expressions:
    """The expressions of one request, which share their placeholders."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._values: dict[str, Any] = {}
        self._written: dict[str, str] = {}

    def add(self, name: str, condition: Condition | None) -> None:
        """Write `condition` as the parameter `name` of the request."""
        if condition is not None:
            self._written[name] = condition.serialize(self._names, self._values)

    def change(self, actions: Sequence[Action]) -> None:
        """Write the actions of an update."""
        self._written["UpdateExpression"] = Update(*actions).serialize(self._names, self._values) or ""

    def parameters(self) -> dict[str, Any]:
        """What the request needs for them."""
        found: dict[str, Any] = dict(self._written)
        if self._names:
            found["ExpressionAttributeNames"] = {short: name for name, short in self._names.items()}
        if self._values:
            found["ExpressionAttributeValues"] = self._values
        return found
