from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from fitsync.kit import clock
from fitsync.workouts import repository
from fitsync.workouts.events import SetCompleted, WorkoutCompleted, WorkoutDeleted, WorkoutUpdated
from fitsync.workouts.kinds import ExerciseKind
from fitsync.workouts.records import RecordKind
from tests.support.accounts import register
from tests.support.api import Answer, Api, principal
from tests.support.bus import stored_events
from tests.support.tables import contents
from tests.support.training import SET, completed, exercise, lift, started

pytestmark = pytest.mark.usefixtures("stopped_clock")


def fields(answer: Answer) -> list[str]:
    return [problem["field"] for problem in answer.json["error"]["details"]["fields"]]


class TestCreation:
    def test_an_empty_session_starts_at_once(self, api: Api) -> None:
        answer = api.post("/v1/workouts", {})
        assert answer.status == 201
        assert answer.data["status"] == "in_progress"
        assert answer.data["startedAt"] == "2026-03-02T06:30:00.000Z"
        assert answer.headers["location"] == f"/v1/workouts/{answer.data['id']}"
        assert answer.etag == '"1"'
        assert api.get(answer.headers["location"]).data == answer.data

    def test_a_planned_session_keeps_its_targets_until_it_starts(self, api: Api) -> None:
        target = {"weightKg": 62.5, "repsMin": 6, "repsMax": 8, "rpe": 8.5}
        line = {
            "exerciseId": exercise(),
            "superset": 1,
            "restSeconds": 150,
            "sets": [{"type": "drop", "target": target}],
        }
        planned = api.post("/v1/workouts", {"plannedFor": "2026-03-03T17:00:00+02:00", "exercises": [line]}).data
        assert (planned["status"], planned["plannedFor"]) == ("planned", "2026-03-03T15:00:00.000Z")

        clock.advance(3600)
        session = api.post(f"/v1/workouts/{planned['id']}/start").data
        assert (session["status"], session["startedAt"]) == ("in_progress", "2026-03-02T07:30:00.000Z")
        entry = session["exercises"][0]["sets"][0]
        assert {name: value for name, value in entry["target"].items() if value is not None} == target
        assert (entry["type"], entry["completedAt"]) == ("drop", None)

    def test_the_same_id_again_gives_the_same_session_as_it_is_by_now(self, api: Api) -> None:
        workout_id = clock.new_id()
        body = {"id": workout_id, "exercises": [{"exerciseId": exercise()}]}
        assert api.post("/v1/workouts", body).status == 201
        lift(api, workout_id)
        again = api.post("/v1/workouts", {**body, "name": "Other"})
        assert (again.status, again.etag, again.data["name"]) == (200, '"2"', "Workout")
        assert len(contents()["workouts"]) == 2

    def test_the_id_of_a_deleted_session_is_used_up(self, api: Api) -> None:
        workout_id = started(api)
        api.delete(f"/v1/workouts/{workout_id}")
        assert api.post("/v1/workouts", {"id": workout_id}).code == "WORKOUT_DELETED"

    def test_an_unknown_exercise_is_refused_and_nothing_stored(self, api: Api) -> None:
        answer = api.post("/v1/workouts", {"exercises": [{"exerciseId": clock.new_id()}]})
        assert (answer.status, answer.code) == (404, "EXERCISE_NOT_FOUND")
        assert contents()["workouts"] == []

    def test_weight_and_zone_come_from_the_profile(self, anonymous: Api) -> None:
        user_id = register(anonymous, timezone="Pacific/Auckland").data["id"]
        api = anonymous.as_user(principal(user_id=user_id))
        api.put("/v1/users/profile", {"metrics": {"currentWeight": 72.5}})
        completed(api, (60, 8))
        api.put("/v1/users/preferences", {"defaultRestTime": 45})
        workout_id = started(api)
        session = api.post(f"/v1/workouts/{workout_id}/rest", {}).data
        assert session["rest"]["plannedSeconds"] == 45
        assert (session["bodyWeightKg"], session["timeZone"]) == (72.5, "Pacific/Auckland")
        # 06:30 in Greenwich is the evening of the same day in Auckland.
        [event] = [event for event in stored_events("workouts") if event.name == WorkoutCompleted.name]
        assert event.payload(WorkoutCompleted).local_date.isoformat() == "2026-03-02"


