"""Every example body of the OpenAPI document is one that its route takes."""

from __future__ import annotations

import pytest

from fitsync.kit.auth import Access, Role
from tests.support.accounts import member
from tests.support.declared import Operation, operations, specification
from tests.support.requests import prepared

pytestmark = pytest.mark.usefixtures("stopped_clock")


# The example stands for somebody else's password, token or state; that it is well formed is what counts here.
_OF_ANOTHER_STATE = {401, 404, 409, 412}


def _examples() -> list[tuple[Operation, str]]:
    bodies = [(one, specification(one).get("requestBody", {}).get("content", {})) for one in operations()]
    return [(one, name) for one, content in bodies if content for name in content["application/json"]["examples"]]


@pytest.mark.parametrize(("one", "name"), _examples(), ids=str)
def test_the_example_is_taken(one: Operation, name: str) -> None:
    owner = member(role=Role.ADMIN if one.access is Access.ADMIN else Role.PREMIUM)
    path = prepared(one, owner).path
    body = specification(one)["requestBody"]["content"]["application/json"]["examples"][name]["value"]
    answer = owner.api.call(one.method, path, body)
    assert answer.status < 300 or answer.status in _OF_ANOTHER_STATE or answer.code == "INVALID_TOKEN", answer.body
