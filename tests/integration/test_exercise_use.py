"""Exercises in use: ratings, popularity, and what the workouts area asks for."""

from __future__ import annotations

from datetime import timedelta

import pytest

from fitsync.exercises import catalogue, repository, service
from fitsync.exercises.errors import ExerciseNotFound, TooManyCustomExercises
from fitsync.kit import clock, store
from functions.exercise_usage.handler import handler as usage
from tests.support.api import Api, principal
from tests.support.bus import deliver, stored_events
from tests.support.requests.exercises import built_in, create, names
from tests.support.training import completed, exercise, lift, started

pytestmark = pytest.mark.usefixtures("stopped_clock")


BENCH, SQUAT, CURL = built_in(), built_in("barbell-back-squat"), built_in("dumbbell-curl")


class TestRatings:
    def test_one_rating_per_user_and_a_second_replaces_the_first(self, api: Api, other: Api) -> None:
        path = f"/v1/exercises/{BENCH}"
        assert api.post(f"{path}/rate", {"rating": 2}).data == {
            "exerciseId": BENCH,
            "rating": 2,
            "averageRating": 2.0,
            "totalRatings": 1,
        }
        other.post(f"{path}/rate", {"rating": 5})
        assert api.get(path).data["metrics"] == {"averageRating": 3.5, "totalRatings": 2, "usageCount": 0}
        api.post(f"{path}/rate", {"rating": 4})
        api.post(f"{path}/rate", {"rating": 4})
        read = api.get(path).data
        assert read["metrics"] == {"averageRating": 4.5, "totalRatings": 2, "usageCount": 0}
        assert (read["myRating"], other.get(path).data["myRating"]) == (4, 5)
        rated = [event.data for event in stored_events("exercises")]
        assert {"exercise_id": BENCH, "stars": 4, "before": 2} in rated

    def test_many_ratings_over_all_shards_add_up(self, api: Api) -> None:
        for stars in (1, 2, 3, 4, 5) * 3:
            api.as_user(principal()).post(f"/v1/exercises/{BENCH}/rate", {"rating": stars})
        metrics = api.get(f"/v1/exercises/{BENCH}").data["metrics"]
        assert metrics == {"averageRating": 3.0, "totalRatings": 15, "usageCount": 0}

    @pytest.mark.parametrize("rating", [0, 6, 4.5, "5", True, None])
    def test_only_whole_stars_from_one_to_five(self, api: Api, rating: object) -> None:
        assert api.post(f"/v1/exercises/{BENCH}/rate", {"rating": rating}).status == 422


class TestPopularity:
    def test_staples_come_first_until_there_is_use(self, api: Api) -> None:
        top = api.get("/v1/exercises/popular?limit=50").data
        staples = {one.id for one in catalogue.all_exercises() if one.common == 3}
        assert {one["id"] for one in top} <= staples

    def test_real_use_counts_once_per_workout(self, api: Api) -> None:
        custom = create(api).data["id"]
        workout = started(api, CURL, CURL, custom)
        for at in range(3):
            body = {"exerciseIndex": at, "reps": 5, **({} if at == 2 else {"weightKg": 10})}
            assert api.put(f"/v1/workouts/{workout}/set/0", body).status == 200
        assert api.post(f"/v1/workouts/{workout}/complete").status == 200
        events = [event for event in stored_events("workouts") if event.name == "workouts.workout_completed"]
        for _ in range(3):
            assert deliver(usage, events) == []
        assert names(api.get("/v1/exercises/popular?limit=1")) == ["Dumbbell Curl"]
        for exercise_id in (CURL, custom):
            assert api.get(f"/v1/exercises/{exercise_id}").data["metrics"]["usageCount"] == 1

    def test_every_workout_counts_in_any_order(self, api: Api) -> None:
        for _ in range(3):
            completed(api, (60, 8))
        events = [event for event in stored_events("workouts") if event.name == "workouts.workout_completed"]
        clock.advance(120)
        assert deliver(usage, [*reversed(events), *events]) == []
        counted = api.get(f"/v1/exercises/{exercise()}").data
        assert counted["metrics"]["usageCount"] == 3

    def test_lists_catch_up_within_minutes(self, api: Api) -> None:
        self._train(api, SQUAT, times=1)
        assert names(api.get("/v1/exercises/popular?limit=1")) == ["Barbell Back Squat"]
        self._train(api, CURL, times=2)
        assert names(api.get("/v1/exercises/popular?limit=1")) == ["Barbell Back Squat"]
        clock.advance(timedelta(minutes=2).seconds)
        self._train(api, CURL, times=1)
        assert names(api.get("/v1/exercises/popular?limit=1")) == ["Dumbbell Curl"]

    def _train(self, api: Api, exercise_id: str, times: int) -> None:
        known = {event.id for event in stored_events("workouts")}
        for _ in range(times):
            workout = started(api, exercise_id)
            lift(api, workout, 0, weightKg=20, reps=8)
            assert api.post(f"/v1/workouts/{workout}/complete").status == 200
        fresh = [event for event in stored_events("workouts") if event.id not in known]
        deliver(usage, [event for event in fresh if event.name == "workouts.workout_completed"])


