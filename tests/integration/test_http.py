"""The HTTP edge that every area shares, shown on a small area of its own."""

from __future__ import annotations

import base64
import json

import pytest

from fitsync.kit.auth import Role
from fitsync.kit.http.app import MAX_BODY_BYTES
from tests.support.api import Api, LambdaContext, principal, rest_event
from tests.support.environment import ORIGIN
from tests.support.plates import plates_handler


class TestRequestIds:
    def test_every_answer_has_a_new_one(self, visitor: Api) -> None:
        first, second = visitor.get("/v1/plates/public"), visitor.get("/v1/plates/public")
        assert len(first.headers["x-request-id"]) == 26
        assert first.headers["x-request-id"] != second.headers["x-request-id"]

    def test_it_is_the_one_that_the_gateways_log_has(self) -> None:
        event = rest_event("GET", "/v1/plates/public")
        answer = plates_handler()(event, LambdaContext())
        assert answer["headers"]["X-Request-ID"] == event["requestContext"]["requestId"]

    def test_the_clients_own_comes_back_and_is_in_a_refusal(self, visitor: Api) -> None:
        answer = visitor.get("/v1/plates/heavy", headers={"X-Request-ID": "from-client_1.2"})
        assert answer.headers["x-request-id"] == answer.json["requestId"] == "from-client_1.2"

    @pytest.mark.parametrize("offered", ["short", "x" * 65, "with space 123", "new\r\nline-123", "ünïcödé-123"])
    def test_one_that_could_forge_a_log_line_is_replaced(self, visitor: Api, offered: str) -> None:
        answer = visitor.get("/v1/plates/public", headers={"x-request-id": offered})
        assert answer.headers["x-request-id"] != offered


class TestHeaders:
    @pytest.mark.parametrize("path", ["/v1/plates/heavy", "/v1/plates/nowhere", "/v1/plates/broken"])
    def test_every_answer_is_protected(self, plates: Api, path: str) -> None:
        headers = plates.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"
        assert headers["strict-transport-security"].startswith("max-age=63072000")
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["cache-control"] == "no-store"

    def test_a_route_may_set_its_own_caching(self, visitor: Api) -> None:
        assert visitor.get("/v1/plates/public").headers["cache-control"] == "public, max-age=60"

    def test_a_declared_origin_may_read_the_answer(self, plates: Api) -> None:
        headers = plates.get("/v1/plates/heavy", headers={"Origin": ORIGIN}).headers
        assert headers["access-control-allow-origin"] == ORIGIN
        assert headers["access-control-allow-credentials"] == "true"
        assert {"ETag", "X-Request-ID"} <= set(headers["access-control-expose-headers"].split(", "))
        assert headers["vary"] == "Origin"

    @pytest.mark.parametrize("origin", ["https://evil.example", "null", f"{ORIGIN}.evil.example", f"{ORIGIN}/"])
    def test_any_other_may_not(self, plates: Api, origin: str) -> None:
        headers = plates.get("/v1/plates/heavy", headers={"Origin": origin}).headers
        assert "access-control-allow-origin" not in headers
        assert headers["vary"] == "Origin"

    def test_a_refusal_can_be_read_by_a_declared_origin_too(self, visitor: Api) -> None:
        answer = visitor.get("/v1/plates/heavy", headers={"Origin": ORIGIN})
        assert (answer.status, answer.headers["access-control-allow-origin"]) == (401, ORIGIN)


