"""Every sample event goes through its function."""

from __future__ import annotations

import importlib
from typing import Any

import pytest

from infra import platform
from tests.support.api import LambdaContext
from tests.support.meter import metered, permissions
from tests.support.samples import FOLDER, create_sample_user, samples


@pytest.fixture(autouse=True)
def _ada(stopped_clock: None) -> None:
    create_sample_user()


def test_every_function_has_samples_and_every_sample_a_function() -> None:
    assert {folder.name for folder in FOLDER.iterdir()} == {function.name for function in platform.functions()}


@pytest.mark.parametrize("function", list(platform.functions()), ids=lambda function: function.name)
def test_samples_succeed(function: platform.Function) -> None:
    handler = importlib.import_module(f"functions.{function.name}.handler").handler
    found = samples(function.name)
    assert found
    with metered() as meter:
        for name, event in found:
            assert succeeded(function, handler(event, LambdaContext())), name
    assert meter.touched <= permissions(function)


def succeeded(function: platform.Function, answer: Any) -> bool:
    """Whether a function's answer says that all went well."""
    match function:
        case platform.HttpArea():
            return 200 <= int(answer["statusCode"]) < 300
        case platform.Authorizer() | platform.SocketAuthorizer():
            return bool(answer["policyDocument"]["Statement"][0]["Effect"] == "Allow")
        case platform.Socket():
            return int(answer["statusCode"]) == 200
        case platform.Publisher() | platform.Consumer():
            return bool(answer == {"batchItemFailures": []})
        case _:
            return answer is None
