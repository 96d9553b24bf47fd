from __future__ import annotations

import importlib
import pkgutil
import re

import pytest

import fitsync
from fitsync.kit import errors
from fitsync.kit.errors import FitSyncError, NotFound, RateLimited, ValidationFailed


@pytest.fixture(scope="module")
def catalogue() -> dict[str, type[FitSyncError]]:
    for module in pkgutil.walk_packages(fitsync.__path__, "fitsync."):
        if module.name.endswith("errors"):
            importlib.import_module(module.name)
    return errors.catalogue()


def test_every_error_has_its_own_code_a_status_and_a_message(catalogue: dict[str, type[FitSyncError]]) -> None:
    classes = set(_below(FitSyncError))
    for error in classes:
        assert re.fullmatch(r"[A-Z][A-Z0-9_]+", error.code), error
        assert error.type()
        assert error.message.endswith("."), error
        assert "code" in vars(error), f"{error} has the code of {error.__base__}"
        assert catalogue[error.code] is error


def test_a_code_is_given_once() -> None:
    with pytest.raises(TypeError, match="NOT_FOUND"):

        class Elsewhere(NotFound):
            code = "NOT_FOUND"


def test_a_refusal_tells_what_it_was_given_and_nothing_else() -> None:
    assert ValidationFailed.at("body.sets.0.rpe", "too high").details == {
        "fields": [{"field": "body.sets.0.rpe", "reason": "too high"}]
    }
    assert RateLimited.until(30).headers == {"Retry-After": "30"}
    assert NotFound().details is None
    assert str(NotFound("No such thing.")) == "No such thing."


def _below(kind: type[FitSyncError]) -> list[type[FitSyncError]]:
    found: list[type[FitSyncError]] = []
    for child in kind.__subclasses__():
        if child.__module__.startswith("fitsync."):
            found += [*([] if child.__name__.startswith("_") else [child]), *_below(child)]
    return found