class TestVersions:
    @pytest.mark.parametrize("known", ['"3"', 'W/"3"', '"2", "3"', "*"])
    def test_what_the_client_has_is_not_sent_again(self, plates: Api, known: str) -> None:
        answer = plates.get("/v1/plates/heavy", headers={"If-None-Match": known})
        assert (answer.status, answer.body, answer.etag) == (304, "", '"3"')
        assert "content-type" not in answer.headers
        assert "content-length" not in answer.headers

    @pytest.mark.parametrize("known", ['"2"', '"33"', "3", ""])
    def test_an_older_one_is_sent(self, plates: Api, known: str) -> None:
        assert plates.get("/v1/plates/heavy", headers={"If-None-Match": known}).data == "heavy"

    def test_a_refusal_is_never_not_modified(self, plates: Api) -> None:
        assert plates.get("/v1/plates/nowhere", headers={"If-None-Match": "*"}).status == 404

    @pytest.mark.parametrize("based_on", ['"3"', '"1", "3"', "*", None])
    def test_a_change_of_the_current_version_happens(self, plates: Api, based_on: str | None) -> None:
        headers = {} if based_on is None else {"If-Match": based_on}
        assert plates.put("/v1/plates/heavy", {"name": "A", "weight": 20}, headers=headers).status == 200

    @pytest.mark.parametrize("based_on", ['"2"', 'W/"3"', "3", "nonsense"])
    def test_a_change_of_another_one_does_not(self, plates: Api, based_on: str) -> None:
        answer = plates.put("/v1/plates/heavy", {"name": "A", "weight": 20}, headers={"If-Match": based_on})
        assert (answer.status, answer.code) == (412, "PRECONDITION_FAILED")

    def test_an_endless_if_match_is_refused(self, plates: Api) -> None:
        answer = plates.put("/v1/plates/heavy", {"name": "A", "weight": 20}, headers={"If-Match": '"1",' * 100})
        assert answer.json["error"]["details"]["fields"][0]["field"] == "header.if-match"


class TestRoutes:
    def test_an_unknown_path_is_refused_in_the_envelope(self, plates: Api) -> None:
        answer = plates.get("/v1/plates/nowhere")
        assert (answer.status, answer.code) == (404, "ROUTE_NOT_FOUND")
        assert answer.json["error"]["type"] == "not_found"
        assert answer.json["timestamp"].endswith("Z")

    def test_a_trailing_slash_is_another_path(self, plates: Api) -> None:
        assert plates.get("/v1/plates/").code == "ROUTE_NOT_FOUND"

    def test_an_unknown_method_names_those_there_are(self, plates: Api) -> None:
        answer = plates.delete("/v1/plates/heavy")
        assert (answer.status, answer.code, answer.headers["allow"]) == (405, "METHOD_NOT_ALLOWED", "GET, PUT")

    def test_a_failure_says_nothing_of_its_cause(self, plates: Api) -> None:
        answer = plates.get("/v1/plates/broken")
        assert (answer.status, answer.code, answer.json["error"]["details"]) == (500, "INTERNAL_ERROR", None)
        assert "swordfish" not in answer.body
        assert "Zero" not in answer.body


class TestAccess:
    @pytest.mark.parametrize(
        ("role", "path", "expected"),
        [
            (None, "public", 200),
            (None, "heavy", "UNAUTHENTICATED"),
            (None, "admin", "UNAUTHENTICATED"),
            (Role.USER, "premium", "PREMIUM_REQUIRED"),
            (Role.USER, "admin", "FORBIDDEN"),
            (Role.PREMIUM, "premium", 200),
            (Role.PREMIUM, "admin", "FORBIDDEN"),
            (Role.ADMIN, "premium", 200),
            (Role.ADMIN, "admin", 200),
        ],
    )
    def test_each_role_reaches_what_is_declared_for_it(
        self, plates: Api, role: Role | None, path: str, expected: int | str
    ) -> None:
        answer = plates.as_user(principal(role) if role else None).get(f"/v1/plates/{path}")
        assert (answer.status if isinstance(expected, int) else answer.code) == expected

    def test_who_is_not_signed_in_learns_nothing_about_the_body(self, visitor: Api) -> None:
        assert visitor.post("/v1/plates", raw="{").code == "UNAUTHENTICATED"


