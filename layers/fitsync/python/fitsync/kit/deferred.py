"""Models whose validators are left until they are used (`defer_build`): a cold start builds those of one route."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel, TypeAdapter


def build() -> None:
    """Build the validator of everything that the function has imported."""
    for model in unbuilt_models():
        model.model_rebuild()
    for adapter in unbuilt_adapters():
        adapter.rebuild()


def unbuilt_models() -> list[type[BaseModel]]:
    """The models without a validator."""
    return [model for model in _descendants(BaseModel) if not model.__pydantic_complete__]


def unbuilt_adapters() -> list[TypeAdapter[Any]]:
    """The adapters without one. FastAPI has an adapter for each body, parameter and answer; nothing lists them."""
    return [each for each in gc.get_objects() if isinstance(each, TypeAdapter) and not each.pydantic_complete]


def _descendants(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    for each in model.__subclasses__():
        yield each
        yield from _descendants(each)
