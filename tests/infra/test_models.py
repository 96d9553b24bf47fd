"""The declared tables against the models that use them."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from typing import Any

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
        schema = model._get_schema()
        assert {key["AttributeName"]: key["KeyType"] for key in schema["key_schema"]} == {"pk": "HASH", "sk": "RANGE"}
        kinds = {each["AttributeName"]: each["AttributeType"] for each in schema["attribute_definitions"]}
        assert (kinds["pk"], kinds["sk"]) == ("S", "S")
        used |= {each["index_name"]: _used(each, True, kinds) for each in schema["local_secondary_indexes"]}
        used |= {each["index_name"]: _used(each, False, kinds) for each in schema["global_secondary_indexes"]}
    assert used == {index.name: _declared(index) for index in table.indexes}


def test_every_model_lies_in_a_declared_table() -> None:
    assert {model.table for model in _models()} == {table.name for table in platform.TABLES}


def _used(index: Mapping[str, Any], local: bool, kinds: dict[str, str]) -> dict[str, Any]:
    keys = {key["KeyType"]: key["AttributeName"] for key in index["key_schema"]}
    projection = index["projection"]
    return {
        "local": local,
        "keys": [(name, kinds[name]) for name in (keys["HASH"], keys.get("RANGE")) if name],
        "projection": projection["ProjectionType"],
        "attributes": sorted(projection.get("NonKeyAttributes", [])),
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
