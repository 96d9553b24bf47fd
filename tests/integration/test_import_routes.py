"""The routes of history import: opening, listing, reports, and what they refuse."""

from __future__ import annotations

import base64
import json

import pytest

from fitsync.kit import clock
from tests.support.api import Answer, Api, principal
from tests.support.exports import HEVY, hevy_row
from tests.support.imports import TWO_DAYS, imported, opened, rows, run


def test_long_reports_come_in_pages(api: Api) -> None:
    text = HEVY + "".join(hevy_row(index=n % 400, start=f"{n // 400 + 1} May 2024, 07:30", end="") for n in range(250))
    text += hevy_row(weight="x") * 20
    done = imported(api, text)
    assert [row["row"] for row in rows(api, done["id"])] == list(range(2, 272))
    assert [row["row"] for row in rows(api, done["id"], "?outcome=refused")] == list(range(252, 272))
    assert rows(api, done["id"], "?outcome=skipped") == []
    first = api.get(f"/v1/workouts/import/{done['id']}/rows?limit=7")
    assert len(first.data) == 7


def test_own_imports_are_listed_newest_first(api: Api) -> None:
    ids = [opened(api, TWO_DAYS) for _ in range(3)]
    first = api.get("/v1/workouts/import?limit=2")
    assert [each["id"] for each in first.data] == sorted(ids, reverse=True)[:2]
    second = api.get(f"/v1/workouts/import?limit=2&cursor={first.json['meta']['nextCursor']}")
    assert [each["id"] for each in second.data] == sorted(ids)[:1]


def test_opening_the_same_import_twice_gives_the_same(api: Api) -> None:
    body = {"id": clock.new_id(), "fileName": "a.csv", "size": 10}
    first, second = api.post("/v1/workouts/import", body), api.post("/v1/workouts/import", body)
    assert (first.status, second.status) == (201, 200)
    assert first.data["createdAt"] == second.data["createdAt"]
    assert second.data["upload"]["fields"]["key"].endswith(f"/{body['id']}")
    assert first.etag == second.etag


def test_the_form_holds_type_size_and_key(api: Api) -> None:
    answer = api.post("/v1/workouts/import", {"fileName": "a.csv", "size": 1234})
    upload = answer.data["upload"]
    assert upload["fields"]["Content-Type"] == "text/csv"
    policy = json.loads(base64.b64decode(upload["fields"]["policy"]))
    assert ["content-length-range", 1, 1234] in policy["conditions"]
    assert {"Content-Type": "text/csv"} in policy["conditions"]
    assert {"key": upload["fields"]["key"]} in policy["conditions"]


def test_imports_are_seen_by_their_owner_only(api: Api, anonymous: Api) -> None:
    import_id = opened(api, TWO_DAYS)
    stranger = api.as_user(principal())
    for path in (f"/v1/workouts/import/{import_id}", f"/v1/workouts/import/{import_id}/rows"):
        assert (stranger.get(path).status, stranger.get(path).code) == (404, "IMPORT_NOT_FOUND")
        assert anonymous.get(path).status == 401


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"fileName": "a.csv"},
        {"fileName": "a.csv", "size": 0},
        {"fileName": "a.csv", "size": 51 * 1024 * 1024},
        {"fileName": "a.csv", "size": 21 * 1024 * 1024, "source": "hevy"},
        {"fileName": "a.csv", "size": "10"},
        {"fileName": "a.csv", "size": 10, "source": "fitbod"},
        {"fileName": "a.csv", "size": 10, "timeZone": "Mars/Olympus"},
        {"fileName": "a.csv", "size": 10, "units": "stone"},
        {"fileName": "a\u0000.csv", "size": 10},
        {"fileName": "a.csv", "size": 10, "id": "1"},
        {"fileName": "a.csv", "size": 10, "extra": 1},
    ],
)
def test_bad_requests_are_refused(api: Api, body: dict[str, object]) -> None:
    answer: Answer = api.post("/v1/workouts/import", body)
    assert (answer.status, answer.code) == (422, "VALIDATION_FAILED")


def test_a_cursor_of_another_listing_is_refused(api: Api) -> None:
    import_id = opened(api, TWO_DAYS)
    run(api, import_id)
    cursor = api.get(f"/v1/workouts/import/{import_id}/rows?limit=2").json["meta"]["nextCursor"]
    answer = api.get(f"/v1/workouts/import/{import_id}/rows?limit=2&outcome=taken&cursor={cursor}")
    assert (answer.status, answer.code) == (400, "INVALID_CURSOR")
