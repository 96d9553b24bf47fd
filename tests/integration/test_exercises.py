"""Exercises over HTTP: the catalogue, and custom ones."""

from __future__ import annotations

from typing import Any

import pytest

from fitsync.exercises import catalogue, service
from fitsync.kit import clock
from fitsync.kit.auth import Role
from tests.support.api import Api, principal
from tests.support.bus import stored_events
from tests.support.requests.exercises import CUSTOM, built_in, create, names

pytestmark = pytest.mark.usefixtures("stopped_clock")

BENCH = built_in()


@pytest.fixture
def admin(api: Api) -> Api:
    return api.as_user(principal(Role.ADMIN))


class TestCatalogue:
    def test_one_exercise_comes_with_everything(self, api: Api) -> None:
        answer = api.get(f"/v1/exercises/{BENCH}")
        bench = answer.data
        assert bench["name"] == "Barbell Bench Press"
        assert bench["status"] == "built_in"
        assert bench["primaryMuscleGroups"] == ["chest"]
        assert bench["instructions"]
        assert bench["safety"]["warnings"]
        assert bench["safety"]["commonMistakes"]
        assert bench["variations"][0]["name"]
        assert bench["alternatives"][0]["name"]
        assert bench["met"] == {
            "value": 6.0,
            "code": "02050",
            "source": "Ainsworth et al., 2011 Compendium of Physical Activities",
        }
        assert bench["calories"] == {"perMinute": 7.35, "baseRate": 1.23, "referenceWeightKg": 70}
        assert bench["metrics"] == {"averageRating": None, "totalRatings": 0, "usageCount": 0}
        assert answer.headers["cache-control"] == "private, no-cache"
        assert api.get(f"/v1/exercises/{BENCH}", headers={"If-None-Match": answer.etag}).status == 304

    def test_every_exercise_can_be_read(self, api: Api) -> None:
        for one in catalogue.all_exercises()[::40]:
            assert api.get(f"/v1/exercises/{one.id}").status == 200

    def test_the_list_is_by_name_and_complete(self, api: Api) -> None:
        listed = api.every("/v1/exercises")
        assert len(listed) == len(catalogue.all_exercises())
        assert [one["name"].lower() for one in listed] == sorted(one["name"].lower() for one in listed)

    @pytest.mark.parametrize(
        ("query", "field", "value"),
        [
            ("equipment=kettlebell", "equipment", "kettlebell"),
            ("difficulty=advanced", "difficulty", "advanced"),
            ("exerciseType=cardio", "exerciseType", "cardio"),
            ("movementPattern=hinge", "movementPattern", "hinge"),
            ("kind=distance_duration", "kind", "distance_duration"),
        ],
    )
    def test_a_filter_takes_what_it_says(self, api: Api, query: str, field: str, value: str) -> None:
        found = api.every(f"/v1/exercises?{query}")
        assert found
        assert all(value == one[field] or value in one[field] for one in found)

    def test_filters_add_up_and_muscles_have_groups(self, api: Api) -> None:
        back = {"lats", "middle_back", "lower_back", "traps"}
        found = api.every("/v1/exercises?muscle=back&equipment=cable")
        assert found
        for one in found:
            assert back & {*one["primaryMuscleGroups"], *one["secondaryMuscleGroups"]}
            assert "cable" in one["equipment"]
        assert len(api.every("/v1/exercises/muscle/back")) > len(found)
        assert api.every("/v1/exercises/equipment/rings")[0]["equipment"][0] == "rings"

    def test_pages_are_stable_and_a_cursor_belongs_to_its_listing(self, api: Api, other: Api) -> None:
        whole = api.every("/v1/exercises?muscle=chest")
        assert api.every("/v1/exercises?muscle=chest", limit=7) == whole
        cursor = api.get("/v1/exercises?muscle=chest&limit=7").json["meta"]["nextCursor"]
        for reader, path in (
            (api, "/v1/exercises?muscle=back"),
            (api, "/v1/exercises/popular?muscle=chest"),
            (other, "/v1/exercises?muscle=chest"),
        ):
            refused = reader.get(f"{path}&cursor={cursor}")
            assert (refused.status, refused.code) == (400, "INVALID_CURSOR")

    @pytest.mark.parametrize(
        "path",
        [
            "/v1/exercises?limit=0",
            "/v1/exercises?limit=101",
            "/v1/exercises?muscle=brain",
            "/v1/exercises/muscle/brain",
            "/v1/exercises/equipment/anvil",
            "/v1/exercises/search",
            "/v1/exercises/search?query=",
            "/v1/exercises/not-an-id",
        ],
    )
    def test_bad_parameters_are_refused(self, api: Api, path: str) -> None:
        assert api.get(path).code == "VALIDATION_FAILED"

    def test_an_unknown_id_is_not_found(self, api: Api) -> None:
        assert api.get(f"/v1/exercises/{clock.new_id()}").code == "EXERCISE_NOT_FOUND"

    def test_search_forgives_typos_and_knows_equipment(self, api: Api) -> None:
        assert names(api.get("/v1/exercises/search?query=benhc+pres"))[0] == "Barbell Bench Press"
        found = api.get("/v1/exercises/search?query=curl&equipment=cable").data
        assert found
        assert all("cable" in one["equipment"] for one in found)
        assert names(api.get("/v1/exercises?query=dedlift"))[0] == "Deadlift"

    def test_the_catalogue_cannot_be_changed(self, api: Api, admin: Api) -> None:
        for reader in (api, admin):
            assert reader.put(f"/v1/exercises/{BENCH}", {"name": "X"}).code == "BUILT_IN_EXERCISE"
            assert reader.delete(f"/v1/exercises/{BENCH}").code == "BUILT_IN_EXERCISE"


