"""Templates as their users see them: own ones, published ones, built-in programmes, and what is made of them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from fitsync.kit import clock, store
from fitsync.templates import catalogue, repository, service
from fitsync.templates.errors import TemplateNotPublic
from functions.template_stats.handler import handler as template_stats
from functions.templates.schemas import TemplateUpdate
from infra import platform
from tests.support.api import Answer, Api
from tests.support.bus import deliver, stored_events
from tests.support.requests.templates import ID, body, created, published
from tests.support.training import exercise

pytestmark = pytest.mark.usefixtures("stopped_clock")

BUILT_IN = catalogue.all_programmes()
PUBLIC = {"isPublic": True, "isPublished": True}


def user_of(api: Api) -> str:
    assert api.user
    return api.user.user_id


def count_favorites() -> None:
    """Let the consumer act on every event that the table holds now."""
    wanted = next(one for one in platform.CONSUMERS if one.name == "template_stats").events
    assert deliver(template_stats, [event for event in stored_events("templates") if event.name in wanted]) == []


def ids(items: list[dict[str, Any]]) -> list[str]:
    return [item["id"] for item in items]


class TestOwn:
    def test_a_template_is_created_once(self, api: Api) -> None:
        first = api.post("/v1/templates", body(id=ID))
        again = api.post("/v1/templates", body(id=ID, name="Ignored"))
        assert (first.status, again.status) == (201, 200)
        assert first.data == again.data
        assert first.headers["location"] == f"/v1/templates/{ID}"
        assert api.get(f"/v1/templates/{ID}").data["weeklyPlan"]["totalWeeks"] == 8

    def test_an_id_of_somebody_else_or_of_a_programme_is_taken(self, api: Api, other: Api) -> None:
        created(other, id=ID)
        for taken in (ID, BUILT_IN[0].id):
            answer = api.post("/v1/templates", body(id=taken))
            assert (answer.status, answer.code) == (409, "ID_TAKEN")

    def test_an_update_raises_the_version_and_a_stale_one_is_refused(self, api: Api) -> None:
        path = f"/v1/templates/{created(api)}"
        tag = api.get(path).etag
        changed = api.put(path, body(name="Other"), headers={"If-Match": tag})
        assert (changed.status, changed.data["version"], changed.data["name"]) == (200, 2, "Other")
        stale = api.put(path, body(name="Third"), headers={"If-Match": tag})
        assert (stale.status, stale.code) == (412, "PRECONDITION_FAILED")
        assert api.put(path, body(name="Other")).data["version"] == 2
        assert api.get("/v1/templates/my").data[0]["name"] == "Other"

    def test_a_deleted_template_is_gone_and_its_id_spent(self, api: Api) -> None:
        path = f"/v1/templates/{created(api, id=ID, sharing=PUBLIC)}"
        assert [api.delete(path).status, api.delete(path).status] == [204, 204]
        assert api.get(path).status == 404
        assert api.get("/v1/templates/my").data == []
        assert ID not in ids(api.every("/v1/templates/public", limit=7))
        answer = api.post("/v1/templates", body(id=ID))
        assert (answer.status, answer.code) == (409, "TEMPLATE_DELETED")
        assert "templates.template_deleted" in {event.name for event in stored_events("templates")}

    def test_own_templates_come_newest_first_and_in_pages(self, api: Api, other: Api) -> None:
        made = []
        for number in range(5):
            clock.advance(60)
            made.append(created(api, name=f"T{number}"))
        created(other)
        assert ids(api.every("/v1/templates/my", limit=2)) == made[::-1]

    def test_two_devices_at_once_do_not_overwrite_each_other(self, api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
        path = f"/v1/templates/{created(api)}"
        change = repository.change

        def interfered(*arguments: Any) -> list[store.Action]:
            monkeypatch.setattr(repository, "change", change)
            content = TemplateUpdate.model_validate(body(name="Tablet")).content()
            service.update(user_of(api), path.rpartition("/")[2], content, lambda _: None)
            return change(*arguments)

        monkeypatch.setattr(repository, "change", interfered)
        answer = api.put(path, body(name="Phone"))
        assert (answer.status, answer.code) == (409, "CONCURRENT_CHANGE")
        assert api.get(path).data["name"] == "Tablet"


class TestVisibility:
    def test_a_private_template_of_somebody_else_is_not_there(self, api: Api, other: Api) -> None:
        path = f"/v1/templates/{created(other)}"
        for answer in (
            api.get(path),
            api.put(path, body()),
            api.delete(path),
            api.post(f"{path}/duplicate"),
            api.post(f"{path}/favorite"),
            api.post(f"{path}/rate", {"rating": 5}),
        ):
            assert (answer.status, answer.code) == (404, "TEMPLATE_NOT_FOUND")

    def test_a_public_one_can_be_read_and_copied_but_not_changed(self, api: Api) -> None:
        template_id = published()
        path = f"/v1/templates/{template_id}"
        assert api.get(path).status == 200
        for answer in (api.put(path, body()), api.delete(path)):
            assert (answer.status, answer.code) == (403, "NOT_YOUR_TEMPLATE")
        copy = api.post(f"{path}/duplicate", {"name": "Mine"}).data
        assert (copy["name"], copy["copiedFrom"], copy["sharing"]["isPublic"]) == ("Mine", template_id, False)
        assert copy["weeklyPlan"] == api.get(path).data["weeklyPlan"]
        assert api.put(f"/v1/templates/{copy['id']}", body()).status == 200

    def test_a_public_but_unpublished_one_is_found_by_its_id_only(self, api: Api, other: Api) -> None:
        template_id = created(other, sharing={"isPublic": True})
        assert api.get(f"/v1/templates/{template_id}").status == 200
        assert template_id not in ids(api.every("/v1/templates/public", limit=7))

    def test_what_is_withdrawn_leaves_every_listing(self, api: Api, other: Api) -> None:
        template_id = created(other, sharing=PUBLIC)
        api.post(f"/v1/templates/{template_id}/favorite")
        assert ids(api.get("/v1/templates?favorite=true").data) == [template_id]
        other.put(f"/v1/templates/{template_id}", body())
        assert template_id not in ids(api.every("/v1/templates/public", limit=7))
        assert api.get("/v1/templates?favorite=true").data == []

    def test_an_exercise_that_only_the_creator_sees_cannot_be_published(self, api: Api) -> None:
        own = api.post("/v1/exercises", {"name": "My Press", "kind": "weight_reps", "primaryMuscleGroups": ["chest"]})
        plan = body()["weeklyPlan"]
        plan["weeks"][0]["days"]["monday"]["exercises"][0]["exerciseId"] = own.data["id"]
        assert api.post("/v1/templates", body(weeklyPlan=plan)).status == 201
        answer = api.post("/v1/templates", body(weeklyPlan=plan, sharing=PUBLIC))
        assert answer.status == 422
        assert answer.json["error"]["details"]["fields"][0]["field"] == "body.sharing.isPublic"


class TestBuiltIn:
    def test_programmes_are_templates_like_others(self, api: Api) -> None:
        programme = BUILT_IN[0]
        shown = api.get(f"/v1/templates/{programme.id}").data
        assert (shown["createdBy"], shown["source"]) == (None, programme.source)
        copy = api.post(f"/v1/templates/{programme.id}/duplicate")
        assert (copy.status, copy.data["copiedFrom"]) == (201, programme.id)
        for answer in (api.put(f"/v1/templates/{programme.id}", body()), api.delete(f"/v1/templates/{programme.id}")):
            assert (answer.status, answer.code) == (403, "NOT_YOUR_TEMPLATE")

    def test_they_are_featured_in_order_behind_what_an_administrator_chose(self, api: Api) -> None:
        chosen = [published(name=name) for name in ("B", "A")]
        service.feature(chosen[1], 1)
        service.feature(chosen[0], 2)
        expected = [chosen[1], chosen[0], *(programme.id for programme in BUILT_IN)]
        assert ids(api.every("/v1/templates/featured", limit=7)) == expected
        service.feature(chosen[1], None)
        assert ids(api.every("/v1/templates/featured", limit=7)) == expected[1:]
        with pytest.raises(TemplateNotPublic):
            service.feature(created(api), 1)


class TestListings:
    def test_everything_is_listed_once_whatever_the_order(self, api: Api) -> None:
        made = [published(name=f"P{n}") for n in range(9)]
        expected = {*made, *(programme.id for programme in BUILT_IN)}
        for order in ("newest", "use", "rating"):
            for limit in (3, 100):
                listed = ids(api.every(f"/v1/templates/public?sort={order}", limit=limit))
                assert len(listed) == len(expected)
                assert set(listed) == expected

    def test_the_newest_come_first(self, api: Api) -> None:
        made = []
        for number in range(3):
            clock.advance(timedelta(days=1))
            made.append(published(name=f"P{number}"))
        assert ids(api.get("/v1/templates/public?limit=3").data) == made[::-1]

    def test_the_best_rated_come_first(self, api: Api, other: Api) -> None:
        good, better = published(), published()
        programme = BUILT_IN[3].id
        for template_id, stars in ((good, (4, 4)), (better, (5, 4)), (programme, (5, 5))):
            for rater, given in zip((api, other), stars, strict=True):
                assert rater.post(f"/v1/templates/{template_id}/rate", {"rating": given}).status == 200
        listed = api.get("/v1/templates/public?sort=rating&limit=3").data
        assert ids(listed) == [programme, better, good]
        assert [item["stats"]["averageRating"] for item in listed] == [5, 4.5, 4]

    def test_filters_find_what_fits(self, api: Api) -> None:
        listed = api.every("/v1/templates/public?goal=mobility", limit=3)
        assert {item["metadata"]["goal"] for item in listed} == {"mobility"}
        home = api.every("/v1/templates/public?equipment=dumbbell&equipment=bench&goal=muscle_building", limit=7)
        assert {item["name"] for item in home} >= {"Dumbbells only in three days"}
        assert all(set(item["metadata"]["equipment"]) <= {"dumbbell", "bench", "bodyweight"} for item in home)
        short = api.every("/v1/templates/public?maxDuration=30&daysPerWeek=4", limit=7)
        assert all(item["metadata"]["duration"] <= 30 and item["daysPerWeek"] == 4 for item in short)

    def test_the_general_list_has_own_templates_first_and_nothing_twice(self, api: Api) -> None:
        private, public = created(api), created(api, sharing=PUBLIC)
        foreign = published()
        listed = ids(api.every("/v1/templates", limit=7))
        assert set(listed[:2]) == {private, public}
        assert sorted(listed) == sorted([private, public, foreign, *(programme.id for programme in BUILT_IN)])

    def test_a_cursor_of_another_listing_is_refused(self, api: Api) -> None:
        cursor = api.get("/v1/templates/public?limit=2").json["meta"]["nextCursor"]
        answer = api.get(f"/v1/templates/public?sort=use&cursor={cursor}")
        assert (answer.status, answer.code) == (400, "INVALID_CURSOR")


class TestReactions:
    def test_a_favourite_is_counted_once_and_taken_back_once(self, api: Api, other: Api) -> None:
        template_id = published()
        path = f"/v1/templates/{template_id}"
        for user in (api, other):
            assert [user.post(f"{path}/favorite").data["isFavorite"] for _ in range(2)] == [True, True]
        count_favorites()
        count_favorites()
        assert api.get(path).data["stats"]["favoritesCount"] == 2
        assert ids(api.get("/v1/templates?favorite=true").data) == [template_id]
        api.delete(f"{path}/favorite")
        count_favorites()
        seen = api.get(path).data
        assert (seen["stats"]["favoritesCount"], seen["isFavorite"]) == (1, False)
        assert api.get("/v1/templates?favorite=true").data == []

    def test_a_programme_can_be_a_favourite(self, api: Api) -> None:
        path = f"/v1/templates/{BUILT_IN[0].id}"
        api.post(f"{path}/favorite")
        count_favorites()
        assert api.get(path).data["stats"]["favoritesCount"] == 1
        assert ids(api.get("/v1/templates?favorite=true").data) == [BUILT_IN[0].id]

    def test_a_user_has_one_rating_and_may_change_it(self, api: Api, other: Api) -> None:
        path = f"/v1/templates/{published()}"
        api.post(f"{path}/rate", {"rating": 2})
        other.post(f"{path}/rate", {"rating": 5})
        rated = api.post(f"{path}/rate", {"rating": 4}).data
        assert (rated["stats"]["averageRating"], rated["stats"]["totalRatings"], rated["ownRating"]) == (4.5, 2, 4)
        assert api.get(path).data["stats"] == rated["stats"]

    def test_ratings_at_the_same_moment_all_count(self, api: Api, other: Api, monkeypatch: pytest.MonkeyPatch) -> None:
        template_id = published()
        rated = repository.rated

        def interfered(*arguments: Any) -> store.Action:
            monkeypatch.setattr(repository, "rated", rated)
            service.rate(user_of(other), template_id, 1)
            return rated(*arguments)

        monkeypatch.setattr(repository, "rated", interfered)
        stats = api.post(f"/v1/templates/{template_id}/rate", {"rating": 5}).data["stats"]
        assert (stats["averageRating"], stats["totalRatings"]) == (3, 2)

    @pytest.mark.parametrize("rating", [0, 6, 4.5, "5", None, True])
    def test_other_ratings_are_refused(self, api: Api, rating: Any) -> None:
        assert api.post(f"/v1/templates/{published()}/rate", {"rating": rating}).status == 422


def changed(path: str, value: Any) -> dict[str, Any]:
    """The body of a template with one value of its plan changed."""
    sent = body()
    target: Any = sent["weeklyPlan"]
    *way, last = path.split(".")
    for step in way:
        target = target[int(step) if step.isdigit() else step]
    target[last] = value
    return sent


LINE = "weeks.0.days.monday.exercises.0"
RULE = f"{LINE}.progression.rules.0"


@pytest.mark.parametrize(
    ("path", "value", "field", "code"),
    [
        ("totalWeeks", 0, "totalWeeks", "VALIDATION_FAILED"),
        ("weeks", [], "weeks", "VALIDATION_FAILED"),
        ("weeks.0.days", {}, "weeks", "VALIDATION_FAILED"),
        ("weeks.0.days.monday.isRestDay", True, "weeks.0.days.monday.exercises", "VALIDATION_FAILED"),
        ("weeks.0.days.monday.exercises", [], "weeks.0.days.monday.exercises", "VALIDATION_FAILED"),
        (f"{LINE}.sets.0.reps", {"min": 9, "max": 8}, f"{LINE}.sets.0.reps.min", "VALIDATION_FAILED"),
        (f"{LINE}.sets.0.reps", None, f"{LINE}.sets.0.reps", "VALIDATION_FAILED"),
        (f"{LINE}.sets.0.type", "warmup", f"{LINE}.sets", "VALIDATION_FAILED"),
        (f"{LINE}.sets.0.durationSeconds", 30, f"{LINE}.sets.0.durationSeconds", "VALIDATION_FAILED"),
        (f"{LINE}.sets.0.weight", {"type": "percentage"}, f"{LINE}.sets.0.weight.value", "VALIDATION_FAILED"),
        (f"{LINE}.sets.0.weight", {"type": "rpe", "value": 11}, f"{LINE}.sets.0.weight.value", "VALIDATION_FAILED"),
        (f"{RULE}.axis", "rpe", f"{RULE}.axis", "PROGRESSION_INVALID"),
        (f"{RULE}.step.amount", 0, f"{RULE}.step.amount", "PROGRESSION_INVALID"),
        (
            f"{LINE}.progression.rules.0.step.amount",
            0,
            f"{LINE}.progression.rules.0.step.amount",
            "PROGRESSION_INVALID",
        ),
        (f"{LINE}.sets.0.count", 21, f"{LINE}.sets.0.count", "VALIDATION_FAILED"),
    ],
)
def test_a_plan_that_does_not_hold_together_is_refused(api: Api, path: str, value: Any, field: str, code: str) -> None:
    answer = api.post("/v1/templates", changed(path, value))
    assert (answer.status, answer.code) == (422, code)
    named = [one["field"] for one in answer.json["error"]["details"]["fields"]]
    assert f"body.weeklyPlan.{field}" in named
    assert api.get("/v1/templates/my").data == []


def test_an_exercise_that_is_not_there_is_refused(api: Api) -> None:
    answer: Answer = api.post("/v1/templates", changed(f"{LINE}.exerciseId", "0" * 26))
    assert (answer.status, answer.code) == (404, "EXERCISE_NOT_FOUND")
    assert exercise() != "0" * 26