class TestTraining:
    def test_a_training_day(self, api: Api) -> None:
        completed(api, (60, 8))
        clock.advance(86_400)
        workout_id = started(api, exercise(), exercise(ExerciseKind.DURATION), name="Push", location="gym")
        clock.advance(60)
        answer = lift(api, workout_id, weightKg=62.5, reps=8, rpe=8)
        assert {record["kind"]: record["previous"] for record in answer.data["personalRecords"]} == {
            "max_weight": 60,
            "max_volume": 480,
            "estimated_one_rep_max": 76,
        }
        assert answer.data["workout"]["exercises"][0]["sets"][0]["estimatedOneRepMax"] == {
            "epley": 79.17,
            "brzycki": 77.59,
        }
        rest = api.post(f"/v1/workouts/{workout_id}/rest", {"seconds": 90}).data["rest"]
        assert rest["endsAt"] == "2026-03-03T06:32:30.000Z"
        clock.advance(60)
        api.put(f"/v1/workouts/{workout_id}/exercise/1")
        plank = api.put(f"/v1/workouts/{workout_id}/set/0", {"durationSeconds": 45})
        assert plank.data["exerciseIndex"] == 1

        clock.advance(60)
        api.post(f"/v1/workouts/{workout_id}/pause")
        clock.advance(600)
        api.post(f"/v1/workouts/{workout_id}/resume")
        clock.advance(120)
        end = {"moodAfter": "proud", "energy": 7, "sessionRpe": 7.5, "notes": "Good."}
        done = api.post(f"/v1/workouts/{workout_id}/complete", end)
        assert done.data["durationSeconds"] == 300
        assert done.data["pausedSeconds"] == 600
        assert (done.data["mood"]["after"], done.data["notes"]) == ("proud", "Good.")
        assert done.data["sessionRpe"] == 7.5
        metrics = done.data["metrics"]
        assert (metrics["totalVolume"], metrics["averageRpe"], metrics["totalRestSeconds"]) == (500, 8, 60)
        assert (metrics["setCount"], metrics["recordCount"]) == (2, 3)
        assert metrics["calories"] > 0

    def test_the_same_set_again_changes_nothing_and_says_the_same(self, api: Api) -> None:
        completed(api, (60, 8))
        clock.advance(60)
        workout_id = started(api)
        first = lift(api, workout_id, weightKg=70, reps=8)
        clock.advance(30)
        second = lift(api, workout_id, weightKg=70, reps=8)
        assert (second.etag, second.data) == (first.etag, first.data)
        assert len(first.data["personalRecords"]) == 3

    def test_supersets_take_turns(self, api: Api) -> None:
        lines = [{"exerciseId": exercise(), "superset": 1, "sets": [{}, {}]} for _ in range(2)]
        workout_id = api.post("/v1/workouts", {"exercises": lines}).data["id"]
        turns = []
        for _ in range(4):
            session = api.get(f"/v1/workouts/{workout_id}").data
            turns.append((session["currentExerciseIndex"], session["currentSetIndex"]))
            api.put(f"/v1/workouts/{workout_id}/set/{session['currentSetIndex']}", SET)
        assert turns == [(0, 0), (1, 0), (0, 1), (1, 1)]

    def test_the_list_of_exercises_changes_around_the_sets(self, api: Api) -> None:
        workout_id = started(api)
        session = lift(api, workout_id).data["workout"]
        kept = {"id": session["exercises"][0]["id"], "exerciseId": exercise()}
        added = {"exerciseId": exercise(ExerciseKind.REPS_ONLY)}
        answer = api.put(f"/v1/workouts/{workout_id}", {"exercises": [added, kept], "mood": {"before": "tired"}})
        assert [len(entry["sets"]) for entry in answer.data["exercises"]] == [0, 1]
        assert answer.data["currentExerciseIndex"] == 1
        cleared = api.put(f"/v1/workouts/{workout_id}", {"mood": None, "location": None}).data
        assert (cleared["mood"]["before"], len(cleared["exercises"])) == (None, 2)

    def test_a_session_can_be_given_up(self, api: Api) -> None:
        workout_id = started(api)
        answer = api.put(f"/v1/workouts/{workout_id}", {"status": "cancelled", "notes": "Shoulder."})
        assert (answer.data["status"], answer.data["notes"]) == ("cancelled", "Shoulder.")

    @pytest.mark.parametrize("action", ["start", "pause", "resume", "complete", "rest"])
    def test_an_illegal_transition_says_where_the_session_is(self, api: Api, action: str) -> None:
        workout_id = completed(api)
        answer = api.post(f"/v1/workouts/{workout_id}/{action}")
        assert (answer.status, answer.code) == (409, "ILLEGAL_TRANSITION")
        assert answer.json["error"]["details"]["status"] == "completed"


CHANGES: list[tuple[str, str, Any]] = [
    ("PUT", "", {"notes": "x"}),
    ("DELETE", "", None),
    ("POST", "/pause", None),
    ("POST", "/complete", {}),
    ("POST", "/rest", {}),
    ("PUT", "/exercise/1", {"exerciseId": ""}),
    ("PUT", "/set/0", SET),
]


