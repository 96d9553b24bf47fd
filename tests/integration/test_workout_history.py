from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from fitsync.kit import clock
from fitsync.workouts import history
from fitsync.workouts.kinds import ExerciseKind
from tests.support.accounts import register
from tests.support.api import Api, principal
from tests.support.training import completed, exercise, started

pytestmark = pytest.mark.usefixtures("stopped_clock")


def names(api: Api, query: str = "", limit: int = 20) -> list[str]:
    """The names of all sessions that a query lists, page by page."""
    return [item["name"] for item in api.every(f"/v1/workouts?{query}", limit)]


def day(api: Api, name: str, *exercise_ids: str, **more: Any) -> str:
    """A completed session of the next day."""
    clock.advance(timedelta(days=1))
    workout_id = started(api, *exercise_ids, name=name, **more)
    api.post(f"/v1/workouts/{workout_id}/complete")
    return workout_id


def test_the_newest_comes_first_and_pages_meet_without_gap(api: Api) -> None:
    for number in range(7):
        day(api, str(number))
    assert names(api, limit=3) == list("6543210")
    first = api.get("/v1/workouts?limit=3")
    assert first.json["meta"]["limit"] == 3
    assert first.data[0]["metrics"]["setCount"] == 0


def test_a_session_is_listed_by_when_it_started_and_shows_what_was_done(api: Api) -> None:
    planned = api.post("/v1/workouts", {"name": "planned", "plannedFor": "2026-03-20T10:00:00Z"}).data["id"]
    clock.advance(3600)
    completed(api, (60, 8), name="done")
    assert names(api) == ["planned", "done"]
    clock.advance(-7200)
    api.post(f"/v1/workouts/{planned}/start")
    assert names(api) == ["done", "planned"]
    listed = api.get("/v1/workouts").data[0]
    assert listed["exercises"] == [{"exerciseId": exercise(), "name": listed["exercises"][0]["name"], "setCount": 1}]
    assert listed["version"] == 3


def test_filters_narrow_and_combine(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "LOOKED_THROUGH", 2)
    plank = exercise(ExerciseKind.DURATION)
    day(api, "gym", location="gym")
    day(api, "gym plank", plank, location="gym")
    day(api, "home plank", plank, location="home")
    started(api, name="running", location="gym")
    assert names(api, "location=gym", limit=1) == ["running", "gym plank", "gym"]
    assert names(api, "status=completed&location=gym") == ["gym plank", "gym"]
    assert names(api, f"exerciseId={plank}") == ["home plank", "gym plank"]
    assert names(api, f"exerciseId={plank}&location=gym") == ["gym plank"]
    assert names(api, "status=cancelled") == []


def test_days_are_those_of_the_user(anonymous: Api) -> None:
    user_id = register(anonymous, timezone="America/New_York").data["id"]
    api = anonymous.as_user(principal(user_id=user_id))
    # 06:30 in Greenwich is half past one at night in New York; four hours earlier is the evening before.
    started(api, name="Monday")
    clock.advance(timedelta(hours=-4))
    started(api, name="Sunday")
    assert names(api, "from=2026-03-02") == ["Monday"]
    assert names(api, "to=2026-03-01") == ["Sunday"]
    assert names(api, "from=2026-03-01&to=2026-03-02") == ["Monday", "Sunday"]
    assert names(api, "from=2026-03-03") == []


@pytest.mark.parametrize(
    "query",
    [
        "from=2026-03-03&to=2026-03-02",
        "from=0001-01-01",
        "from=7",
        "to=2026-3-2",
        "to=9999-12-31",
        "status=x",
        "limit=101",
        "limit=0",
    ],
)
def test_a_bad_query_is_refused(api: Api, query: str) -> None:
    answer = api.get(f"/v1/workouts?{query}")
    assert (answer.status, answer.code) == (422, "VALIDATION_FAILED")


def test_a_cursor_is_good_for_its_own_listing_only(api: Api) -> None:
    for number in range(3):
        day(api, str(number))
    cursor = api.get("/v1/workouts?limit=1").json["meta"]["nextCursor"]
    assert api.get(f"/v1/workouts?limit=2&cursor={cursor}").status == 200
    tampered = f"{cursor[:-1]}{'A' if cursor[-1] != 'A' else 'B'}"
    for answer in (
        api.get(f"/v1/workouts?limit=1&cursor={tampered}"),
        api.get(f"/v1/workouts?limit=1&location=gym&cursor={cursor}"),
        Api(principal()).get(f"/v1/workouts?limit=1&cursor={cursor}"),
    ):
        assert (answer.status, answer.code) == (400, "INVALID_CURSOR")
