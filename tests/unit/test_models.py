from __future__ import annotations
import __future__

import dataclasses
import functools
import importlib
import pkgutil
import sys
from collections.abc import Iterator
from types import ModuleType

from pydantic import BaseModel

import fitsync
import functions


def _models(base: type[BaseModel]) -> Iterator[type[BaseModel]]:
    for model in base.__subclasses__():
        yield model
        yield from _models(model)


def _modules() -> Iterator[ModuleType]:
    for package in (fitsync, functions):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            yield importlib.import_module(module.name)


def test_modules_that_declare_models_do_not_postpone_annotations() -> None:
    """Evaluating postponed annotations costs a cold start about as much again as declaring the models."""
    assert len(list(_modules())) > 50
    # A generic one that was given its parameter is made where it is used.
    declared = (model for model in _models(BaseModel) if not model.__pydantic_generic_metadata__["args"])
    own = {model.__module__ for model in declared if model.__module__.split(".")[0] in ("fitsync", "functions")}
    assert len(own) > 50
    postponed = {name for name in own if getattr(sys.modules[name], "annotations", None) is __future__.annotations}
    assert postponed == set()


def test_records_are_named_tuples_unless_they_need_what_only_a_dataclass_has() -> None:
    """A frozen dataclass takes five times as long to declare."""
    records = {
        value
        for module in _modules()
        for value in vars(module).values()
        if isinstance(value, type) and value.__module__ == module.__name__ and dataclasses.is_dataclass(value)
    }
    assert len(records) > 5
    assert {record for record in records if _frozen(record) and not _needs_more(record)} == set()


def _frozen(record: type) -> bool:
    return bool(record.__dataclass_params__.frozen)  # type: ignore[attr-defined]


def _needs_more(record: type) -> bool:
    fields = dataclasses.fields(record)
    return any(isinstance(each, functools.cached_property) for each in vars(record).values()) or any(
        each.default_factory not in (dataclasses.MISSING, tuple, frozenset) or not each.repr for each in fields
    )
