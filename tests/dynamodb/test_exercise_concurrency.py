"""Exercises rated, created and counted by many at the same moment."""

from __future__ import annotations

import functools
from collections import Counter

import pytest

from fitsync.exercises import service
from fitsync.kit import clock
from tests.support.api import Api, principal
from tests.support.requests.exercises import CUSTOM, built_in
from tests.support.tables import contents
from tests.support.threads import together

pytestmark = pytest.mark.usefixtures("emptied")

BENCH = built_in()
TRIES = range(3)


@pytest.mark.parametrize("attempt", TRIES)
def test_no_rating_of_many_users_is_lost(attempt: int) -> None:
    users = [Api(principal()) for _ in range(8)]
    path = f"/v1/exercises/{BENCH}/rate"
    answers = together([functools.partial(user.post, path, {"rating": 4 + n % 2}) for n, user in enumerate(users)])
    assert [answer.status for answer in answers] == [200] * 8
    metrics = users[0].get(f"/v1/exercises/{BENCH}").data["metrics"]
    assert metrics == {"averageRating": 4.5, "totalRatings": 8, "usageCount": 0}


@pytest.mark.parametrize("attempt", TRIES)
def test_two_devices_of_one_user_give_one_rating(attempt: int) -> None:
    user = principal()
    path = f"/v1/exercises/{BENCH}/rate"
    answers = together([functools.partial(Api(user).post, path, {"rating": stars}) for stars in (1, 5)])
    kept = [answer.data["rating"] for answer in answers if answer.status == 200]
    assert {answer.code for answer in answers if answer.status != 200} <= {"CONCURRENT_CHANGE"}
    exercise = Api(user).get(f"/v1/exercises/{BENCH}").data
    assert exercise["metrics"]["totalRatings"] == 1
    assert exercise["metrics"]["averageRating"] == exercise["myRating"]
    assert exercise["myRating"] in kept


@pytest.mark.parametrize("attempt", TRIES)
def test_two_users_choosing_one_id_get_it_once(attempt: int) -> None:
    users = [Api(principal()) for _ in range(4)]
    body = {"id": clock.new_id(), **CUSTOM}
    answers = together([functools.partial(user.post, "/v1/exercises", body) for user in users])
    assert Counter(answer.status for answer in answers) == {201: 1, 409: 3}
    assert {answer.code for answer in answers if answer.status == 409} == {"ID_TAKEN"}


@pytest.mark.parametrize("attempt", TRIES)
def test_a_workout_counted_by_several_consumers_counts_once(attempt: int) -> None:
    together([functools.partial(service.count_uses, "01JD91X0V3C8W2M5K7H4T6R9QA", [BENCH]) for _ in range(4)])
    counted = [item["usage"]["N"] for item in contents()["exercises"] if "usage" in item]
    assert counted == ["1"]
    assert Api(principal()).get(f"/v1/exercises/{BENCH}").data["metrics"]["usageCount"] == 1
