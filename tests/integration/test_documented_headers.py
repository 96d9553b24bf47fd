"""A success carries the headers that the OpenAPI document gives it, and no other of them."""

from __future__ import annotations

import pytest

from fitsync.kit.auth import Access, Role
from tests.support.accounts import member
from tests.support.declared import Operation, document, operations, specification
from tests.support.requests import prepared, send

pytestmark = pytest.mark.usefixtures("stopped_clock")


@pytest.mark.parametrize("one", operations(), ids=str)
def test_headers_are_as_documented(one: Operation) -> None:
    owner = member(role={Access.PREMIUM: Role.PREMIUM, Access.ADMIN: Role.ADMIN}.get(one.access, Role.USER))
    answer = send(owner.api, one, prepared(one, owner))
    assert answer.status < 300, answer.body
    documented = {name.lower() for name in specification(one)["responses"][str(answer.status)]["headers"]}
    known = {name.lower() for name in document()["components"]["headers"]}
    assert known & set(answer.headers) == documented


@pytest.mark.parametrize("one", [one for one in operations() if "304" in specification(one)["responses"]], ids=str)
def test_what_is_unchanged_is_not_sent_again(one: Operation) -> None:
    owner = member(role={Access.PREMIUM: Role.PREMIUM, Access.ADMIN: Role.ADMIN}.get(one.access, Role.USER))
    request = prepared(one, owner)
    known = owner.api.get(request.path).etag
    answer = owner.api.get(request.path, headers={"If-None-Match": known})
    assert (answer.status, answer.body, answer.etag) == (304, "", known)
