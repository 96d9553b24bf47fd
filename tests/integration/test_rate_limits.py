"""Requests per user and minute, and what counting them costs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime

import pytest

from fitsync.kit import clock, limits
from fitsync.kit.auth import Role
from fitsync.kit.errors import RateLimited
from tests.support.api import Api, principal
from tests.support.meter import metered


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with clock.fixed(datetime(2026, 3, 2, 6, 30, 15, tzinfo=UTC)):
        yield


def test_every_answer_says_what_is_left(plates: Api) -> None:
    left = [plates.get("/v1/plates/heavy").headers for _ in range(3)]
    assert [answer["ratelimit-remaining"] for answer in left] == ["99", "98", "97"]
    assert {answer["ratelimit-limit"] for answer in left} == {"100"}
    assert {answer["ratelimit-reset"] for answer in left} == {"45"}


def test_a_refusal_counts_and_says_so_too(plates: Api) -> None:
    refused = plates.post("/v1/plates", {"name": "A"})
    assert (refused.status, refused.headers["ratelimit-remaining"]) == (422, "99")
    refused = plates.post("/v1/plates", raw="{")
    assert (refused.status, refused.headers["ratelimit-remaining"]) == (400, "98")


@pytest.mark.parametrize(("role", "limit"), [(Role.USER, 100), (Role.PREMIUM, 500), (Role.ADMIN, 1000)])
def test_the_minute_ends_at_the_limit_of_the_role_at_ten_writes(plates: Api, role: Role, limit: int) -> None:
    caller = principal(role)
    with metered() as meter:
        allowances = [limits.spend(caller, "default") for _ in range(limit)]
        assert meter.leases == 10
        assert (allowances[0].remaining, allowances[-1].remaining) == (limit - 1, 0)
        refused = plates.as_user(caller).get("/v1/plates/heavy")
        # Being refused costs nothing, however often.
        assert meter.leases == 10
    assert (refused.status, refused.code) == (429, "RATE_LIMITED")
    assert refused.headers["retry-after"] == refused.headers["ratelimit-reset"] == "45"
    assert refused.headers["ratelimit-remaining"] == "0"
    assert refused.json["error"]["details"] == {"retryAfterSeconds": 45}


def test_the_next_minute_is_a_new_one(plates: Api) -> None:
    statuses = [plates.get("/v1/plates/heavy").status for _ in range(101)]
    assert statuses == [200] * 100 + [429]
    clock.advance(45)
    assert plates.get("/v1/plates/heavy").headers["ratelimit-remaining"] == "99"


def test_functions_share_one_limit(plates: Api) -> None:
    caller = principal()
    granted = 0
    for _ in range(12):
        # A function that starts knows nothing of what others have leased.
        limits.reset()
        with suppress(RateLimited):
            for _ in range(10):
                limits.spend(caller, "default")
                granted += 1
    assert granted == 100


def test_one_user_does_not_use_up_anothers_minute(plates: Api) -> None:
    for _ in range(100):
        plates.get("/v1/plates/heavy")
    assert plates.get("/v1/plates/heavy").status == 429
    assert plates.as_user(principal()).get("/v1/plates/heavy").status == 200


def test_uploads_and_ai_count_apart() -> None:
    caller = principal()
    for _ in range(10):
        limits.spend(caller, "ai")
    with pytest.raises(RateLimited):
        limits.spend(caller, "ai")
    assert limits.spend(caller, "uploads").remaining == 9


def test_a_public_route_is_left_to_the_firewall(visitor: Api) -> None:
    with metered() as meter:
        assert "ratelimit-limit" not in visitor.get("/v1/plates/public").headers
    assert meter.leases == 0