class TestForWorkouts:
    """What the workouts area asks for."""

    def test_found_in_the_order_asked_for(self, api: Api, other: Api) -> None:
        assert api.user
        assert other.user
        custom = create(api).data["id"]
        found = service.find_many([SQUAT, custom, BENCH], api.user.user_id)
        assert [one.id for one in found] == [SQUAT, custom, BENCH]
        assert (found[1].kind, found[1].met) == ("bodyweight_reps", 3.5)
        with pytest.raises(ExerciseNotFound) as refused:
            service.find_many([SQUAT, custom], other.user.user_id)
        assert refused.value.details == {"exerciseIds": [custom]}

    def test_names_are_matched_to_own_exercises_first(self, api: Api) -> None:
        assert api.user
        mine = create(api, name="Bench Press (Barbell)").data["id"]
        matched = service.match(["Bench Press (Barbell)", "Squat (Barbell)", "Yoga"], api.user.user_id)
        assert {name: one.exercise.id for name, one in matched.items()} == {
            "Bench Press (Barbell)": mine,
            "Squat (Barbell)": SQUAT,
        }

    def test_an_exercise_made_from_a_name_is_made_once(self, api: Api, other: Api) -> None:
        assert api.user
        assert other.user
        first = service.create_custom(api.user.user_id, "Grandpa's Special", "weight_reps")
        again = service.create_custom(api.user.user_id, "Grandpas special", "reps_only")
        assert first == again
        assert service.create_custom(other.user.user_id, "Grandpa's Special", "weight_reps").id != first.id
        assert names(api.get("/v1/exercises?custom=true")) == ["Grandpa's Special"]
        matched = service.match(["grandpas  Special"], api.user.user_id)
        assert matched["grandpas  Special"].exercise.id == first.id

    def test_a_deleted_one_comes_back_when_its_name_is_needed_again(self, api: Api) -> None:
        assert api.user
        first = service.create_custom(api.user.user_id, "Grandpa's Special", "weight_reps")
        api.delete(f"/v1/exercises/{first.id}")
        assert service.create_custom(api.user.user_id, "Grandpa's Special", "weight_reps") == first
        assert api.get(f"/v1/exercises/{first.id}").status == 200
        assert names(api.get("/v1/exercises?custom=true")) == ["Grandpa's Special"]

    def test_a_deleted_one_does_not_come_back_into_a_full_account(self, api: Api) -> None:
        assert api.user
        first = service.create_custom(api.user.user_id, "Grandpa's Special", "weight_reps")
        api.delete(f"/v1/exercises/{first.id}")
        store.write(repository.count_own(api.user.user_id, service.MAX_OWN))
        with pytest.raises(TooManyCustomExercises):
            service.create_custom(api.user.user_id, "Grandpa's Special", "weight_reps")
        assert api.get(f"/v1/exercises/{first.id}").status == 404

    def test_a_name_without_latin_letters_is_a_name(self, api: Api) -> None:
        assert api.user
        first = service.create_custom(api.user.user_id, "\u0416\u0438\u043c", "weight_reps")
        second = service.create_custom(api.user.user_id, "\u0422\u044f\u0433\u0430", "weight_reps")
        assert first.id != second.id
