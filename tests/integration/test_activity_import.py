"""Importing recorded activities: opened over HTTP, uploaded to S3, run by the consumer, looked at over HTTP."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from fitsync.workouts import service as workouts
from fitsync.workouts.events import WorkoutCompleted
from fitsync.workouts.imports import repository
from fitsync.workouts.records import RecordKind
from tests.support.api import Api
from tests.support.bus import stored_events
from tests.support.imports import arrival, consume, history, imported, opened, rows, run
from tests.support.recordings import START, Outing, fit_run, fit_strength, gpx, gzipped, tcx

LONG = Outing(seconds=1200)


def session_of(api: Api, done: dict[str, Any], row: int = 1) -> dict[str, Any]:
    """The session that a row of an import went into."""
    session_id = rows(api, done["id"])[row - 1]["sessionId"]
    return dict(api.get(f"/v1/workouts/{session_id}").data)


def test_a_run_becomes_a_session_with_what_the_watch_recorded(api: Api) -> None:
    done = imported(api, fit_run(LONG, total_calories=205), source="fit", fileName="morning.fit")
    assert (done["status"], done["source"], done["failure"]) == ("completed", "fit", None)
    assert (done["counts"]["rows"], done["counts"]["taken"], done["counts"]["exercisesMatched"]) == (1, 1, 1)
    session = session_of(api, done)
    assert (session["status"], session["source"], session["name"]) == ("completed", "import", "Running")
    assert (session["startedAt"], session["endedAt"]) == ("2024-05-28T07:32:10.000Z", "2024-05-28T07:52:10.000Z")
    assert (session["durationSeconds"], session["location"]) == (1200, "outdoor")
    assert session["metrics"]["calories"] == 205
    assert session["metrics"]["totalDistanceM"] == 3000
    (exercise,) = session["exercises"]
    assert (exercise["name"], exercise["kind"]) == ("Running", "distance_duration")
    assert [(done["distanceM"], done["durationSeconds"]) for done in exercise["sets"]] == [(3000, 1200)]
    activity = session["activity"]
    assert {name: activity[name] for name in activity if name != "laps"} == {
        "sport": "running",
        "subSport": None,
        "elapsedSeconds": 1200,
        "activeSeconds": 1200,
        "movingSeconds": 1200,
        "distanceM": 3000,
        "paceSecondsPerKm": 400,
        "averageSpeedKmh": 9,
        "elevationGainM": 50,
        "elevationLossM": 50,
        "averageHeartRate": 140,
        "maxHeartRate": 145,
        "calories": 205,
    }
    assert [lap["paceSecondsPerKm"] for lap in activity["laps"]] == [400]
    assert session["route"]["points"] == 2


def test_records_and_events_follow_as_from_any_import(api: Api) -> None:
    imported(api, fit_run(LONG))
    later = Outing(START + timedelta(days=1), seconds=1000)
    session = session_of(api, imported(api, gpx(later)))
    assert api.user is not None
    (records,) = workouts.records_of(api.user.user_id, [session["exercises"][0]["exerciseId"]])
    best = {kind: records.best(kind) for kind in (RecordKind.MAX_DISTANCE, RecordKind.BEST_PACE)}
    assert {kind: best_of.value for kind, best_of in best.items() if best_of} == {
        RecordKind.MAX_DISTANCE: 3000,
        RecordKind.BEST_PACE: 400,
    }
    told = [
        WorkoutCompleted.model_validate(event.data)
        for event in stored_events("workouts")
        if event.name == "workouts.workout_completed"
    ]
    assert [event.imported for event in told] == [True, True]
    assert sorted(event.exercises[0].distance_m for event in told) == [2500, 3000]
    assert not any("polyline" in str(event.data) for event in stored_events("workouts"))


def test_the_list_stays_light(api: Api) -> None:
    imported(api, fit_run())
    (listed,) = history(api)
    assert listed["metrics"]["totalDistanceM"] == 1500
    assert "route" not in listed
    assert "activity" not in listed


def test_the_same_activity_again_adds_nothing_in_whatever_format(api: Api) -> None:
    first = imported(api, fit_run())
    before = history(api)
    for again in (fit_run(), gzipped(fit_run()), tcx(), gpx()):
        done = imported(api, again)
        assert (done["counts"]["sessionsCreated"], done["counts"]["sessionsExisting"]) == (0, 1)
        assert done["reasons"] == {"ALREADY_IMPORTED": 1}
        assert rows(api, done["id"])[0]["sessionId"] == rows(api, first["id"])[0]["sessionId"]
    assert history(api) == before


@pytest.mark.parametrize("seconds", [-20, 55])
def test_a_start_some_seconds_off_is_the_same_start_over_the_full_minute_too(api: Api, seconds: int) -> None:
    first = imported(api, fit_run())
    done = imported(api, gpx(Outing(START + timedelta(seconds=seconds))))
    assert done["counts"]["sessionsExisting"] == 1
    assert rows(api, done["id"])[0]["sessionId"] == rows(api, first["id"])[0]["sessionId"]
    assert len(history(api)) == 1


def test_two_activities_a_minute_apart_are_two(api: Api) -> None:
    imported(api, fit_run())
    assert imported(api, gpx(Outing(START + timedelta(seconds=60))))["counts"]["sessionsCreated"] == 1
    # Of one file, whatever starts close to each other was recorded one after the other.
    both = gpx(*(Outing(START + timedelta(days=1, seconds=at), seconds=30) for at in (0, 40)))
    assert imported(api, both)["counts"]["sessionsCreated"] == 2
    assert len(history(api)) == 4


def test_strength_sets_go_to_exercises_of_the_catalogue_and_own_ones(api: Api) -> None:
    raw = fit_strength(
        [(0, 1, 8, 960), (0, 1, 6, 1000), (28, None, 10, None), (7, 900, 12, 160)],
        rest=90,
        titles=[(7, 900, b"House Curl")],
    )
    done = imported(api, raw)
    assert (done["counts"]["taken"], done["counts"]["exercisesMatched"], done["counts"]["exercisesCustom"]) == (4, 2, 1)
    assert done["remarks"] == {"EXERCISE_ASSUMED": 1}
    session = session_of(api, done)
    assert [exercise["name"] for exercise in session["exercises"]] == [
        "Barbell Bench Press",
        "Bodyweight Squat",
        "House Curl",
    ]
    first = session["exercises"][0]["sets"][0]
    assert (first["weightKg"], first["reps"], first["restSeconds"]) == (60, 8, 90)
    assert first["completedAt"] == "2024-05-28T07:32:50.000Z"
    assert session["metrics"]["totalVolume"] == 60 * 8 + 62.5 * 6 + 10 * 12
    assert session["route"] is None


def test_a_sport_that_the_catalogue_lacks_becomes_an_own_exercise(api: Api) -> None:
    session = session_of(api, imported(api, fit_run(sport=41)))
    assert session["exercises"][0]["name"] == "Kayaking"
    done = imported(api, gpx(Outing(START + timedelta(days=2)), kind=None))
    assert done["remarks"] == {"SPORT_UNKNOWN": 1}
    assert session_of(api, done)["exercises"][0]["name"] == "Other Activity"


def test_a_broken_file_ends_the_import_with_a_reason_and_stores_nothing(api: Api) -> None:
    done = imported(api, fit_run()[:-100])
    assert (done["status"], done["failure"]["code"]) == ("failed", "FILE_CUT_OFF")
    assert "bytes" in done["failure"]["message"]
    assert history(api) == []
    assert imported(api, fit_run())["counts"]["sessionsCreated"] == 1


def test_another_kind_of_file_than_the_one_named_is_refused(api: Api) -> None:
    done = imported(api, gpx(), source="fit")
    assert done["failure"] == {
        "code": "OTHER_SOURCE",
        "message": "The file is a recorded GPX activity, not a recorded FIT activity.",
    }


def test_a_run_that_dies_in_the_middle_is_finished_by_the_next(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    import_id = opened(api, gpx(*(Outing(START + timedelta(days=day)) for day in range(4))))
    save_report = repository.save_report

    def dying(*_: Any) -> None:
        raise ConnectionError("the power is gone")

    monkeypatch.setattr(repository, "save_report", dying)
    assert len(run(api, import_id)) == 1
    monkeypatch.setattr(repository, "save_report", save_report)
    assert run(api, import_id) == []
    done = api.get(f"/v1/workouts/import/{import_id}").data
    assert (done["status"], done["counts"]["sessionsCreated"], done["counts"]["taken"]) == ("completed", 4, 4)


def test_a_doubled_arrival_changes_nothing(api: Api) -> None:
    import_id = opened(api, fit_run())
    event = arrival(api, import_id)
    event["Records"] += arrival(api, import_id)["Records"]
    assert consume(event) == []
    assert len(history(api)) == 1


def test_a_deleted_activity_is_not_brought_back(api: Api) -> None:
    session = session_of(api, imported(api, fit_run()))
    assert api.delete(f"/v1/workouts/{session['id']}").status in (200, 204)
    assert imported(api, tcx())["counts"]["sessionsCreated"] == 0
    assert history(api) == []


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ({"source": "fit", "fileName": "a"}, "application/vnd.ant.fit"),
        ({"source": "gpx", "fileName": "a.xml"}, "application/gpx+xml"),
        ({"source": "hevy", "fileName": "a.txt"}, "text/csv"),
        ({"fileName": "Run.TCX"}, "application/vnd.garmin.tcx+xml"),
        ({"source": "fit", "fileName": "a.fit.gz"}, "application/gzip"),
        ({"fileName": "1234.zip"}, "application/zip"),
        ({"fileName": "export"}, "text/csv"),
    ],
)
def test_the_form_asks_for_the_type_of_the_file(api: Api, body: dict[str, object], content_type: str) -> None:
    answer = api.post("/v1/workouts/import", {"size": 10, **body})
    assert answer.data["upload"]["fields"]["Content-Type"] == content_type
