from __future__ import annotations
import __future__

import importlib
import pkgutil
import sys
from collections.abc import Iterator

from pydantic import BaseModel

import fitsync
import functions


def _models(base: type[BaseModel]) -> Iterator[type[BaseModel]]:
    for model in base.__subclasses__():
        yield model
        yield from _models(model)


def test_modules_that_declare_models_do_not_postpone_annotations() -> None:
    """Evaluating postponed annotations costs a cold start about as much again as declaring the models."""
    for package in (fitsync, functions):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)
    # A generic one that was given its parameter is made where it is used.
    declared = (model for model in _models(BaseModel) if not model.__pydantic_generic_metadata__["args"])
    own = {model.__module__ for model in declared if model.__module__.split(".")[0] in ("fitsync", "functions")}
    assert len(own) > 50
    postponed = {name for name in own if getattr(sys.modules[name], "annotations", None) is __future__.annotations}
    assert postponed == set()
