"""The declared tables against the models that use them."""

from __future__ import annotations

import importlib
import pkgutil
from inspect import getmembers
from typing import Any

import pynamodb.indexes
import pytest

import fitsync
from fitsync.kit.store import Item
from infra import platform
from infra.platform import Index, Table

TABLES = pytest.mark.parametrize("table", platform.TABLES, ids=lambda table: table.name)


def _models() -> list[type[Item]]:
    for module in pkgutil.walk_packages(fitsync.__path__, "fitsync."):
        if module.name.rpartition(".")[2] in ("models", "limits", "once", "erased"):
            importlib.import_module(module.name)
    return [model for model in _below(Item) if hasattr(model, "table")]


def _below(model: type[Item]) -> list[type[Item]]:
    return [each for child in model.__subclasses__() for each in (child, *_below(child))]


@TABLES
def test_models_have_the_keys_and_indexes_that_are_declared(table: Table) -> None:
    models = [model for model in _models() if model.table == table.name]
    assert models
    used: dict[str, Any] = {}
    for model in models:
        attributes = model.get_attributes().values()
        assert [one.attr_name for one in attributes if one.is_hash_key] == ["pk"]
        assert [one.attr_name for one in attributes if one.is_range_key] == ["sk"]
        assert (model.pk.attr_type, model.sk.attr_type) == ("S", "S")
        for _, index in getmembers(model, lambda one: isinstance(one, pynamodb.indexes.Index)):
            used[index.Meta.index_name] = _used(index)
    assert used == {index.name: _declared(index) for index in table.indexes}


def test_every_model_lies_in_a_declared_table() -> None:
    assert {model.table for model in _models()} == {table.name for table in platform.TABLES}


def _used(index: pynamodb.indexes.Index[Any]) -> dict[str, Any]:
    keys = sorted(index.Meta.attributes.values(), key=lambda one: not one.is_hash_key)
    return {
        "local": isinstance(index, pynamodb.indexes.LocalSecondaryIndex),
        "keys": [(one.attr_name, one.attr_type) for one in keys if one.is_hash_key or one.is_range_key],
        "projection": index.Meta.projection.projection_type,
        "attributes": sorted(index.Meta.projection.non_key_attributes or ()),
    }


def _declared(index: Index) -> dict[str, Any]:
    names = [name for name in (index.pk, index.sk) if name]
    kind = "ALL" if index.include is None else "INCLUDE" if index.include else "KEYS_ONLY"
    return {
        "local": index.local,
        "keys": [(name, "N" if name in index.numeric else "S") for name in names],
        "projection": kind,
        "attributes": sorted(index.include or ()),
    }
