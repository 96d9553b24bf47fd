from __future__ import annotations

from typing import Any

import pytest

from fitsync.users import service
from tests.support.accounts import register, verified
from tests.support.api import Api, principal
from tests.support.bus import stored_events


@pytest.fixture
def me(anonymous: Api) -> Api:
    """The client of a user who has registered."""
    user_id = register(anonymous, timezone="Europe/Athens", firstName="Ada").data["id"]
    return anonymous.as_user(principal(user_id=user_id))


class TestProfile:
    def test_registration_fills_it(self, me: Api) -> None:
        answer = me.get("/v1/users/profile")
        assert answer.data["username"] == "ada"
        assert answer.data["firstName"] == "Ada"
        assert answer.data["timezone"] == "Europe/Athens"
        assert answer.etag == '"1"'

    def test_a_field_left_out_stays_and_null_clears(self, me: Api) -> None:
        me.put("/v1/users/profile", {"bio": "Lifts.", "fitnessLevel": "beginner"})
        profile = me.put("/v1/users/profile", {"bio": None}).data
        assert (profile["bio"], profile["fitnessLevel"], profile["firstName"]) == (None, "beginner", "Ada")

    def test_metrics_are_exact_and_merge(self, me: Api) -> None:
        me.put("/v1/users/profile", {"metrics": {"currentWeight": 81.35, "height": 178}})
        metrics = me.put("/v1/users/profile", {"metrics": {"targetWeight": 78.5}}).data["metrics"]
        assert metrics == {
            "currentWeight": 81.35,
            "targetWeight": 78.5,
            "height": 178,
            "bodyFatPercentage": None,
        }

    @pytest.mark.parametrize(
        ("body", "field"),
        [
            ({"metrics": {"currentWeight": -1}}, "body.metrics.currentWeight"),
            ({"metrics": {"currentWeight": "80"}}, "body.metrics.currentWeight"),
            ({"metrics": {"bodyFatPercentage": 100.5}}, "body.metrics.bodyFatPercentage"),
            ({"dateOfBirth": "2020-01-01"}, "body.dateOfBirth"),
            ({"dateOfBirth": "1850-01-01"}, "body.dateOfBirth"),
            ({"gender": "robot"}, "body.gender"),
            ({"timezone": "Mars/Olympus"}, "body.timezone"),
            ({"timezone": "../../etc/passwd"}, "body.timezone"),
            ({"bio": "x" * 501}, "body.bio"),
            ({"username": "a b"}, "body.username"),
            ({"email": "new@example.org"}, "body.email"),
        ],
    )
    def test_a_bad_field_is_named_and_nothing_is_stored(self, me: Api, body: dict[str, Any], field: str) -> None:
        answer = me.put("/v1/users/profile", body)
        assert (answer.status, answer.code) == (422, "VALIDATION_FAILED")
        assert [one["field"] for one in answer.json["error"]["details"]["fields"]] == [field]
        assert me.get("/v1/users/profile").etag == '"1"'

    def test_a_new_username_frees_the_old_one(self, me: Api, anonymous: Api) -> None:
        assert me.put("/v1/users/profile", {"username": "lovelace"}).data["username"] == "lovelace"
        assert register(anonymous, "b@example.org", "lovelace").code == "USERNAME_TAKEN"
        assert register(anonymous, "b@example.org", "ada").status == 201

    def test_a_taken_username_is_refused(self, me: Api, anonymous: Api) -> None:
        register(anonymous, "b@example.org", "grace")
        assert me.put("/v1/users/profile", {"username": "Grace"}).code == "USERNAME_TAKEN"

    def test_a_change_of_case_only_is_allowed(self, me: Api) -> None:
        assert me.put("/v1/users/profile", {"username": "Ada"}).data["username"] == "Ada"

    def test_a_stale_if_match_is_refused(self, me: Api) -> None:
        assert me.put("/v1/users/profile", {"bio": "1"}, headers={"If-Match": '"1"'}).etag == '"2"'
        stale = me.put("/v1/users/profile", {"bio": "2"}, headers={"If-Match": '"1"'})
        assert (stale.status, stale.code) == (412, "PRECONDITION_FAILED")
        assert me.get("/v1/users/profile").data["bio"] == "1"

    def test_an_unchanged_profile_is_not_sent_again(self, me: Api) -> None:
        assert me.get("/v1/users/profile", headers={"If-None-Match": '"1"'}).status == 304


