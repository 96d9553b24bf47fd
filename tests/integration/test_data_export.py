"""Exporting everything a person owns: asked for over HTTP, made by the consumer, mailed, fetched, imported again."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from jsonschema_rs import validator_for

from fitsync.kit import clock
from fitsync.kit.parts import PART_BYTES, PartedObject
from fitsync.kit.personal import ExportObject
from fitsync.privacy.areas import areas
from fitsync.workouts.kinds import ExerciseKind
from functions.data_export.handler import handler as data_export
from functions.mailer.handler import handler as mailer
from tests.support.accounts import Member, member, sent_mail
from tests.support.api import Answer, Api, principal
from tests.support.bus import deliver, stored_events
from tests.support.environment import VARIABLES, client
from tests.support.exports import HEVY, hevy_row
from tests.support.history import train
from tests.support.imports import history, imported
from tests.support.lives import Life, live
from tests.support.photos import taken_over
from tests.support.pictures import picture
from tests.support.pipeline import Pipeline
from tests.support.training import completed, exercise, lift, started

pytestmark = pytest.mark.usefixtures("stopped_clock")

PATH = "/v1/analytics/export"
BUCKET = VARIABLES["BUCKET_UPLOADS"]


def make() -> None:
    """Let the job run for whoever waits for it."""
    assert deliver(data_export, [one for one in stored_events("privacy") if one.name.endswith("requested")]) == []


def ready(api: Api) -> Answer:
    """An export that was asked for and made."""
    if api.get(PATH).status == 202:
        make()
    return api.get(PATH)


def archive(api: Api) -> zipfile.ZipFile:
    """The archive behind the link."""
    key = urlsplit(ready(api).data["download"]["url"]).path.lstrip("/").removeprefix(f"{BUCKET}/")
    body = client("s3").get_object(Bucket=BUCKET, Key=key)["Body"].read()
    return zipfile.ZipFile(io.BytesIO(body))


class TestAsking:
    def test_the_first_request_begins_it_and_the_next_one_finds_the_same(self, ada: Member) -> None:
        first, second = ada.api.get(PATH), ada.api.get(PATH)
        assert (first.status, second.status) == (202, 202)
        assert first.data["id"] == second.data["id"]
        assert (first.data["status"], first.data["download"]) == ("queued", None)

    def test_once_it_is_made_there_is_a_link_for_a_few_minutes(self, ada: Member) -> None:
        answer = ready(ada.api)
        assert (answer.status, answer.data["status"]) == (200, "ready")
        assert answer.data["size"] > 1000
        assert answer.data["download"]["expiresAt"] == "2026-03-02T06:45:00.000Z"
        assert answer.data["expiresAt"] == "2026-03-03T06:30:00.000Z"

    def test_nobody_gets_another_one_within_a_day(self, ada: Member) -> None:
        first = ready(ada.api).data["id"]
        clock.advance(timedelta(hours=23, minutes=59))
        assert ada.api.get(PATH).data["id"] == first
        clock.advance(timedelta(minutes=1))
        again = ada.api.get(PATH)
        assert (again.status, again.data["id"] == first) == (202, False)

    def test_one_that_was_never_made_may_be_asked_for_again(self, ada: Member) -> None:
        first = ada.api.get(PATH).data["id"]
        clock.advance(timedelta(hours=2))
        assert ada.api.get(PATH).data["id"] != first

    def test_an_old_one_that_the_table_has_not_deleted_yet_is_in_nobodys_way(self, ada: Member) -> None:
        first = ready(ada.api).data["id"]
        clock.advance(timedelta(days=3))
        again = ada.api.get(PATH)
        assert (again.status, again.data["id"] == first) == (202, False)

    def test_the_job_makes_it_once_and_leaves_a_later_one_alone(self, ada: Member) -> None:
        ada.api.get(PATH)
        (event,) = stored_events("privacy")
        assert deliver(data_export, [event, event]) == []
        made = client("s3").list_objects_v2(Bucket=BUCKET, Prefix="exports/")["Contents"]
        assert deliver(data_export, [event]) == []
        again = client("s3").list_objects_v2(Bucket=BUCKET, Prefix="exports/")["Contents"]
        assert [(one["Key"], one["LastModified"]) for one in made] == [
            (one["Key"], one["LastModified"]) for one in again
        ]

    def test_the_mail_leads_to_the_app_and_holds_no_link_to_the_archive(self, ada: Member) -> None:
        ready(ada.api)
        assert deliver(mailer, stored_events("privacy")[-1:]) == []
        mail = sent_mail()[-1]
        assert (mail.to, mail.subject) == (ada.email, "Your data are ready")
        assert "https://app.example.org/settings/export" in mail.text
        assert "exports/" not in mail.text


class TestArchive:
    def test_every_area_is_in_it_and_every_file_is_what_its_schema_says(self) -> None:
        other, life = Life(member("grace"), "grace"), live("quetzalcoatl", Pipeline())
        found = archive(life.api)
        names = set(found.namelist())
        assert found.testzip() is None
        files = {name for name in names if name.endswith(".json") and not name.startswith("schemas/")}
        assert {area.area for area in areas()} - {name.split("/")[0] for name in files} == {"realtime"}
        filled = set()
        for name in files:
            rows = json.loads(found.read(name))
            schema = json.loads(found.read(f"schemas/{name.removesuffix('.json')}.schema.json"))
            judge = validator_for(schema)
            for row in rows:
                judge.validate(row)
            if rows:
                filled.add(name)
        assert {"auth/account.json", "users/profile.json", "workouts/sessions.json", "templates/own.json"} <= filled
        assert "README.txt" in names

        stored = [file for area in areas() for file in area.export(life.user_id) if isinstance(file, ExportObject)]
        assert {file.name for file in stored} <= names
        everything = b"".join(found.read(name) for name in names)
        assert life.email.encode() in everything
        for secret in (b"$2b$", b"_hash", other.email.encode(), other.user_id.encode()):
            assert secret not in everything, secret

    def test_photos_are_in_it_but_for_one_that_goes_while_it_is_made(self, ada: Member) -> None:
        for _ in range(2):
            taken_over(ada.api, picture())
        area = next(area for area in areas() if area.area == "progress")
        kept, gone = [file for file in area.export(ada.principal.user_id) if isinstance(file, ExportObject)]
        client("s3").delete_object(Bucket=VARIABLES["BUCKET_MEDIA"], Key=gone.key)
        found = archive(ada.api)
        assert (kept.name in found.namelist(), gone.name in found.namelist()) == (True, False)
        assert found.read(kept.name).startswith(b"\xff\xd8")
        assert len(json.loads(found.read("progress/photos.json"))) == 2

    def test_a_user_who_has_nothing_gets_that(self) -> None:
        found = archive(Api(principal()))
        assert json.loads(found.read("workouts/sessions.json")) == []
        assert found.read("workouts/workouts.csv").decode().count("\n") == 1


class TestRoundTrip:
    def test_the_workouts_of_the_archive_are_the_same_after_an_import(self, ada: Member) -> None:
        api = ada.api
        imported(api, TRICKY, timeZone="Europe/Madrid")
        completed(api, (60, 8), (62.5, 6), (0, 12))
        clock.advance(timedelta(hours=3))
        run = started(api, exercise(ExerciseKind.DISTANCE_DURATION))
        lift(api, run, distanceM=5012.5, durationSeconds=1725)
        clock.advance(timedelta(minutes=47, seconds=13))
        assert api.post(f"/v1/workouts/{run}/complete", {"notes": 'Rain, "wind"\nand hills'}).status == 200
        started(api)  # one that is not over is no part of the history

        text = archive(api).read("workouts/workouts.csv").decode()
        other = member("grace").api
        done = imported(other, text, timeZone="Asia/Tokyo")
        assert done["counts"]["refused"] == done["counts"]["skipped"] == 0
        assert sessions(other) == sessions(api)

    def test_a_long_history_is_the_same_after_an_import(self, ada: Member) -> None:
        # Their exercise has a name of its own, which the import finds in the catalogue.
        train(ada.principal.user_id, 90)
        other = member("grace").api
        imported(other, archive(ada.api).read("workouts/workouts.csv").decode())
        same = sessions(other, by="kind")
        assert len(same) == 90
        assert same == sessions(ada.api, by="kind")


TRICKY = (
    HEVY
    + hevy_row("Bench Press (Barbell)", 0, type_="warmup", weight=20, reps=10, superset=0, notes="elbows in")
    + hevy_row("Bench Press (Barbell)", 1, weight=62.125, reps=8, superset=0, notes="elbows in", rpe=8.5)
    + hevy_row("Zorbing Twist", 0, weight="", reps=12, superset=0)
    + hevy_row("Bench Press (Barbell)", 0, type_="dropset", weight=40, reps=15)
    + hevy_row("Bench Press (Barbell)", 1, type_="failure", weight=40, reps=9)
    + hevy_row("Plank", 0, weight="", reps="", seconds=75)
    # The hour that the clock shows twice.
    + hevy_row("Squat (Barbell)", 0, title="Night", start="27 Oct 2024, 02:30", end="27 Oct 2024, 03:10")
)


def sessions(api: Api, by: str = "name") -> list[Any]:
    """What makes a history: every completed session with its exercises and sets, to the second."""
    found = []
    for brief in history(api):
        if brief["status"] != "completed":
            continue
        clock.advance(1)  # within the rate limit
        one = api.get(f"/v1/workouts/{brief['id']}").data
        start, end = one["startedAt"][:19], one["endedAt"][:19]
        groups: dict[Any, int] = {}
        exercises = [
            (
                entry[by],
                entry["kind"],
                entry["notes"],
                None if entry["superset"] is None else groups.setdefault(entry["superset"], len(groups)),
                [
                    (
                        done["type"],
                        done["weightKg"],
                        done["reps"],
                        done["distanceM"],
                        done["durationSeconds"],
                        done["rpe"],
                    )
                    for done in entry["sets"]
                    if done["completedAt"]
                ],
            )
            for entry in one["exercises"]
        ]
        found.append((start, end, one["name"], one["notes"], exercises))
    return sorted(found, key=repr)


class TestParts:
    def test_an_object_of_several_parts_is_what_was_written(self) -> None:
        target = PartedObject("uploads", "exports/large", "application/octet-stream")
        chunk = bytes(range(256)) * 4096
        for _ in range(20):
            target.write(chunk)
        assert target.complete() == 20 * len(chunk) > 2 * PART_BYTES
        stored = client("s3").get_object(Bucket=BUCKET, Key="exports/large")["Body"].read()
        assert stored == chunk * 20

    def test_what_was_not_completed_does_not_appear(self) -> None:
        target = PartedObject("uploads", "exports/half", "application/octet-stream")
        target.write(b"x" * (PART_BYTES + 1))
        assert "Contents" not in client("s3").list_objects_v2(Bucket=BUCKET, Prefix="exports/half")