class TestBodies:
    @pytest.mark.parametrize(
        "text",
        [
            "",
            '{"name": "A", "weight": NaN}',
            '{"name": "A", "weight": Infinity}',
            '{"name": "A", "weight": 1',
            "{'name': 'A'}",
            '{"name": "A", "weight": 01}',
            '{"name": "A", "weight": 1e400}',
            f'{{"name": "A", "weight": {10**400}}}',
            '{"name": "\\ud800", "weight": 1}',
            '{"name": "tab\there", "weight": 1}',
            '{"name": "A", "weight": 1, "marks": ' + "[" * 5000 + "]" * 5000 + "}",
            '{"name": "A", "weight": 1} {}',
            '\ufeff{"name": "A", "weight": 1}',
        ],
    )
    def test_what_is_not_json_is_refused(self, plates: Api, text: str) -> None:
        answer = plates.post("/v1/plates", raw=text)
        expected = (422, "VALIDATION_FAILED") if text == "" else (400, "MALFORMED_JSON")
        assert (answer.status, answer.code) == expected

    @pytest.mark.parametrize(
        ("body", "field"),
        [
            ({"name": "A"}, "body.weight"),
            ({"name": "A", "weight": 20, "colour": "red"}, "body.colour"),
            ({"name": "A", "weight": "20"}, "body.weight"),
            ({"name": "A", "weight": True}, "body.weight"),
            ({"name": "A", "weight": -1}, "body.weight"),
            ({"name": "A", "weight": 2000.001}, "body.weight"),
            ({"name": "A", "weight": 1.0001}, "body.weight"),
            ({"name": "A", "weight": 20, "count": 1.5}, "body.count"),
            ({"name": "A", "weight": 20, "count": "1"}, "body.count"),
            ({"name": "A", "weight": 20, "count": 2**70}, "body.count"),
            ({"name": "", "weight": 20}, "body.name"),
            ({"name": "x" * 121, "weight": 20}, "body.name"),
            ({"name": "two\nlines", "weight": 20}, "body.name"),
            ({"name": 5, "weight": 20}, "body.name"),
            ([], "body"),
            ("text", "body"),
            (None, "body"),
            (17, "body"),
        ],
    )
    def test_a_rule_that_is_broken_is_named(self, plates: Api, body: object, field: str) -> None:
        answer = plates.post("/v1/plates", raw=json.dumps(body))
        assert (answer.status, answer.code) == (422, "VALIDATION_FAILED")
        assert field in [problem["field"] for problem in answer.json["error"]["details"]["fields"]]

    def test_a_reason_of_our_own_is_said_in_our_own_words(self, plates: Api) -> None:
        answer = plates.post("/v1/plates", {"name": "A", "weight": "20"})
        assert answer.json["error"]["details"]["fields"] == [{"field": "body.weight", "reason": "must be a number"}]

    def test_a_refusal_does_not_repeat_the_value(self, plates: Api) -> None:
        assert "hunter2" not in plates.post("/v1/plates", {"name": "A", "weight": "hunter2"}).body

    def test_a_refusal_is_never_as_long_as_the_attack(self, plates: Api) -> None:
        body = {"name": "A", "weight": 20, **{f"field{n}": n for n in range(5000)}}
        answer = plates.post("/v1/plates", body)
        assert answer.status == 422
        assert len(answer.body) < 5000

    @pytest.mark.parametrize(
        "content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""]
    )
    def test_another_type_is_refused(self, plates: Api, content_type: str) -> None:
        answer = plates.post("/v1/plates", {"name": "A", "weight": 20}, headers={"Content-Type": content_type})
        assert (answer.status, answer.code) == (415, "UNSUPPORTED_MEDIA_TYPE")

    def test_a_parameter_of_the_type_does_not_matter(self, plates: Api) -> None:
        headers = {"Content-Type": "Application/JSON; charset=utf-8"}
        assert plates.post("/v1/plates", {"name": "A", "weight": 20}, headers=headers).status == 201

    def test_numbers_come_back_as_they_went_in(self, plates: Api) -> None:
        answer = plates.post("/v1/plates", raw='{"name": "A", "weight": 0.1}')
        assert '"weight":0.1' in answer.body

    def test_600_kb_are_refused_unread(self, plates: Api) -> None:
        answer = plates.post("/v1/plates", raw='{"name": "' + "x" * 600 * 1024)
        assert (answer.status, answer.code) == (413, "PAYLOAD_TOO_LARGE")
        assert answer.json["error"]["details"] == {"maxBytes": MAX_BODY_BYTES}
        assert answer.headers["x-content-type-options"] == "nosniff"

    def test_bytes_count_not_characters(self, plates: Api) -> None:
        assert plates.post("/v1/plates", raw="é" * (MAX_BODY_BYTES // 2 + 1)).status == 413

    def test_a_body_that_is_not_utf8_is_refused(self, plates: Api) -> None:
        answer = plates.post("/v1/plates", encoded=b'{"name": "\xff\xfe", "weight": 20}')
        assert (answer.status, answer.code) == (400, "MALFORMED_JSON")

    def test_a_body_that_comes_in_base64_is_read(self, plates: Api) -> None:
        assert plates.post("/v1/plates", encoded='{"name": "Ä", "weight": 20}'.encode()).data["name"] == "Ä"
        assert plates.post("/v1/plates", encoded=b"x" * 600 * 1024).status == 413


class TestQueries:
    def test_a_misspelt_parameter_is_named(self, plates: Api) -> None:
        answer = plates.get("/v1/plates?limit=5&collour=red")
        assert (answer.status, answer.code) == (422, "VALIDATION_FAILED")
        assert [field["field"] for field in answer.json["error"]["details"]["fields"]] == ["query.collour"]

    def test_the_name_is_not_echoed_at_length(self, plates: Api) -> None:
        assert len(plates.get(f"/v1/plates?{'x' * 3000}=1").body) < 1000

    def test_who_is_not_signed_in_learns_nothing_of_parameters(self, visitor: Api) -> None:
        assert visitor.get("/v1/plates?collour=red").status == 401


class TestCursors:
    def test_a_cursor_goes_on_where_the_page_ended(self, plates: Api) -> None:
        answer = plates.get("/v1/plates")
        assert answer.json["meta"]["limit"] == 20
        following = answer.json["meta"]["nextCursor"]
        assert plates.get(f"/v1/plates?cursor={following}").data == ["1"]

    def test_nobody_else_can_use_it_nor_for_other_filters(self, plates: Api) -> None:
        following = plates.get("/v1/plates").json["meta"]["nextCursor"]
        assert plates.get(f"/v1/plates?colour=blue&cursor={following}").code == "INVALID_CURSOR"
        assert plates.as_user(principal()).get(f"/v1/plates?cursor={following}").code == "INVALID_CURSOR"

    def test_every_changed_byte_shows(self, plates: Api) -> None:
        following = plates.get("/v1/plates").json["meta"]["nextCursor"]
        raw = base64.urlsafe_b64decode(following + "=" * (-len(following) % 4))
        assert plates.user
        patient = plates.as_user(plates.user._replace(role=Role.ADMIN))
        for position in range(len(raw)):
            changed = bytes([*raw[:position], raw[position] ^ 1, *raw[position + 1 :]])
            text = base64.urlsafe_b64encode(changed).rstrip(b"=").decode()
            answer = patient.get(f"/v1/plates?cursor={text}")
            assert (answer.status, answer.code) == (400, "INVALID_CURSOR")

    @pytest.mark.parametrize("text", ["x", "%00", "AAAA", "====", "%F0%9F%92%AA", "a b", "A" * 1000])
    def test_nonsense_is_refused(self, plates: Api, text: str) -> None:
        assert plates.get(f"/v1/plates?cursor={text}").code == "INVALID_CURSOR"

    @pytest.mark.parametrize("query", ["limit=0", "limit=101", "limit=x", "limit=", f"cursor={'A' * 1025}"])
    def test_a_page_has_bounds(self, plates: Api, query: str) -> None:
        assert plates.get(f"/v1/plates?{query}").code == "VALIDATION_FAILED"
