"""Health and documentation through the real handler."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from fitsync.kit import clock
from fitsync.kit.settings import settings
from fitsync.ops import checks, service
from functions.ops.handler import handler
from infra import platform
from tests.support.api import Api, LambdaContext
from tests.support.environment import ORIGIN, VARIABLES, client


@pytest.fixture(autouse=True)
def _afresh(stopped_clock: None) -> Iterator[None]:
    service.reset()
    yield
    service.reset()


class TestHealth:
    def test_every_declared_dependency_is_asked(self, anonymous: Api) -> None:
        answer = anonymous.get("/v1/health")
        assert answer.status == 200
        assert answer.json["status"] == "up"
        assert answer.json["stage"] == "test"
        assert set(answer.json["checks"]) == {
            *(f"table.{table.name}" for table in platform.TABLES),
            *(f"secret.{secret.name}" for secret in platform.SECRETS),
            *(f"bucket.{bucket.name}" for bucket in platform.BUCKETS),
            "events",
        }
        assert all(check["status"] == "up" for check in answer.json["checks"].values())
        assert answer.headers["cache-control"] == "no-store"

    @pytest.mark.parametrize("lost", ["table.workouts", "secret.tokens", "bucket.uploads", "events"])
    def test_it_is_503_when_one_is_down_and_says_which(self, anonymous: Api, lost: str) -> None:
        kind = lost.partition(".")[0]
        if kind == "table":
            client("dynamodb").delete_table(TableName=VARIABLES["TABLE_WORKOUTS"])
        elif kind == "secret":
            client("secretsmanager").delete_secret(SecretId=VARIABLES["SECRET_TOKENS"], ForceDeleteWithoutRecovery=True)
        elif kind == "bucket":
            client("s3").delete_bucket(Bucket=VARIABLES["BUCKET_UPLOADS"])
        else:
            client("events").delete_event_bus(Name=VARIABLES["EVENT_BUS"])
        answer = anonymous.get("/v1/health")
        assert (answer.status, answer.json["status"]) == (503, "down")
        assert [each for each, check in answer.json["checks"].items() if check["status"] == "down"] == [lost]

    def test_it_names_nothing_internal(self, anonymous: Api) -> None:
        client("dynamodb").delete_table(TableName=VARIABLES["TABLE_WORKOUTS"])
        body = anonymous.get("/v1/health").body
        assert "ResourceNotFound" not in body
        assert not [
            value for key, value in VARIABLES.items() if key.startswith(("TABLE_", "SECRET_")) and value in body
        ]

    def test_asking_often_asks_the_dependencies_once_in_five_seconds(self, anonymous: Api) -> None:
        assert anonymous.get("/v1/health").status == 200
        client("dynamodb").delete_table(TableName=VARIABLES["TABLE_WORKOUTS"])
        clock.advance(4.9)
        assert anonymous.get("/v1/health").status == 200
        clock.advance(0.1)
        assert anonymous.get("/v1/health").status == 503

    def test_a_stuck_dependency_is_down_and_does_not_hold_the_others_up(self) -> None:
        never = threading.Event()
        found = checks.run({"stuck": never.wait, **checks.checks(settings())}, patience=0.5)
        never.set()
        assert [name for name, finding in found.items() if finding.status == "down"] == ["stuck"]
        assert found["stuck"].latency_ms == 500


class TestDocument:
    def test_it_is_the_committed_one_relative_to_where_it_is_served(self, anonymous: Api) -> None:
        answer = anonymous.get("/v1/openapi.json")
        assert answer.headers["content-type"] == "application/json"
        assert answer.headers["cache-control"] == "public, max-age=60"
        assert answer.json["openapi"].startswith("3.1")
        assert answer.json["servers"][0]["url"] == ".."

    def test_it_is_sent_once(self, anonymous: Api) -> None:
        known = anonymous.get("/v1/openapi.json").etag
        answer = anonymous.get("/v1/openapi.json", headers={"If-None-Match": known})
        assert (answer.status, answer.body) == (304, "")

    def test_a_page_of_a_declared_origin_may_read_it(self, anonymous: Api) -> None:
        headers = anonymous.get("/v1/openapi.json", headers={"Origin": ORIGIN}).headers
        assert headers["access-control-allow-origin"] == ORIGIN


class TestPage:
    def test_it_may_load_its_own_assets_only(self, anonymous: Api) -> None:
        answer = anonymous.get("/v1/api-docs")
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'; script-src 'self';" in policy
        assert "://" not in policy
        assert "//" not in answer.body.replace("http://www.w3.org/2000/svg", "")

    @pytest.mark.parametrize(
        ("name", "media_type"),
        [
            ("docs.js", "text/javascript; charset=utf-8"),
            ("swagger-ui-bundle.js", "text/javascript; charset=utf-8"),
            ("swagger-ui.css", "text/css; charset=utf-8"),
        ],
    )
    def test_its_assets_are_kept_for_ever_under_the_address_it_gives(
        self, anonymous: Api, name: str, media_type: str
    ) -> None:
        page = anonymous.get("/v1/api-docs").body
        start = page.index(f"api-docs/{name}?v=")
        answer = anonymous.get("/v1/" + page[start : page.index('"', start)])
        assert answer.headers["content-type"] == media_type
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert anonymous.get(f"/v1/api-docs/{name}?v=old").headers["cache-control"] == "public, max-age=60"

    @pytest.mark.parametrize("name", ["nothing.js", "..%2Froutes.py", "index.html", "%00", "swagger-ui.css%2F"])
    def test_nothing_else_is_served(self, anonymous: Api, name: str) -> None:
        answer = anonymous.get(f"/v1/api-docs/{name}")
        assert (answer.status, answer.json["success"]) == (404, False)


def test_the_sample_events_are_answered() -> None:
    samples = sorted(Path("events/ops").glob("*.json"))
    assert samples
    for sample in samples:
        assert handler(json.loads(sample.read_text()), LambdaContext())["statusCode"] == 200, sample.name