class TestPreferences:
    def test_defaults_until_something_is_set(self, me: Api) -> None:
        preferences = me.get("/v1/users/preferences").data
        assert preferences["units"] == "metric"
        assert preferences["defaultRestTime"] == 90
        assert preferences["workoutsPerWeek"] == 3
        assert preferences["privacy"]["profileVisibility"] == "private"
        assert preferences["version"] == 0

    def test_a_change_keeps_the_rest_and_tells_the_other_devices(self, me: Api) -> None:
        me.put("/v1/users/preferences", {"notifications": {"socialActivity": False}})
        changed = me.put("/v1/users/preferences", {"units": "imperial", "privacy": {"workoutSharing": True}}).data
        assert changed["units"] == "imperial"
        assert changed["notifications"]["socialActivity"] is False
        assert changed["notifications"]["workoutReminders"] is True
        assert changed["privacy"]["workoutSharing"] is True
        event = next(one for one in stored_events("users") if one.name == "users.preferences_updated")
        assert event.data["preferences_version"] == 2

    @pytest.mark.parametrize(
        "body",
        [
            {"units": "furlongs"},
            {"defaultRestTime": 3601},
            {"defaultRestTime": 1.5},
            {"workoutsPerWeek": 0},
            {"workoutsPerWeek": 15},
            {"privacy": {"x": 1}},
            {"equipment": {"plates": []}},
            {"equipment": {"plates": [{"weight": 5}, {"weight": 5}]}},
            {"equipment": {"dumbbellStep": 0}},
        ],
    )
    def test_bad_values_are_refused(self, me: Api, body: dict[str, Any]) -> None:
        assert me.put("/v1/users/preferences", body).status == 422

    def test_equipment_starts_as_a_standard_gym_and_changes_field_by_field(self, me: Api) -> None:
        equipment = me.get("/v1/users/preferences").data["equipment"]
        assert equipment["barWeight"] == 20
        assert [plate["weight"] for plate in equipment["plates"]] == [25, 20, 15, 10, 5, 2.5, 1.25]
        plates = [{"weight": 10, "pairs": 2}, {"weight": 2.5}]
        changed = me.put("/v1/users/preferences", {"equipment": {"plates": plates}}).data["equipment"]
        assert changed["plates"] == [{"weight": 10, "pairs": 2}, {"weight": 2.5, "pairs": None}]
        assert (changed["barWeight"], changed["dumbbellStep"], changed["machineStep"]) == (20, 2.5, 5)

    def test_if_match_works_from_the_defaults_on(self, me: Api) -> None:
        tag = me.get("/v1/users/preferences").etag
        assert me.put("/v1/users/preferences", {"units": "imperial"}, headers={"If-Match": tag}).status == 200
        assert me.put("/v1/users/preferences", {"units": "metric"}, headers={"If-Match": tag}).status == 412


def test_training_facts_come_with_defaults_and_in_one_place(me: Api) -> None:
    assert me.user
    me.put("/v1/users/profile", {"metrics": {"currentWeight": 80}})
    me.put("/v1/users/preferences", {"defaultRestTime": 120, "workoutsPerWeek": 5})
    facts = service.training_facts(me.user.user_id)
    assert (str(facts.weight_kg), facts.zone.key, facts.default_rest_seconds) == ("80", "Europe/Athens", 120)
    assert facts.workouts_per_week == 5
    assert service.training_facts("0" * 26).weight_kg is None


def test_account_and_profile_tell_of_their_changes_under_different_ids(anonymous: Api) -> None:
    me = anonymous.as_user(principal(user_id=verified(anonymous)))
    assert me.put("/v1/users/profile", {"bio": "Lifts."}).status == 200
    told = {event.name: event.id for event in stored_events("auth", "users")}
    assert told["auth.email_verified"] != told["users.profile_updated"]