@pytest.mark.parametrize(("method", "path", "body"), CHANGES)
def test_every_change_honours_if_match(api: Api, method: str, path: str, body: Any) -> None:
    workout_id = started(api)
    body = {**body, "exerciseId": exercise()} if path == "/exercise/1" else body
    path = f"/v1/workouts/{workout_id}{path}"
    before = contents()
    stale = api.call(method, path, body, headers={"If-Match": '"7"'})
    assert (stale.status, stale.code) == (412, "PRECONDITION_FAILED")
    assert contents() == before
    assert api.call(method, path, body, headers={"If-Match": '"1"'}).status in (200, 204)


@pytest.mark.parametrize(
    ("body", "code", "field"),
    [
        ({**SET, "rpe": 11}, "VALIDATION_FAILED", "body.rpe"),
        ({**SET, "rpe": 7.3}, "VALIDATION_FAILED", "body.rpe"),
        ({**SET, "rir": 1.5}, "VALIDATION_FAILED", "body.rir"),
        ({**SET, "weightKg": -1}, "VALIDATION_FAILED", "body.weightKg"),
        ({**SET, "weightKg": "60"}, "VALIDATION_FAILED", "body.weightKg"),
        ({**SET, "weightKg": True}, "VALIDATION_FAILED", "body.weightKg"),
        ({**SET, "weightKg": 2000.5}, "VALIDATION_FAILED", "body.weightKg"),
        ({**SET, "reps": 1001}, "VALIDATION_FAILED", "body.reps"),
        ({**SET, "notes": "x" * 501}, "VALIDATION_FAILED", "body.notes"),
        ({**SET, "speed": 3}, "VALIDATION_FAILED", "body.speed"),
        ({**SET, "distanceM": 3}, "MEASURE_NOT_FOR_KIND", "body.distanceM"),
        ({"reps": 8}, "MEASURE_MISSING", "body.weightKg"),
        ({**SET, "exerciseIndex": 1}, "EXERCISE_INDEX_OUT_OF_RANGE", "body.exerciseIndex"),
        ({**SET, "completedAt": "2026-03-02T06:00:00Z"}, "INVALID_TIME", "body.completedAt"),
        ({**SET, "completedAt": "2026-03-02T07:00:00Z"}, "INVALID_TIME", "body.completedAt"),
        ({**SET, "completedAt": "2026-03-02T06:30:00"}, "VALIDATION_FAILED", "body.completedAt"),
    ],
)
def test_a_bad_set_is_named_and_nothing_stored(api: Api, body: dict[str, Any], code: str, field: str) -> None:
    workout_id = started(api)
    before = contents()
    answer = api.put(f"/v1/workouts/{workout_id}/set/0", body)
    assert (answer.status, answer.code, fields(answer)) == (422, code, [field])
    assert contents() == before


def test_infinite_numbers_are_refused(api: Api) -> None:
    workout_id = started(api)
    for number in ("NaN", "Infinity", "1e400"):
        raw = f'{{"weightKg": {number}, "reps": 8}}'
        assert api.call("PUT", f"/v1/workouts/{workout_id}/set/0", raw=raw).status in (400, 422)


def test_a_gap_between_sets_is_refused(api: Api) -> None:
    answer = api.put(f"/v1/workouts/{started(api)}/set/2", SET)
    assert (answer.status, answer.code) == (422, "SET_INDEX_OUT_OF_RANGE")
    assert answer.json["error"]["details"]["highest"] == 0


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"id": "short"}, "body.id"),
        ({"plannedFor": "9999-12-31T23:59:59Z"}, "body.plannedFor"),
        ({"plannedFor": "0001-01-01T00:00:00+14:00"}, "body.plannedFor"),
        ({"plannedFor": "0999-01-01T00:00:00Z"}, "body.plannedFor"),
        ({"plannedFor": 7}, "body.plannedFor"),
        ({"plannedFor": "7"}, "body.plannedFor"),
        ({"name": ""}, "body.name"),
        ({"location": "moon"}, "body.location"),
        ({"mood": {"energy": 11}}, "body.mood.energy"),
        ({"exercises": [{"exerciseId": "x"}]}, "body.exercises.0.exerciseId"),
        ({"templateId": "x"}, "body.templateId"),
    ],
)
def test_a_bad_session_is_named_and_nothing_stored(api: Api, body: dict[str, Any], field: str) -> None:
    answer = api.post("/v1/workouts", body)
    assert (answer.status, fields(answer)) == (422, [field])
    assert contents()["workouts"] == []


