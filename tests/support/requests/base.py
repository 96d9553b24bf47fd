"""The shape of a prepared request."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from tests.support.accounts import Member


@dataclass(frozen=True)
class Request:
    """A path with its parameters filled in, and what goes with it."""

    path: str
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)


Prepare: TypeAlias = Callable[[Member], Request]


def plain(path: str, body: object = None) -> Prepare:
    """A request that needs nothing to be there."""
    return lambda _: Request(path, body)
