"""A year of a user's life with the product, from the first import to the last trace, on the deployed local stage."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import httpx
import pytest

from tests.e2e.client import PASSWORD, Client, signed_up
from tests.e2e.polling import eventually
from tests.support.exports import HEVY, hevy_row
from tests.support.pictures import bare, opened, picture
from tools.local import LocalStage

ATHENS = ZoneInfo("Europe/Athens")
EXERCISES = ("Bench Press (Barbell)", "Squat (Barbell)", "Bent Over Row (Barbell)")
SETS, WEEKS = 3, 52


@dataclass(frozen=True)
class Lifted:
    """A set of the year."""

    start: datetime
    exercise: str
    weight: Decimal
    reps: int

    @property
    def one_rep_max(self) -> Decimal:
        """Epley's estimate."""
        return self.weight * (1 + Decimal(self.reps) / 30)


def year_until(today: date) -> list[Lifted]:
    """Monday, Wednesday and Friday at six, heavier every month, with a fortnight off in the middle."""
    monday = today - timedelta(days=today.weekday(), weeks=WEEKS)
    return [
        Lifted(
            datetime.combine(monday + timedelta(weeks=week, days=day), time(18), ATHENS),
            exercise,
            Decimal(40 + 10 * number) + Decimal("2.5") * (week // 4),
            5 + (week + day) % 3,
        )
        for week in range(WEEKS)
        if week not in (25, 26)
        for day in (0, 2, 4)
        for number, exercise in enumerate(EXERCISES)
        for _ in range(SETS)
    ]


def exported(year: list[Lifted]) -> str:
    """The year as Hevy exports it."""
    rows = []
    position: Counter[tuple[datetime, str]] = Counter()
    for done in year:
        index = position[done.start, done.exercise]
        position[done.start, done.exercise] += 1
        rows.append(
            hevy_row(
                done.exercise,
                index,
                title="Full body",
                start=f"{done.start:%-d %b %Y, %H:%M}",
                end=f"{done.start + timedelta(hours=1):%-d %b %Y, %H:%M}",
                weight=done.weight,
                reps=done.reps,
                rpe=8,
            )
        )
    return HEVY + "".join(rows)


@pytest.fixture
def today() -> date:
    return datetime.now(ATHENS).date()


def test_a_year_of_progress(strict_stage: LocalStage, today: date) -> None:
    ada = signed_up(strict_stage, "ada")
    user_id = ada.call("GET", "/users/profile")["id"]
    year = year_until(today)
    ada.import_file("hevy.csv", exported(year), seconds=180)
    weights = weighed(ada, today)
    goals = goals_set(ada, today)
    photo_id = photographed(ada)

    sessions = {done.start for done in year}
    statistics_arrive(ada, len(sessions))
    overview_is_right(ada, year, today)
    strength_is_right(ada, year)
    progress = ada.call("GET", "/progress?range=1y")
    assert progress["weight"]["latest"]["weightKg"] == weights[-1]
    assert progress["streaks"]["longestWeeks"] == 25
    goals_follow(ada, goals, year)
    achievements_are_right(ada, len(sessions))
    charts_can_be_seen(ada)

    archive = export_of(ada)
    archive_is_whole(archive, photo_id, len(sessions))
    training_goes_round(strict_stage, archive, year)

    ada.call("DELETE", "/users/account", {"password": "not the password"}, status=403)
    erasure = ada.call("DELETE", "/users/account", {"password": PASSWORD}, status=202)
    Client(strict_stage).call("POST", "/auth/login", {"email": ada.email, "password": PASSWORD}, status=403)
    marks = (user_id, ada.email, ada.username)
    eventually(lambda: not list(traces(strict_stage, marks)) or None, seconds=120, every=2)
    assert erasure["erasureId"]
    # The address and the name are free again.
    again = {"email": ada.email, "password": PASSWORD, "username": ada.username}
    Client(strict_stage).call("POST", "/auth/register", again, status=201)


def weighed(ada: Client, today: date) -> list[float]:
    """A weight every week, falling by 100 g each."""
    weights = [round(82 - week / 10, 1) for week in range(20)]
    for week, weight in enumerate(weights):
        measured = datetime.combine(today - timedelta(weeks=len(weights) - week), time(7), ATHENS)
        ada.call("POST", "/progress/body", {"measuredAt": measured.isoformat(), "weight": weight}, status=201)
    newest = ada.call("GET", "/users/metrics?limit=1")[0]
    assert newest["weight"] == weights[-1]
    assert ada.call("GET", "/users/profile")["metrics"]["currentWeight"] == weights[-1]
    return weights


def goals_set(ada: Client, today: date) -> dict[str, str]:
    """Three goals: one that is nearly there, one of strength, one of habit."""
    bench = ada.call("GET", "/exercises/search?query=barbell+bench+press")[0]
    by = (today + timedelta(days=90)).isoformat()
    strength = {"exerciseId": bench["id"], "metric": "max_weight", "milestones": [{"value": 90}]}
    wanted: list[dict[str, Any]] = [
        {"type": "weight", "title": "Eighty", "targetValue": 80},
        {"type": "strength", "title": "A hundred", "targetValue": 100, **strength},
        {"type": "endurance", "title": "Ten times", "metric": "total_workouts", "targetValue": 10},
    ]
    return {goal["title"]: ada.call("POST", "/goals", {**goal, "targetDate": by}, status=201)["id"] for goal in wanted}


def photographed(ada: Client) -> str:
    """The id of a photo that was taken in a known place, when it is ready and knows of no place."""
    taken = picture(640, 480, orientation=6, marked=True)
    assert not bare(taken)
    asked = {"pose": "front", "contentType": "image/jpeg", "size": len(taken)}
    form = ada.call("POST", "/progress/photos", asked, status=201)
    ada.upload(form["upload"], "me.jpg", taken)

    def ready() -> dict[str, Any] | None:
        photo: dict[str, Any] = ada.call("GET", "/progress/photos")[0]
        return photo if photo["status"] != "pending" else None

    photo = eventually(ready)
    assert photo["status"] == "ready", photo
    for link in (photo["links"]["full"], photo["links"]["thumbnail"]):
        shown = httpx.get(link, timeout=10).content
        assert bare(shown)
    assert opened(httpx.get(photo["links"]["full"], timeout=10).content).size == (480, 640)
    return str(photo["id"])


def statistics_arrive(ada: Client, sessions: int) -> None:
    def complete() -> bool | None:
        found = ada.call("GET", "/analytics/overview")["lifetime"]["sessions"]
        return found == sessions or None

    eventually(complete, seconds=180, every=1)


def overview_is_right(ada: Client, year: list[Lifted], today: date) -> None:
    overview = ada.call("GET", "/analytics/overview?range=1y")
    lifetime = overview["lifetime"]
    volume = sum(done.weight * done.reps for done in year)
    assert (lifetime["sets"], lifetime["reps"]) == (len(year), sum(done.reps for done in year))
    assert Decimal(str(lifetime["volume"])) == volume
    assert lifetime["durationSeconds"] == 3600 * len({done.start for done in year})
    by_week: Counter[str] = Counter()
    for start in {done.start for done in year}:
        by_week[(start.date() - timedelta(days=start.weekday())).isoformat()] += 1
    shown = {point["start"]: point["sessions"] for point in overview["points"]}
    assert {week: count for week, count in shown.items() if count} == {
        week: count for week, count in by_week.items() if week in shown
    }
    assert overview["streaks"]["weekStart"] == (today - timedelta(days=today.weekday())).isoformat()
    frequency = ada.call("GET", "/analytics/frequency?range=1y")
    assert frequency["hours"][0][18] == sum(week in shown for week in by_week)


def strength_is_right(ada: Client, year: list[Lifted]) -> None:
    ada.call("GET", "/analytics/strength", status=403)
    for exercise in ada.call("GET", "/progress/strength?range=1y")["exercises"]:
        records = {one["kind"]: one["value"] for one in exercise["records"]}
        number = next(n for n, name in enumerate(("Bench", "Squat", "Row")) if name in exercise["name"])
        done = [one for one in year if one.exercise == EXERCISES[number]]
        assert records["max_weight"] == float(max(one.weight for one in done))
        best = max(one.one_rep_max for one in done)
        assert records["estimated_one_rep_max"] == pytest.approx(float(best), abs=0.01)


def goals_follow(ada: Client, goals: dict[str, str], year: list[Lifted]) -> None:
    heaviest = max(done.weight for done in year if done.exercise == EXERCISES[0])
    found = {one["goal"]["id"]: one for one in ada.call("GET", "/progress/goals")}
    assert found[goals["Eighty"]]["goal"]["currentValue"] == 80.1
    assert found[goals["A hundred"]]["goal"]["currentValue"] == float(heaviest)
    assert found[goals["Ten times"]]["goal"]["currentValue"] == 0  # what was done before it was set does not count
    ada.call("POST", "/progress/body", {"weight": 79.9}, status=201)

    def achieved() -> bool | None:
        statuses = {goal["id"]: goal["status"] for goal in ada.call("GET", "/goals")}
        return statuses[goals["Eighty"]] == "achieved" or None

    eventually(achieved)


def achievements_are_right(ada: Client, sessions: int) -> None:
    def counted() -> dict[str, Any] | None:
        found: dict[str, Any] = ada.call("GET", "/users/achievements")
        following = next(one for one in found["next"] if one["family"] == "workouts")
        return found if following["value"] == sessions else None

    found = eventually(counted)
    earned = [one["threshold"] for one in found["unlocked"] if one["family"] == "workouts"]
    following = next(one for one in found["next"] if one["family"] == "workouts")
    assert earned
    assert max(earned) <= sessions < following["threshold"]
    assert found["total"] >= 40


def charts_can_be_seen(ada: Client) -> None:
    for path in (
        "/progress?range=1y&format=svg",
        "/progress/strength?range=1y&format=svg&theme=dark",
        "/analytics/volume?range=1y&format=svg",
        "/analytics/frequency?range=1y&format=svg",
    ):
        assert ElementTree.fromstring(ada.picture(path)).tag.endswith("svg")


def export_of(ada: Client) -> zipfile.ZipFile:
    """The archive, once it is made; the mail says that it is there."""
    ada.call("GET", "/analytics/export", status=202)

    def ready() -> dict[str, Any] | None:
        answer = ada.send("GET", "/analytics/export")
        assert answer.status_code in (200, 202), answer.text
        return answer.json()["data"] if answer.status_code == 200 else None

    export = eventually(ready, seconds=120, every=1)
    assert ada.mailed(ada.email, "archive")
    content = httpx.get(export["download"]["url"], timeout=30)
    assert content.status_code == 200
    return zipfile.ZipFile(io.BytesIO(content.content))


def archive_is_whole(archive: zipfile.ZipFile, photo_id: str, sessions: int) -> None:
    assert archive.testzip() is None
    names = set(archive.namelist())
    tables = {name for name in names if name.endswith(".json") and not name.startswith("schemas/")}
    assert tables
    for name in tables:
        json.loads(archive.read(name))
        assert f"schemas/{name.removesuffix('.json')}.schema.json" in names
    assert len(json.loads(archive.read("workouts/sessions.json"))) == sessions
    pictures = [name for name in names if photo_id in name and not name.endswith(".json")]
    assert pictures
    assert all(bare(archive.read(name)) for name in pictures)


def training_goes_round(stage: LocalStage, archive: zipfile.ZipFile, year: list[Lifted]) -> None:
    """What was exported, imported by somebody else, is the same training."""
    name = next(name for name in archive.namelist() if name.endswith(".csv"))
    text = archive.read(name).decode()
    assert len(list(csv.DictReader(io.StringIO(text)))) == len(year)
    grace = signed_up(stage, "grace")
    imported = grace.import_file("fitsync.csv", text, seconds=180)
    assert imported["counts"]["sessionsCreated"] == len({done.start for done in year})
    assert imported["counts"]["refused"] == 0


def traces(stage: LocalStage, marks: tuple[str, ...]) -> Iterator[str]:
    """Every item and object in which one of the marks is found, in all tables and buckets."""
    dynamodb, s3 = stage.client("dynamodb"), stage.client("s3")
    for table in dynamodb.list_tables()["TableNames"]:
        for page in dynamodb.get_paginator("scan").paginate(TableName=table):
            for item in page["Items"]:
                text = repr(item)
                if any(mark in text for mark in marks):
                    yield f"{table}: {item['pk']['S']} {item['sk']['S']}"
    for bucket in s3.list_buckets()["Buckets"]:
        for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket["Name"]):
            for entry in page.get("Contents", []):
                if any(mark in entry["Key"] for mark in marks):
                    yield f"{bucket['Name']}: {entry['Key']}"
