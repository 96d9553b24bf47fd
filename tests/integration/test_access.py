"""Who reaches what, for every route, from the access that the route declares."""

from __future__ import annotations

import pytest

from fitsync.kit import clock
from fitsync.kit.auth import Access, Role
from fitsync.kit.http.app import build_handler, create_app
from fitsync.kit.http.dependencies import CurrentUser
from fitsync.kit.http.routing import Router
from tests.support.accounts import Member, member
from tests.support.api import Api, LambdaContext, handler_for, principal, rest_event
from tests.support.declared import Operation, operations
from tests.support.requests import PREPARE, prepared, send

pytestmark = pytest.mark.usefixtures("stopped_clock")

OPERATIONS = operations()
SIGNED_IN = [one for one in OPERATIONS if one.access.signed_in]
# Anybody may block anybody: the person in the path is nobody's object.
OF_PEOPLE = {"blockUser"}
OF_OBJECTS = [one for one in SIGNED_IN if one.object_ids and one.id not in OF_PEOPLE]
TOO_LOW = {Access.PREMIUM: [Role.USER], Access.ADMIN: [Role.USER, Role.PREMIUM]}
NEEDED = {Access.PREMIUM: Role.PREMIUM, Access.ADMIN: Role.ADMIN}


def owner_of(one: Operation) -> Member:
    return member(role=NEEDED.get(one.access, Role.USER))


def test_there_is_a_valid_request_for_every_operation_and_none_besides() -> None:
    assert set(PREPARE) == {one.id for one in OPERATIONS}


def test_operation_ids_are_unique() -> None:
    assert len({one.id for one in OPERATIONS}) == len(OPERATIONS)


@pytest.mark.parametrize("one", SIGNED_IN, ids=str)
def test_nobody_gets_in_without_signing_in(one: Operation) -> None:
    request = prepared(one, owner_of(one))
    answer = send(Api(), one, request)
    assert (answer.status, answer.code) == (401, "UNAUTHENTICATED")


@pytest.mark.parametrize("one", OPERATIONS, ids=str)
def test_the_owner_gets_in(one: Operation) -> None:
    owner = owner_of(one)
    request = prepared(one, owner)
    answer = send(owner.api if one.access.signed_in else Api(), one, request)
    assert 200 <= answer.status < 300, answer.body


@pytest.mark.parametrize("one", OF_OBJECTS, ids=str)
def test_somebody_else_s_object_is_not_there(one: Operation) -> None:
    owner = owner_of(one)
    request = prepared(one, owner)
    stranger = Member(Api(principal(owner.principal.role)), "stranger@example.org")
    refused = send(stranger.api, one, request)
    assert refused.status == 404, refused.body

    # What a stranger sees of an object is what they see of nothing.
    missing = request.path
    for segment in request.path.partition("?")[0].split("/"):
        if len(segment) == 26:
            missing = missing.replace(segment, clock.new_id())
    nothing = stranger.api.call(one.method, missing, request.body, headers=request.headers)
    assert (nothing.status, nothing.json["error"]) == (refused.status, refused.json["error"])

    assert 200 <= send(owner.api, one, request).status < 300


def test_a_role_that_is_too_low_is_refused() -> None:
    for one in OPERATIONS:
        for role in TOO_LOW.get(one.access, []):
            request = prepared(one, owner_of(one))
            assert send(Api(principal(role)), one, request).status == 403, one


@pytest.mark.parametrize(
    ("access", "role", "expected"),
    [
        (Access.USER, None, 401),
        (Access.USER, Role.USER, 200),
        (Access.PREMIUM, None, 401),
        (Access.PREMIUM, Role.USER, 403),
        (Access.PREMIUM, Role.PREMIUM, 200),
        (Access.PREMIUM, Role.ADMIN, 200),
        (Access.ADMIN, None, 401),
        (Access.ADMIN, Role.USER, 403),
        (Access.ADMIN, Role.PREMIUM, 403),
        (Access.ADMIN, Role.ADMIN, 200),
    ],
)
def test_declared_access_decides(access: Access, role: Role | None, expected: int) -> None:
    router = Router("things")

    @router.get("/things", access=access, summary="Things")
    async def things(user: CurrentUser) -> dict[str, str]:
        return {"role": user.role}

    event = rest_event("GET", "/v1/things", user=principal(role) if role else None)
    answer = build_handler(create_app(router))(event, LambdaContext())
    assert answer["statusCode"] == expected


@pytest.mark.parametrize("context", [{}, {"principalId": "x"}, {"userId": ""}])
def test_an_authorizer_context_without_a_user_is_nobody(context: dict[str, str]) -> None:
    for one in SIGNED_IN:
        event = rest_event(one.method, one.path)
        event["requestContext"]["authorizer"] = context
        assert handler_for(one.path)(event, LambdaContext())["statusCode"] == 401, one
