"""Importing history: opened over HTTP, uploaded to S3, run by the consumer, looked at over HTTP."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import boto3
import pytest

from fitsync.exercises import customs
from fitsync.kit.settings import settings
from fitsync.workouts import importing
from fitsync.workouts import service as workouts
from fitsync.workouts.imports import job
from fitsync.workouts.imports.uploads import Arrival
from fitsync.workouts.records import RecordKind
from tests.support.api import Api, principal
from tests.support.bus import stored_events
from tests.support.environment import REGION
from tests.support.exports import HEVY, STRONG_COMMA, hevy_row, strong_row
from tests.support.imports import TWO_DAYS, arrival, consume, history, imported, opened, rows, run


def test_a_file_goes_in_and_its_report_says_what_became_of_each_row(api: Api) -> None:
    done = imported(api, TWO_DAYS, timeZone="Europe/Madrid")
    assert (done["status"], done["source"], done["failure"]) == ("completed", "hevy", None)
    assert done["counts"] == {
        "rows": 5,
        "taken": 4,
        "skipped": 0,
        "refused": 1,
        "sessionsCreated": 2,
        "sessionsExisting": 0,
        "exercisesMatched": 1,
        "exercisesCustom": 1,
    }
    assert done["reasons"] == {"NUMBER_UNREADABLE": 1}
    report = rows(api, done["id"])
    assert [(row["row"], row["outcome"]) for row in report] == [
        (2, "taken"),
        (3, "taken"),
        (4, "taken"),
        (5, "taken"),
        (6, "refused"),
    ]
    assert (report[-1]["reason"], report[-1]["field"]) == ("NUMBER_UNREADABLE", "weight")
    assert [row["row"] for row in rows(api, done["id"], "?outcome=refused")] == [6]
    sessions = history(api)
    assert [session["startedAt"] for session in sessions] == ["2024-05-03T05:30:00.000Z", "2024-05-01T05:30:00.000Z"]
    session = api.get(f"/v1/workouts/{report[0]['sessionId']}").data
    assert session["status"] == "completed"
    assert [exercise["name"] for exercise in session["exercises"]][1] == "Zorbing Twist"


def test_importing_the_same_file_or_a_longer_one_adds_only_what_is_new(api: Api) -> None:
    imported(api, TWO_DAYS)
    before = history(api)
    again = imported(api, TWO_DAYS)
    assert history(api) == before
    assert (again["counts"]["sessionsCreated"], again["counts"]["sessionsExisting"]) == (0, 2)
    assert again["counts"]["taken"] == 0
    assert again["reasons"] == {"NUMBER_UNREADABLE": 1, "ALREADY_IMPORTED": 4}
    longer = imported(api, TWO_DAYS + hevy_row("Zorbing Twist", start="5 May 2024, 07:30", end="5 May 2024, 08:00"))
    assert longer["counts"]["sessionsCreated"] == 1
    assert longer["counts"]["exercisesCustom"] == 1
    assert len(history(api)) == 3


def test_records_follow_and_events_say_that_it_is_history(api: Api) -> None:
    done = imported(api, TWO_DAYS)
    session = api.get(f"/v1/workouts/{rows(api, done['id'])[0]['sessionId']}").data
    assert api.user is not None
    (records,) = workouts.records_of(api.user.user_id, [session["exercises"][0]["exerciseId"]])
    best = records.best(RecordKind.MAX_WEIGHT)
    assert best is not None
    assert (best.value, best.achieved_at.date().isoformat()) == (Decimal(80), "2024-05-03")
    told = [event for event in stored_events("workouts") if event.name == "workouts.workout_completed"]
    assert len(told) == 2
    assert all(event.data["imported"] for event in told)
    over = [event for event in stored_events("workouts") if event.name == "workouts.history_imported"]
    assert [event.data["sessions_created"] for event in over] == [2]


@pytest.mark.parametrize("after", [0, 1, 2])
def test_a_run_that_dies_in_the_middle_is_finished_by_the_next(
    api: Api, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    text = HEVY + "".join(
        hevy_row("Bench Press (Barbell)", start=f"{day} May 2024, 07:30", end=f"{day} May 2024, 08:00", weight=50 + day)
        for day in range(1, 6)
    )
    import_id = opened(api, text)
    calls = 0
    store_sessions = importing.import_sessions

    def dying(*arguments: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls > after:
            raise ConnectionError("the power is gone")
        return store_sessions(*arguments)

    monkeypatch.setattr(job, "_BATCH", 2)
    monkeypatch.setattr(job, "import_sessions", dying)
    assert len(run(api, import_id)) == 1
    assert api.get(f"/v1/workouts/import/{import_id}").data["status"] == "running"
    monkeypatch.setattr(job, "import_sessions", store_sessions)
    assert run(api, import_id) == []
    done = api.get(f"/v1/workouts/import/{import_id}").data
    assert (done["status"], done["counts"]["sessionsCreated"], done["counts"]["taken"]) == ("completed", 5, 5)
    assert len(history(api)) == 5


def test_a_second_delivery_changes_nothing(api: Api) -> None:
    import_id = opened(api, TWO_DAYS)
    run(api, import_id)
    before = api.get(f"/v1/workouts/import/{import_id}")
    assert run(api, import_id) == []
    assert api.get(f"/v1/workouts/import/{import_id}").body == before.body


@pytest.mark.parametrize(
    ("text", "more", "code"),
    [
        ("a,b,c\n1,2,3\n", {}, "UNKNOWN_FORMAT"),
        (HEVY, {}, "FILE_EMPTY"),
        (HEVY.replace("set_index", "index"), {}, "MISSING_COLUMNS"),
        (TWO_DAYS, {"source": "strong"}, "OTHER_SOURCE"),
    ],
)
def test_a_file_that_is_none_ends_as_failed_with_the_reason(
    api: Api, text: str, more: dict[str, object], code: str
) -> None:
    done = imported(api, text, **more)
    assert (done["status"], done["failure"]["code"]) == ("failed", code)
    assert history(api) == []


def test_who_has_all_custom_exercises_there_can_be_still_gets_the_rest(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(customs, "MAX_OWN", 1)
    done = imported(api, TWO_DAYS + hevy_row("Quidditch Curl", start="3 May 2024, 07:30", end="3 May 2024, 08:20"))
    assert done["counts"]["sessionsCreated"] == 2
    assert done["reasons"] == {"NUMBER_UNREADABLE": 1, "TOO_MANY_CUSTOM_EXERCISES": 1}


def test_a_catalogue_exercise_that_does_not_fit_the_file_becomes_an_own_one(api: Api) -> None:
    done = imported(api, HEVY + hevy_row("Plank", weight="", reps=20))
    assert (done["counts"]["exercisesMatched"], done["counts"]["exercisesCustom"]) == (0, 1)
    assert imported(api, HEVY + hevy_row("Plank", weight="", reps="", seconds=60))["counts"]["refused"] == 1


def test_a_file_that_is_gone_ends_as_failed(api: Api) -> None:
    import_id = opened(api, TWO_DAYS)
    assert api.user is not None
    boto3.client("s3", region_name=REGION).delete_object(
        Bucket=settings().bucket("uploads"), Key=f"imports/{api.user.user_id}/{import_id}"
    )
    assert run(api, import_id) == []
    assert api.get(f"/v1/workouts/import/{import_id}").data["failure"]["code"] == "FILE_GONE"


def test_an_import_that_keeps_dying_is_given_up(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    import_id = opened(api, TWO_DAYS)

    def dying(*arguments: Any) -> Any:
        raise MemoryError

    monkeypatch.setattr(job, "import_sessions", dying)
    assert [len(run(api, import_id)) for _ in range(3)] == [1, 1, 0]
    done = api.get(f"/v1/workouts/import/{import_id}").data
    assert (done["status"], done["failure"]["code"]) == ("failed", "INTERRUPTED")


def test_a_run_in_progress_is_not_joined_by_another(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    import_id = opened(api, TWO_DAYS)
    store_sessions = importing.import_sessions
    assert api.user is not None
    same = Arrival(api.user.user_id, import_id)

    def meanwhile(*arguments: Any) -> Any:
        with pytest.raises(job.AlreadyRunning):
            job.run(same)
        return store_sessions(*arguments)

    monkeypatch.setattr(job, "import_sessions", meanwhile)
    assert run(api, import_id) == []
    assert api.get(f"/v1/workouts/import/{import_id}").data["status"] == "completed"


def test_strong_and_hevy_exports_of_one_history_do_not_double_it(api: Api) -> None:
    imported(api, STRONG_COMMA + strong_row(date="2024-05-28 07:32:41"))
    hevy = imported(api, HEVY + hevy_row(start="28 May 2024, 07:32"))
    assert hevy["counts"]["sessionsExisting"] == 1


def test_units_and_zone_come_from_the_profile_unless_said(api: Api) -> None:
    text = STRONG_COMMA + strong_row(weight=100, date="2024-05-28 07:32:00")
    done = imported(api, text, units="imperial", timeZone="America/New_York")
    assert done["assumedUnits"] == ["weight", "distance"]
    session = api.get(f"/v1/workouts/{rows(api, done['id'])[0]['sessionId']}").data
    assert session["startedAt"] == "2024-05-28T11:32:00.000Z"
    assert session["exercises"][0]["sets"][0]["weightKg"] == 45.36
    assert imported(api.as_user(principal()), text)["timeZone"] == "UTC"


def test_the_sample_event_is_understood() -> None:
    for sample in Path("events/workout_import").glob("*.json"):
        assert consume(json.loads(sample.read_text())) == []


def test_an_object_that_is_no_import_goes_to_the_dead_letters(api: Api) -> None:
    import_id = opened(api, TWO_DAYS)
    event = arrival(api, import_id)
    event["Records"][0]["body"] = event["Records"][0]["body"].replace(import_id, f"{import_id}.exe")
    assert len(consume(event)) == 1