class TestCustom:
    def test_it_is_what_was_sent(self, api: Api) -> None:
        answer = create(api)
        made = answer.data
        assert answer.status == 201
        assert answer.headers["location"] == f"/v1/exercises/{made['id']}"
        assert {key: made[key] for key in CUSTOM} == CUSTOM
        assert (made["status"], made["isOwn"], made["isCustom"], made["version"]) == ("private", True, True, 1)
        assert made["met"]["code"] == "02054"
        read = api.get(f"/v1/exercises/{made['id']}")
        assert read.data == made
        assert read.data["alternatives"]

    def test_it_is_listed_and_found_for_its_creator_alone(self, api: Api, other: Api) -> None:
        made = create(api).data
        assert names(api.get("/v1/exercises?custom=true")) == ["Kitchen Counter Press"]
        assert names(api.get("/v1/exercises/search?query=kitchen"))[0] == "Kitchen Counter Press"
        assert len(api.every("/v1/exercises")) == len(catalogue.all_exercises()) + 1
        assert names(other.get("/v1/exercises?custom=true")) == []
        assert names(other.get("/v1/exercises/search?query=kitchen+counter+press")) != ["Kitchen Counter Press"]
        for answer in (
            other.get(f"/v1/exercises/{made['id']}"),
            other.put(f"/v1/exercises/{made['id']}", {"name": "Mine"}),
            other.delete(f"/v1/exercises/{made['id']}"),
            other.post(f"/v1/exercises/{made['id']}/rate", {"rating": 1}),
        ):
            assert (answer.status, answer.code) == (404, "EXERCISE_NOT_FOUND")

    def test_sending_it_again_gives_the_same_and_a_taken_id_says_nothing(self, api: Api, other: Api) -> None:
        chosen = clock.new_id()
        first, again = create(api, id=chosen), create(api, id=chosen, name="Other")
        assert (first.status, again.status) == (201, 200)
        assert again.data == first.data
        assert names(api.get("/v1/exercises?custom=true")) == ["Kitchen Counter Press"]
        for taken in (create(other, id=chosen), create(other, id=BENCH)):
            assert (taken.status, taken.code) == (409, "ID_TAKEN")

    def test_an_update_changes_what_it_names(self, api: Api) -> None:
        made = create(api)
        path = f"/v1/exercises/{made.data['id']}"
        changed = api.put(
            path, {"name": "Table Press", "safety": {"tips": ["Slowly."]}}, headers={"If-Match": made.etag}
        )
        assert changed.status == 200, changed.body
        assert (changed.data["name"], changed.data["version"]) == ("Table Press", 2)
        assert changed.data["safety"] == {"warnings": [], "commonMistakes": [], "tips": ["Slowly."]}
        assert changed.data["instructions"] == CUSTOM["instructions"]
        assert names(api.get("/v1/exercises?custom=true")) == ["Table Press"]
        assert api.put(path, {"name": "Old"}, headers={"If-Match": made.etag}).status == 412
        assert api.delete(path, headers={"If-Match": made.etag}).status == 412
        assert api.put(path, {"name": "New"}, headers={"If-Match": '"2"'}).status == 200

    def test_a_rating_in_between_makes_no_update_stale(self, api: Api) -> None:
        made = create(api)
        path = f"/v1/exercises/{made.data['id']}"
        api.post(f"{path}/rate", {"rating": 5})
        assert api.get(path).etag != made.etag
        changed = api.put(path, {"name": "New"}, headers={"If-Match": made.etag})
        assert changed.status == 200
        assert (changed.data["myRating"], changed.data["metrics"]["totalRatings"]) == (5, 1)
        assert create(api, id=made.data["id"]).data == changed.data == api.get(path).data

    def test_a_deleted_one_is_gone_and_its_id_stays_taken(self, api: Api) -> None:
        made = create(api).data
        assert api.delete(f"/v1/exercises/{made['id']}").status == 204
        assert api.get(f"/v1/exercises/{made['id']}").status == 404
        assert api.delete(f"/v1/exercises/{made['id']}").status == 404
        assert names(api.get("/v1/exercises?custom=true")) == []
        assert create(api, id=made["id"]).code == "ID_TAKEN"
        assert [event.name for event in stored_events("exercises")] == ["exercises.custom_exercise_deleted"]

    def test_an_administrator_sees_changes_and_approves_it(self, api: Api, other: Api, admin: Api) -> None:
        made = create(api).data
        path = f"/v1/exercises/{made['id']}"
        assert admin.get(path).data["isOwn"] is False
        assert admin.put(path, {"tags": ["checked"]}).status == 200
        service.review(made["id"], approved=True)
        assert other.get(path).data["status"] == "approved"
        assert "Kitchen Counter Press" in [one["name"] for one in other.every("/v1/exercises")]
        assert names(other.get("/v1/exercises/search?query=kitchen+counter"))[0] == "Kitchen Counter Press"
        assert [one["name"] for one in api.every("/v1/exercises")].count("Kitchen Counter Press") == 1
        assert other.put(path, {"name": "Mine"}).code == "NOT_YOUR_EXERCISE"
        assert other.delete(path).code == "NOT_YOUR_EXERCISE"

    def test_a_change_by_the_creator_takes_the_approval_back(self, api: Api, other: Api) -> None:
        made = create(api).data
        path = f"/v1/exercises/{made['id']}"
        service.review(made["id"], approved=True)
        assert api.put(path, {"description": "Buy my plan!"}).data["status"] == "private"
        assert other.get(path).status == 404
        assert "Kitchen Counter Press" not in [one["name"] for one in other.every("/v1/exercises")]

    @pytest.mark.parametrize(
        ("body", "field"),
        [
            ({"name": ""}, "body.name"),
            ({"name": "x" * 81}, "body.name"),
            ({"kind": "sets"}, "body.kind"),
            ({"primaryMuscleGroups": []}, "body.primaryMuscleGroups"),
            ({"primaryMuscleGroups": ["chest", "chest"]}, "body.primaryMuscleGroups"),
            ({"equipment": ["anvil"]}, "body.equipment.0"),
            ({"instructions": ["x"] * 21}, "body.instructions"),
            ({"unilateral": "no"}, "body.unilateral"),
            ({"tags": ["Has Space"]}, "body.tags.0"),
            ({"creatorId": "me"}, "body.creatorId"),
        ],
    )
    def test_a_bad_field_is_named_and_nothing_is_stored(self, api: Api, body: dict[str, Any], field: str) -> None:
        answer = create(api, **body)
        assert (answer.status, answer.code) == (422, "VALIDATION_FAILED")
        assert [one["field"] for one in answer.json["error"]["details"]["fields"]] == [field]
        assert names(api.get("/v1/exercises?custom=true")) == []

    def test_an_account_has_a_limited_number_of_them(self, api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("fitsync.exercises.customs.MAX_OWN", 2)
        first = create(api, name="One").data
        create(api, name="Two")
        assert create(api, name="Three").code == "TOO_MANY_CUSTOM_EXERCISES"
        api.delete(f"/v1/exercises/{first['id']}")
        assert create(api, name="Three").status == 201
