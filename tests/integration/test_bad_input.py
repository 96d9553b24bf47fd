"""Refusals: the right status, a stable code, the field by name, nothing stored, nothing internal told."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urlencode

import pytest

from fitsync.kit import clock, cursor, errors
from tests.support.accounts import Member, member
from tests.support.api import Answer, Api
from tests.support.declared import Operation, body_schema, operations, parameters, specification
from tests.support.mutations import mutations, with_nan
from tests.support.requests import prepared, send
from tests.support.requests.base import Request
from tests.support.tables import contents

pytestmark = pytest.mark.usefixtures("stopped_clock")

OPERATIONS = operations()
WITH_BODY = [one for one in OPERATIONS if body_schema(one)]
PAGED = [one for one in OPERATIONS if "cursor" in parameters(one, "query")]
CONDITIONAL = [one for one in OPERATIONS if "if-match" in parameters(one, "header")]
OF_OBJECTS = [one for one in OPERATIONS if one.object_ids]
NUMBERED = [one for one in OPERATIONS if any(name.endswith("Index") for name in parameters(one, "path"))]
# Fewer than ten requests a minute, the smallest rate limit there is.
SECONDS_APART = 7
INTERNALS = ("Traceback", "pydantic", "botocore", "boto", "fitsync-test", "functions/", ".py", "DynamoDB", "pynamodb")


class Caller:
    """Sends spoiled requests as the owner, and sees that a refusal is one in every respect."""

    def __init__(self, one: Operation) -> None:
        self.one = one
        self.owner: Member = member()
        self.request = prepared(one, self.owner)
        self.api = self.owner.api if one.access.signed_in else Api()
        self._stored = contents()

    def refused(self, status: int, code: str, request: Request | None = None, *, raw: str | None = None) -> Answer:
        """The answer to a request that must be refused like this."""
        clock.advance(SECONDS_APART)
        request = request or self.request
        if raw is not None:
            answer = self.api.call(self.one.method, request.path, raw=raw, headers=request.headers)
        else:
            answer = send(self.api, self.one, request)
        shown = answer.body[:300]
        assert (answer.status, answer.code) == (status, code), shown
        assert_failure_envelope(answer)
        return answer

    def assert_nothing_stored(self) -> None:
        """None of the refused requests has left anything behind."""
        assert contents() == self._stored


@pytest.fixture
def caller(one: Operation) -> Iterator[Caller]:
    """The owner of what the operation is about; after the test nothing may have been stored."""
    made = Caller(one)
    yield made
    made.assert_nothing_stored()


def assert_failure_envelope(answer: Answer) -> None:
    body = answer.json
    assert set(body) == {"success", "error", "requestId", "timestamp"}
    assert set(body["error"]) == {"code", "type", "message", "details"}
    assert errors.catalogue()[body["error"]["code"]].status == answer.status
    assert body["requestId"] == answer.headers["x-request-id"]
    assert datetime.fromisoformat(body["timestamp"]).tzinfo is not None
    assert answer.headers["content-type"] == "application/json"
    assert not [word for word in INTERNALS if word in answer.body]


def fields(answer: Answer) -> list[str]:
    return [problem["field"] for problem in answer.json["error"]["details"]["fields"]]


@pytest.mark.parametrize("one", WITH_BODY, ids=str)
def test_a_body_that_is_wrong_in_one_place(one: Operation, caller: Caller) -> None:
    schema = body_schema(one)
    assert schema
    for mutation in mutations(caller.request.body, schema):
        sent = Request(caller.request.path, mutation.body, caller.request.headers)
        answer = caller.refused(422, "VALIDATION_FAILED", sent)
        named = fields(answer)
        assert any(name.startswith(mutation.field) or mutation.field.startswith(name) for name in named), (
            f"{mutation}: {answer.body}"
        )
        assert all(name != "body" for name in named), f"{mutation}: {answer.body}"


@pytest.mark.parametrize("one", WITH_BODY, ids=str)
def test_a_body_that_is_not_json(caller: Caller) -> None:
    for raw in ("{", '"\\ud800"', '{"a": 1,}', "{'a': 1}", "[1, 2", "tru", '{"a": 1} x'):
        caller.refused(400, "MALFORMED_JSON", raw=raw)


@pytest.mark.parametrize("one", WITH_BODY, ids=str)
def test_a_number_that_is_none(one: Operation, caller: Caller) -> None:
    schema = body_schema(one)
    assert schema
    for body in with_nan(caller.request.body, schema):
        caller.refused(400, "MALFORMED_JSON", raw=json.dumps(body))


@pytest.mark.parametrize("one", WITH_BODY, ids=str)
def test_json_of_another_shape(one: Operation, caller: Caller) -> None:
    nothing = ["", "null"] if specification(one)["requestBody"].get("required") else []
    for raw in ("[]", '"text"', "7", "true", "[{}]", *nothing):
        assert fields(caller.refused(422, "VALIDATION_FAILED", raw=raw))[0].startswith("body")


@pytest.mark.parametrize("one", WITH_BODY, ids=str)
def test_a_body_of_ten_megabytes(caller: Caller) -> None:
    huge = {**caller.request.body, "padding": "x" * 10_000_000}
    caller.refused(413, "PAYLOAD_TOO_LARGE", raw=json.dumps(huge))


@pytest.mark.parametrize("one", WITH_BODY, ids=str)
def test_a_body_of_another_media_type(caller: Caller) -> None:
    for media_type in ("text/plain", "application/x-www-form-urlencoded", "application/xml", "x"):
        headers = {**caller.request.headers, "Content-Type": media_type}
        request = Request(caller.request.path, caller.request.body, headers)
        caller.refused(415, "UNSUPPORTED_MEDIA_TYPE", request)


@pytest.mark.parametrize("one", PAGED, ids=str)
def test_a_cursor_that_this_listing_did_not_give(caller: Caller) -> None:
    forged = [
        "x",
        "\u00e9",
        "e30",
        "A" * 100,
        cursor.encode({"id": "01JD8Z5Q4M9V6T3X2R7C0B1N8K"}, scope="another listing"),
    ]
    for given in forged:
        caller.refused(400, "INVALID_CURSOR", with_query(caller.request, cursor=given))
    caller.refused(422, "VALIDATION_FAILED", with_query(caller.request, cursor="A" * 2000))


@pytest.mark.parametrize("one", PAGED, ids=str)
def test_a_page_of_an_impossible_size(caller: Caller) -> None:
    for limit in ("0", "-1", "101", "1e2", "NaN", "", "x"):
        answer = caller.refused(422, "VALIDATION_FAILED", with_query(caller.request, limit=limit))
        assert fields(answer) == ["query.limit"]


def with_query(request: Request, **values: str) -> Request:
    joint = "&" if "?" in request.path else "?"
    return Request(f"{request.path}{joint}{urlencode(values)}", request.body, request.headers)


@pytest.mark.parametrize("one", CONDITIONAL, ids=str)
def test_a_change_based_on_an_old_version(caller: Caller) -> None:
    for tag in ('"999"', '"x"', 'W/"1"', "nonsense"):
        request = Request(caller.request.path, caller.request.body, {**caller.request.headers, "If-Match": tag})
        caller.refused(412, "PRECONDITION_FAILED", request)
    too_long = Request(caller.request.path, caller.request.body, {**caller.request.headers, "If-Match": "x" * 300})
    caller.refused(422, "VALIDATION_FAILED", too_long)


@pytest.mark.parametrize("one", OF_OBJECTS, ids=str)
def test_an_id_that_nothing_has(one: Operation, caller: Caller) -> None:
    for name, path in _with_other_ids(one, caller.request.path, clock.new_id()):
        answer = send(caller.api, one, Request(path, caller.request.body, caller.request.headers))
        assert answer.status == 404, f"{name}: {answer.body}"
        assert_failure_envelope(answer)


@pytest.mark.parametrize("one", OF_OBJECTS, ids=str)
def test_an_id_that_is_none(one: Operation, caller: Caller) -> None:
    for wrong in ("1", "x" * 26, "01jd8z5q4m9v6t3x2r7c0b1n8k", "8" * 26, "x" * 500, "%00", "..%2F.."):
        for name, path in _with_other_ids(one, caller.request.path, wrong):
            request = Request(path, caller.request.body, caller.request.headers)
            answer = send(caller.api, one, request)
            assert answer.status in (404, 422), answer.body
            assert_failure_envelope(answer)
            if answer.status == 422:
                assert fields(answer)[0] == f"path.{name}"


@pytest.mark.parametrize("one", NUMBERED, ids=str)
def test_a_position_that_is_none(one: Operation, caller: Caller) -> None:
    template = one.path.split("/")
    sent = caller.request.path.partition("?")[0].split("/")
    for place, part in enumerate(template):
        if not part.endswith("Index}"):
            continue
        for wrong in ("-1", "x", "1.5", "99999999999999999999", "%20"):
            path = "/".join([*sent[:place], wrong, *sent[place + 1 :]])
            answer = send(caller.api, one, Request(path, caller.request.body, caller.request.headers))
            assert (answer.status, answer.code) == (422, "VALIDATION_FAILED")
            assert fields(answer) == [f"path.{part.strip('{}')}"]


def _with_other_ids(one: Operation, path: str, other: str) -> Iterator[tuple[str, str]]:
    """The path with each of its ids in turn replaced by `other`."""
    bare, mark, query = path.partition("?")
    sent = bare.split("/")
    for place, part in enumerate(one.path.split("/")):
        if part.strip("{}") in one.object_ids:
            yield part.strip("{}"), "/".join([*sent[:place], other, *sent[place + 1 :]]) + mark + query


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/v1/users/nothing-here/at-all", 404, "ROUTE_NOT_FOUND"),
        ("GET", "/v1/auth/no-such-thing", 404, "ROUTE_NOT_FOUND"),
        ("PATCH", "/v1/users/profile", 405, "METHOD_NOT_ALLOWED"),
        ("DELETE", "/v1/auth/login", 405, "METHOD_NOT_ALLOWED"),
        ("GET", "/v1/users/profile/", 404, "ROUTE_NOT_FOUND"),
    ],
)
def test_a_path_or_method_that_is_not_there(method: str, path: str, status: int, code: str) -> None:
    answer = member().api.call(method, path)
    assert (answer.status, answer.code) == (status, code)
    assert_failure_envelope(answer)
    if status == 405:
        assert answer.headers["allow"]


def test_a_refusal_shows_a_bounded_number_of_problems() -> None:
    body = {f"unknown{number}": 1 for number in range(500)}
    answer = member().api.put("/v1/users/profile", body)
    assert len(fields(answer)) <= 20
    assert len(answer.body) < 5_000


def test_a_refusal_never_repeats_a_password() -> None:
    answer = Api().post("/v1/auth/register", {"email": "x", "password": "s3cr3t", "username": "ada"})
    assert answer.status == 422
    assert "s3cr3t" not in answer.body
