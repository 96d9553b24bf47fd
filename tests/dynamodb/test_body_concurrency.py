"""Body entries of one user, written by several devices at the same moment."""

from __future__ import annotations

import functools
from datetime import timedelta

import pytest

from fitsync.kit import clock
from fitsync.progress import service
from tests.support.accounts import STARTED, member
from tests.support.api import Answer, Api
from tests.support.threads import together

pytestmark = pytest.mark.usefixtures("emptied")

TRIES = range(3)


def _weighed(api: Api, days_ago: int) -> Answer:
    at = (STARTED - timedelta(days=days_ago)).isoformat().replace("+00:00", "Z")
    return api.post("/v1/progress/body", {"weight": 80 + days_ago, "measuredAt": at})


@pytest.mark.parametrize("attempt", TRIES)
def test_the_latest_is_that_of_the_entries_that_were_taken(attempt: int) -> None:
    user = member()
    with clock.fixed(STARTED):
        days = [0, 1, 1, 40, 3, 400]
        answers = together([functools.partial(_weighed, Api(user.principal), day) for day in days])
        taken = [answer.data for answer in answers if answer.status == 201]
        assert {answer.code for answer in answers if answer.status != 201} <= {"CONCURRENT_CHANGE"}
        assert taken
        assert _current(user.api) == min(entry["weight"] for entry in taken)
        assert service.counts(user.principal.user_id).entries == len(taken)
        kept = sorted(taken, key=lambda entry: (entry["measuredAt"], entry["id"]))
        gone, left = kept[len(kept) // 2 :], kept[: len(kept) // 2]
        paths = [f"/v1/users/metrics/{entry['id']}" for entry in gone]
        deleted = together([functools.partial(Api(user.principal).delete, path) for path in paths])
        left += [entry for entry, answer in zip(gone, deleted, strict=True) if answer.status != 204]
        assert _current(user.api) == min((entry["weight"] for entry in left), default=None)
        assert service.counts(user.principal.user_id).entries == len(left)


def _current(api: Api) -> float | None:
    weight: float | None = api.get("/v1/users/profile").data["metrics"]["currentWeight"]
    return weight


@pytest.mark.parametrize("attempt", TRIES)
def test_one_id_gives_one_entry(attempt: int) -> None:
    user = member()
    body = {"id": clock.new_id(), "weight": 80}
    answers = together([functools.partial(Api(user.principal).post, "/v1/progress/body", body) for _ in range(4)])
    assert [answer.status for answer in answers if answer.status == 201] == [201]
    assert {answer.status for answer in answers} <= {200, 201, 409}
    assert len(user.api.get("/v1/progress/body").data) == service.counts(user.principal.user_id).entries == 1
