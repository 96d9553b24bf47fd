"""Importing history: opened over HTTP, uploaded to S3, run by the consumer, looked at over HTTP."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import boto3
import pytest

from fitsync.exercises import customs
from fitsync.kit import clock
from fitsync.kit.settings import settings
from fitsync.workouts import importing
from fitsync.workouts import service as workouts
from fitsync.workouts.imports import job
from fitsync.workouts.imports.uploads import Arrival
from fitsync.workouts.records import RecordKind
from functions.workout_import.handler import handler
from tests.support.api import Answer, Api, LambdaContext, principal
from tests.support.bus import sqs_record, stored_events
from tests.support.environment import REGION
from tests.unit.workouts.imports.exports import HEVY, STRONG_COMMA, hevy_row, strong_row

TWO_DAYS = (
    HEVY
    + hevy_row("Bench Press (Barbell)", 0, weight=60, reps=8, start="1 May 2024, 07:30", end="1 May 2024, 08:20")
    + hevy_row("Bench Press (Barbell)", 1, weight=62.5, reps=6, start="1 May 2024, 07:30", end="1 May 2024, 08:20")
    + hevy_row("Zorbing Twist", 0, weight="", reps=12, start="1 May 2024, 07:30", end="1 May 2024, 08:20")
    + hevy_row("Bench Press (Barbell)", 0, weight=80, reps=5, start="3 May 2024, 07:30", end="3 May 2024, 08:20")
    + hevy_row("Bench Press (Barbell)", 1, weight="much", start="3 May 2024, 07:30", end="3 May 2024, 08:20")
)


def opened(api: Api, text: str, **more: object) -> str:
    """An import that was opened and whose file has been uploaded."""
    raw = text.encode()
    answer = api.post("/v1/workouts/import", {"fileName": "workout_data.csv", "size": len(raw), **more})
    assert answer.status == 201, answer.body
    fields = answer.data["upload"]["fields"]
    s3 = boto3.client("s3", region_name=REGION)
    s3.put_object(Bucket=settings().bucket("uploads"), Key=fields["key"], Body=raw, ContentType="text/csv")
    return str(answer.data["id"])


def arrival(api: Api, import_id: str) -> dict[str, Any]:
    """The SQS batch in which the consumer hears that the file is there."""
    assert api.user is not None
    detail = {
        "version": "0",
        "bucket": {"name": settings().bucket("uploads")},
        "object": {"key": f"imports/{api.user.user_id}/{import_id}.csv", "size": 1, "etag": "e", "sequencer": "1"},
        "reason": "PostObject",
    }
    message = {"version": "0", "id": clock.new_id(), "detail-type": "Object Created", "source": "aws.s3"}
    return {"Records": [sqs_record({**message, "detail": detail})]}


def run(api: Api, import_id: str) -> list[dict[str, str]]:
    """Deliver the arrival; the messages that the consumer wants again."""
    return consume(arrival(api, import_id))


def consume(event: dict[str, Any]) -> list[dict[str, str]]:
    invoke: Callable[[dict[str, Any], Any], Any] = handler
    return list(invoke(event, LambdaContext())["batchItemFailures"])


def imported(api: Api, text: str, **more: object) -> dict[str, Any]:
    import_id = opened(api, text, **more)
    assert run(api, import_id) == []
    return dict(api.get(f"/v1/workouts/import/{import_id}").data)


def rows(api: Api, import_id: str, query: str = "") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    path = f"/v1/workouts/import/{import_id}/rows?limit=100{query}"
    answer = api.get(path)
    while True:
        found += answer.data
        cursor = answer.json["meta"]["nextCursor"]
        if cursor is None:
            return found
        answer = api.get(f"{path}&cursor={cursor}")


def history(api: Api) -> list[dict[str, Any]]:
    return list(api.get("/v1/workouts?limit=100").data)


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
    assert [row["row"] for row in rows(api, done["id"], "&outcome=refused")] == [6]
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
        Bucket=settings().bucket("uploads"), Key=f"imports/{api.user.user_id}/{import_id}.csv"
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


def test_long_reports_come_in_pages(api: Api) -> None:
    text = HEVY + "".join(hevy_row(index=n % 400, start=f"{n // 400 + 1} May 2024, 07:30", end="") for n in range(250))
    text += hevy_row(weight="x") * 20
    done = imported(api, text)
    assert [row["row"] for row in rows(api, done["id"])] == list(range(2, 272))
    assert [row["row"] for row in rows(api, done["id"], "&outcome=refused")] == list(range(252, 272))
    assert rows(api, done["id"], "&outcome=skipped") == []
    first = api.get(f"/v1/workouts/import/{done['id']}/rows?limit=7")
    assert len(first.data) == 7


def test_own_imports_are_listed_newest_first(api: Api) -> None:
    ids = [opened(api, TWO_DAYS) for _ in range(3)]
    first = api.get("/v1/workouts/import?limit=2")
    assert [each["id"] for each in first.data] == sorted(ids, reverse=True)[:2]
    second = api.get(f"/v1/workouts/import?limit=2&cursor={first.json['meta']['nextCursor']}")
    assert [each["id"] for each in second.data] == sorted(ids)[:1]


def test_opening_the_same_import_twice_gives_the_same(api: Api) -> None:
    body = {"id": clock.new_id(), "fileName": "a.csv", "size": 10}
    first, second = api.post("/v1/workouts/import", body), api.post("/v1/workouts/import", body)
    assert (first.status, second.status) == (201, 200)
    assert first.data["createdAt"] == second.data["createdAt"]
    assert second.data["upload"]["fields"]["key"].endswith(f"/{body['id']}.csv")
    assert first.etag == second.etag


def test_the_form_holds_type_size_and_key(api: Api) -> None:
    answer = api.post("/v1/workouts/import", {"fileName": "a.csv", "size": 1234})
    upload = answer.data["upload"]
    assert upload["fields"]["Content-Type"] == "text/csv"
    policy = json.loads(base64.b64decode(upload["fields"]["policy"]))
    assert ["content-length-range", 1, 1234] in policy["conditions"]
    assert {"Content-Type": "text/csv"} in policy["conditions"]
    assert {"key": upload["fields"]["key"]} in policy["conditions"]


def test_imports_are_seen_by_their_owner_only(api: Api, anonymous: Api) -> None:
    import_id = opened(api, TWO_DAYS)
    stranger = api.as_user(principal())
    for path in (f"/v1/workouts/import/{import_id}", f"/v1/workouts/import/{import_id}/rows"):
        assert (stranger.get(path).status, stranger.get(path).code) == (404, "IMPORT_NOT_FOUND")
        assert anonymous.get(path).status == 401


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"fileName": "a.csv"},
        {"fileName": "a.csv", "size": 0},
        {"fileName": "a.csv", "size": 21 * 1024 * 1024},
        {"fileName": "a.csv", "size": "10"},
        {"fileName": "a.csv", "size": 10, "source": "fitbod"},
        {"fileName": "a.csv", "size": 10, "timeZone": "Mars/Olympus"},
        {"fileName": "a.csv", "size": 10, "units": "stone"},
        {"fileName": "a\u0000.csv", "size": 10},
        {"fileName": "a.csv", "size": 10, "id": "1"},
        {"fileName": "a.csv", "size": 10, "extra": 1},
    ],
)
def test_bad_requests_are_refused(api: Api, body: dict[str, object]) -> None:
    answer: Answer = api.post("/v1/workouts/import", body)
    assert (answer.status, answer.code) == (422, "VALIDATION_FAILED")


def test_a_cursor_of_another_listing_is_refused(api: Api) -> None:
    import_id = opened(api, TWO_DAYS)
    run(api, import_id)
    cursor = api.get(f"/v1/workouts/import/{import_id}/rows?limit=2").json["meta"]["nextCursor"]
    answer = api.get(f"/v1/workouts/import/{import_id}/rows?limit=2&outcome=taken&cursor={cursor}")
    assert (answer.status, answer.code) == (400, "INVALID_CURSOR")


def test_the_sample_event_is_understood() -> None:
    for sample in Path("events/workout_import").glob("*.json"):
        assert consume(json.loads(sample.read_text())) == []


def test_an_object_that_is_no_import_goes_to_the_dead_letters(api: Api) -> None:
    import_id = opened(api, TWO_DAYS)
    event = arrival(api, import_id)
    event["Records"][0]["body"] = event["Records"][0]["body"].replace(".csv", ".exe")
    assert len(consume(event)) == 1
