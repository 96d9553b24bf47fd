"""Several devices of one person at the same moment, on a DynamoDB whose transactions hold across threads."""

from __future__ import annotations

import functools
from decimal import Decimal

import pytest

from fitsync.kit import limits
from fitsync.kit.auth import Role
from fitsync.workouts import service
from fitsync.workouts.events import SetCompleted
from fitsync.workouts.records import ExerciseRecords, RecordKind
from tests.support.api import Api, principal
from tests.support.bus import stored_events
from tests.support.threads import together
from tests.support.training import completed, exercise, lift, started

pytestmark = pytest.mark.usefixtures("emptied")

TRIES = range(5)


@pytest.fixture
def api() -> Api:
    limits.reset()
    return Api(principal(Role.ADMIN))


def records(api: Api) -> ExerciseRecords:
    assert api.user
    [found] = service.records_of(api.user.user_id, [exercise()])
    return found


def ranked(api: Api) -> list[tuple[Decimal, str]]:
    ranking = records(api).rankings[RecordKind.MAX_WEIGHT]
    return [(entry.value, entry.workout_id) for entry in ranking.entries]


@pytest.mark.parametrize("attempt", TRIES)
def test_the_same_set_from_several_devices_is_one_set_and_one_record(api: Api, attempt: int) -> None:
    baseline = completed(api, (100, 5))
    workout_id = started(api)
    answers = together([functools.partial(lift, api, workout_id, weightKg=110, reps=5)] * 3)

    first = answers[0]
    assert all(answer.data == first.data for answer in answers)
    assert {record["previous"] for record in first.data["personalRecords"]} == {100, 500, 116.67}
    session = api.get(f"/v1/workouts/{workout_id}")
    assert len(session.data["exercises"][0]["sets"]) == 1
    assert session.etag == '"2"'
    assert ranked(api) == [(Decimal(110), workout_id), (Decimal(100), baseline)]
    told = [event for event in stored_events("workouts") if event.name == SetCompleted.name]
    assert len(told) == 1


@pytest.mark.parametrize("attempt", TRIES)
def test_different_sets_from_several_devices_are_all_there(api: Api, attempt: int) -> None:
    lines = [{"exerciseId": exercise()} for _ in range(3)]
    workout_id = api.post("/v1/workouts", {"exercises": lines}).data["id"]
    path = f"/v1/workouts/{workout_id}/set/0"
    answers = together(
        [functools.partial(api.put, path, {"exerciseIndex": n, "weightKg": 60 + n, "reps": 8}) for n in range(3)]
    )
    assert [answer.status for answer in answers] == [200] * 3
    session = api.get(f"/v1/workouts/{workout_id}")
    assert session.etag == '"4"'
    assert [entry["sets"][0]["weightKg"] for entry in session.data["exercises"]] == [60, 61, 62]
    assert ranked(api) == [(Decimal(62), workout_id)]


@pytest.mark.parametrize("attempt", TRIES)
def test_sessions_done_and_deleted_at_once_leave_the_records_of_what_is_left(api: Api, attempt: int) -> None:
    kept = completed(api, (100, 5))
    gone = [completed(api, (110 + n, 5)) for n in range(2)]
    running = started(api)
    together(
        [
            *(functools.partial(api.delete, f"/v1/workouts/{workout_id}") for workout_id in gone),
            functools.partial(lift, api, running, weightKg=105, reps=5),
        ]
    )
    assert ranked(api) == [(Decimal(105), running), (Decimal(100), kept)]


@pytest.mark.parametrize("attempt", TRIES)
def test_the_same_new_session_from_two_devices_is_one(api: Api, attempt: int) -> None:
    body = {"id": "01JD8Z5Q4M9V6T3X2R7C0B1N8K", "exercises": [{"exerciseId": exercise()}]}
    answers = together([functools.partial(api.post, "/v1/workouts", body)] * 2)
    assert sorted(answer.status for answer in answers) == [200, 201]
    assert answers[0].data == answers[1].data