@pytest.mark.parametrize("effort", [-0.5, 10.5, 7.3, "7", True])
def test_an_effort_off_the_scale_is_refused_and_the_session_runs_on(api: Api, effort: object) -> None:
    workout_id = started(api)
    answer = api.post(f"/v1/workouts/{workout_id}/complete", {"sessionRpe": effort})
    assert (answer.status, fields(answer)) == (422, ["body.sessionRpe"])
    assert api.get(f"/v1/workouts/{workout_id}").data["status"] == "in_progress"


def test_a_set_of_a_list_is_checked_like_any_other(api: Api) -> None:
    line = {"exerciseId": exercise(), "sets": [{"weightKg": 60, "reps": 8, "completedAt": "2026-03-02T06:30:00Z"}]}
    assert api.post("/v1/workouts", {"exercises": [line]}).status == 201
    line["sets"] = [{"target": {"durationSeconds": 5}}]
    answer = api.post("/v1/workouts", {"exercises": [line]})
    assert (answer.code, fields(answer)) == (
        "MEASURE_NOT_FOR_KIND",
        ["body.exercises.0.sets.0.target.durationSeconds"],
    )


class TestEvents:
    def test_a_completed_session_tells_all_that_others_count(self, api: Api) -> None:
        completed(api, (60, 8))
        clock.advance(60)
        workout_id = completed(api, (40, 10), (70, 8), name="Push", location="home")
        event = stored_events("workouts")[-1]
        assert (event.name, event.aggregate_id, event.user_id) == (WorkoutCompleted.name, workout_id, _id(api))
        told = event.payload(WorkoutCompleted)
        assert (told.workout_name, told.volume, told.set_count) == ("Push", Decimal(960), 2)
        assert not told.imported
        [totals] = told.exercises
        assert (totals.exercise_id, totals.sets, totals.reps) == (exercise(), 2, 18)
        assert totals.best_weight_kg == 70
        assert totals.primary_muscles
        assert {record.kind: record.previous for record in told.records}[RecordKind.MAX_WEIGHT] == 60

    def test_a_set_is_told_with_its_records(self, api: Api) -> None:
        workout_id = started(api)
        lift(api, workout_id)
        told = stored_events("workouts")[-1].payload(SetCompleted)
        assert (told.set_index, told.entry.reps, told.records) == (0, 8, ())

    def test_a_correction_and_a_deletion_carry_what_to_take_back(self, api: Api) -> None:
        workout_id = completed(api, (60, 8))
        lift(api, workout_id, weightKg=50, reps=8)
        corrected = stored_events("workouts")[-1].payload(WorkoutUpdated)
        assert corrected.before
        assert corrected.after
        assert (corrected.before.volume, corrected.after.volume) == (Decimal(480), Decimal(400))
        api.delete(f"/v1/workouts/{workout_id}")
        deleted = stored_events("workouts")[-1].payload(WorkoutDeleted)
        assert deleted.before
        assert deleted.before.volume == 400

    def test_a_change_of_place_alone_raises_nothing_and_repeats_nothing(self, api: Api) -> None:
        workout_id = started(api)
        api.post(f"/v1/workouts/{workout_id}/rest", {"seconds": 30})
        assert [event for event in stored_events("workouts") if event.aggregate_id == workout_id] == []


def _id(api: Api) -> str:
    assert api.user
    return api.user.user_id


class TestDeletion:
    def test_it_is_gone_at_once_for_good_and_twice_is_once(self, api: Api) -> None:
        workout_id = completed(api, (60, 8))
        assert [api.delete(f"/v1/workouts/{workout_id}").status for _ in range(2)] == [204, 204]
        assert api.get(f"/v1/workouts/{workout_id}").code == "WORKOUT_NOT_FOUND"
        assert api.get("/v1/workouts").data == []
        assert api.post(f"/v1/workouts/{workout_id}/start").status == 404
        left = repository.find(_id(api), workout_id)
        assert left
        assert (left.deleted, left.session.exercises) == (True, ())

    def test_somebody_else_s_session_is_not_there(self, api: Api) -> None:
        workout_id = completed(api, (60, 8))
        stranger = Api(principal())
        assert stranger.get(f"/v1/workouts/{workout_id}").status == 404
        assert stranger.delete(f"/v1/workouts/{workout_id}").status == 404
        assert api.get(f"/v1/workouts/{workout_id}").status == 200


def test_no_answer_is_larger_than_a_function_may_give(api: Api) -> None:
    """500 sets, the most there can be, are far below the 6 MB of a Lambda response."""
    line = {"exerciseId": exercise(), "sets": [{"target": {"repsMax": 8}}] * 10}
    answer = api.post("/v1/workouts", {"exercises": [line] * 50})
    assert answer.status == 201
    assert len(answer.body) < 1_000_000
    assert api.put(f"/v1/workouts/{answer.data['id']}/set/10", SET).code == "TOO_MANY_SETS"
    assert len(json.dumps({"exercises": [line] * 50})) < 512 * 1024
