"""Erasing an account: what is left of a person afterwards, whatever happens in between."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.sqs.models import sqs_backends

from fitsync.exercises.personal import PERSONAL as EXERCISES
from fitsync.kit import aws, clock, erased
from fitsync.kit.direct.services import SQS
from fitsync.privacy import erasure as job
from fitsync.privacy.erasure import LAST_SWEEP_AFTER
from fitsync.privacy.subjects import subject_of
from fitsync.workouts.personal import PERSONAL as WORKOUTS
from functions.mailer.handler import handler as mailer
from functions.template_stats.handler import handler as template_stats
from infra import platform
from tests.support.accounts import PASSWORD, authorized, login, member, sent_mail, verified
from tests.support.api import Api, LambdaContext, principal
from tests.support.bus import deliver, sqs_record, stored_events
from tests.support.environment import REGION, VARIABLES, client
from tests.support.hooks import Proceed, around_dynamodb, around_service, hooked
from tests.support.imports import TWO_DAYS, opened, run
from tests.support.lives import Life, live
from tests.support.pipeline import Pipeline, consumer_handler
from tests.support.requests.exercises import built_in, create
from tests.support.requests.templates import published
from tests.support.tables import contents
from tests.support.training import completed

pytestmark = pytest.mark.usefixtures("stopped_clock")

CLOSED = "auth.account_closed"
CHANGES = ("PutItem", "DeleteItem", "UpdateItem", "BatchWriteItem", "TransactWriteItems")
TABLES = re.compile(r"fitsync-test-\w+")
KINDS_OF_ITEMS = re.compile(r"'sk': {'S': '([A-Z_]+)")
DONE: dict[str, Any] = {"batchItemFailures": []}


@pytest.fixture
def life() -> Life:
    """Somebody who trains."""
    found = Life(member("quetzalcoatl"), "quetzalcoatl")
    completed(found.api, (60, 8))
    return found


@pytest.fixture
def everywhere() -> Life:
    """Somebody who has left something everywhere."""
    return live("quetzalcoatl", Pipeline())


def close(life: Life) -> str:
    """Ask for the erasure; its id."""
    answer = life.api.call("DELETE", "/v1/users/account", {"password": PASSWORD})
    assert answer.status == 202, answer.body
    return str(answer.data["erasureId"])


def messages() -> list[dict[str, Any]]:
    """Take what waits in the erasure's own queue, whatever its delay: moto waits for it by the real clock."""
    queue = sqs_backends[DEFAULT_ACCOUNT_ID][REGION].queues["erasure"]
    found = [json.loads(message.body) for message in queue._messages]
    queue._messages.clear()
    return found


def give(bodies: list[dict[str, Any]], tries: int = 5) -> list[dict[str, Any]]:
    """Deliver messages one by one, each as often as SQS would, and what they sent."""
    for body in bodies:
        for _ in range(tries):
            if consumer_handler("erasure")({"Records": [sqs_record(body)]}, LambdaContext()) == DONE:
                break
        else:
            raise AssertionError("the message ended in the dead-letter queue")
    clock.advance(timedelta(minutes=15))  # as long as SQS may delay what was sent
    return messages()


class Once:
    """Lets every kind of change fail once: before it happens, or `after`, when only its answer is lost."""

    def __init__(self, *, after: bool) -> None:
        self.after = after
        self.failures: set[str] = set()

    def fail(self, change: str) -> None:
        if change not in self.failures:
            self.failures.add(change)
            raise EndpointConnectionError(endpoint_url="https://aws")

    def call(self, operation: str, request: dict[str, Any], proceed: Proceed) -> dict[str, Any]:
        # What the change is about: its tables and the kinds of items there, or the queue.
        text = str(request)
        change = f"{operation} {KINDS_OF_ITEMS.findall(text)[:6]} {sorted(set(TABLES.findall(text)))}"
        if not self.after:
            self.fail(change)
            return proceed()
        answer = proceed()
        self.fail(change)
        return answer

    def object(self, params: dict[str, Any], model: Any, **_: object) -> None:
        if model.name == "DeleteObject":
            self.fail(f"{model.name} {params['url'].partition('/')[0]}")


@contextmanager
def failing_once(*, after: bool) -> Iterator[set[str]]:
    """Let every change of an item, an object or a queue fail once; which have failed."""
    once = Once(after=after)
    with ExitStack() as stack:
        stack.enter_context(around_dynamodb(once.call, *CHANGES))
        stack.enter_context(around_service(SQS, once.call, "SendMessage"))
        stack.enter_context(hooked(aws.client("s3"), "before-call", once.object))
        yield once.failures


def begun() -> list[dict[str, Any]]:
    """The message that begins the erasure, as it comes over the bus."""
    return [{"detail": event.model_dump(mode="json")} for event in stored_events("auth") if event.name == CLOSED]


def erase(life: Life) -> str:
    """Erase somebody, to the end."""
    erasure_id, waiting = close(life), begun()
    while waiting:
        waiting = give(waiting)
    return erasure_id


def found(*needles: str) -> list[str]:
    """Every item and object that has one of the needles anywhere in it."""
    hits: list[str] = []
    for table, items in contents(with_leases=True).items():
        for item in items:
            text = json.dumps(item, default=str)
            hits += [f"{table}: {text[:300]}" for needle in needles if needle in text]
    for bucket in platform.BUCKETS:
        name = VARIABLES[f"BUCKET_{bucket.name.upper()}"]
        for stored in client("s3").list_objects_v2(Bucket=name).get("Contents", []):
            body = client("s3").get_object(Bucket=name, Key=stored["Key"])["Body"].read()
            hits += [f"{bucket.name}: {stored['Key']}" for needle in needles if needle in stored["Key"]]
            hits += [f"{bucket.name}: {stored['Key']}" for needle in needles if needle.encode() in body]
    return hits


def record(erasure_id: str) -> dict[str, Any]:
    (item,) = [one for one in contents()["privacy"] if one["pk"]["S"] == f"ERASURE#{erasure_id}"]
    erasure: dict[str, Any] = json.loads(item["erasure"]["S"])
    return erasure


class TestClosing:
    def test_every_session_ends_at_once_and_nobody_signs_in_any_more(self, life: Life) -> None:
        tokens = login(Api(), life.email).data
        assert authorized(tokens["accessToken"])
        close(life)
        assert authorized(tokens["accessToken"]) is None
        assert Api().post("/v1/auth/refresh", {"refreshToken": tokens["refreshToken"]}).code == "INVALID_REFRESH_TOKEN"
        assert login(Api(), life.email).code == "ACCOUNT_DISABLED"
        assert "auth.all_sessions_ended" in {event.name for event in stored_events("auth")}

    def test_a_wrong_password_erases_nothing_and_counts_as_a_failed_sign_in(self, life: Life) -> None:
        for _ in range(5):
            answer = life.api.call("DELETE", "/v1/users/account", {"password": "wrong horse"})
            assert (answer.status, answer.code) == (403, "WRONG_PASSWORD")
        locked = life.api.call("DELETE", "/v1/users/account", {"password": PASSWORD})
        assert (locked.status, locked.code) == (429, "ACCOUNT_LOCKED")
        assert login(Api(), life.email).code == "ACCOUNT_LOCKED"
        assert begun() == []

    def test_asking_twice_is_refused_like_any_request_of_an_ended_session(self, life: Life) -> None:
        close(life)
        assert life.api.call("DELETE", "/v1/users/account", {"password": PASSWORD}).status == 401

    def test_the_user_is_told_by_mail(self, life: Life) -> None:
        erasure_id = close(life)
        assert deliver(mailer, [event for event in stored_events("auth") if event.name == CLOSED]) == []
        assert erasure_id in sent_mail()[-1].text


class TestErasing:
    def test_nothing_is_left_anywhere_after_the_first_message_already(self, everywhere: Life) -> None:
        close(everywhere)
        assert found(everywhere.user_id)
        waiting = give(begun())
        assert found(everywhere.user_id, everywhere.email, everywhere.username) == []
        while waiting:
            waiting = give(waiting)
        assert found(everywhere.user_id, everywhere.email, everywhere.username) == []

    def test_what_others_have_stays(self, everywhere: Life) -> None:
        other = live("grace")
        before = found(other.user_id)
        erase(everywhere)
        after = [hit for hit in found(other.user_id) if not hit.startswith("platform: ")]
        assert [hit for hit in before if hit not in after and not hit.startswith("platform: ")] == []

    def test_address_and_username_are_free_again(self, life: Life) -> None:
        erase(life)
        assert verified(Api(), life.email, life.username) != life.user_id

    def test_whoever_takes_the_address_meanwhile_keeps_it(self, life: Life) -> None:
        close(life)
        waiting = give(begun())
        again = verified(Api(), life.email, life.username)
        while waiting:
            waiting = give(waiting)
        assert login(Api(), life.email).status == 200
        assert found(life.user_id) == []
        assert found(again)

    def test_ratings_and_favourites_leave_the_counts(self) -> None:
        leaver, pipeline = Life(member("quetzalcoatl"), "quetzalcoatl"), Pipeline()
        liked, template = built_in(), published()
        for api, stars in ((leaver.api, 5), (Api(principal()), 2)):
            assert api.post(f"/v1/exercises/{liked}/rate", {"rating": stars}).status == 200
            assert api.post(f"/v1/templates/{template}/rate", {"rating": stars}).status == 200
            assert api.post(f"/v1/templates/{template}/favorite").status == 200
        pipeline.run()
        erase(leaver)
        exercise = Api(principal()).get(f"/v1/exercises/{liked}").data["metrics"]
        assert (exercise["averageRating"], exercise["totalRatings"]) == (2, 1)
        listed = Api(principal()).get(f"/v1/templates/{template}").data["stats"]
        assert (listed["averageRating"], listed["totalRatings"], listed["favoritesCount"]) == (2, 1, 1)

    def test_the_record_proves_it_without_naming_anybody(self, life: Life) -> None:
        erasure_id = erase(life)
        proof = record(erasure_id)
        assert proof["requested_at"] <= proof["emptied_at"] < proof["finished_at"]
        assert {"auth", "users", "workouts"} <= set(proof["removed"])
        assert proof["subject"] == subject_of(life.user_id)
        assert [event.name for event in stored_events("privacy")] == ["privacy.account_erased"]
        assert stored_events("privacy")[0].user_id is None

    def test_a_message_that_comes_again_changes_nothing(self, life: Life) -> None:
        close(life)
        first = begun()
        waiting = give(first)
        while waiting:
            waiting = give(waiting)
        stored = contents()
        assert give(first) == []
        assert contents() == stored


class TestInBetween:
    @pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
    def test_a_crash_around_any_change_is_finished_by_the_next_try(self, everywhere: Life, after: bool) -> None:
        """Every kind of change fails once: before it happened, or before its answer arrived."""
        erasure_id = close(everywhere)
        waiting, failed = begun(), 0
        with failing_once(after=after) as failures:
            while waiting:
                waiting = give(waiting, tries=200)
                failed = len(failures)
        assert failed > 20
        assert found(everywhere.user_id, everywhere.email, everywhere.username) == []
        assert record(erasure_id)["finished_at"]

    def test_a_large_account_is_erased_over_several_messages(
        self, everywhere: Life, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(job, "MESSAGE_SECONDS", 0.0)
        close(everywhere)
        waiting, rounds = begun(), 0
        while found(everywhere.user_id):
            waiting = give(waiting)
            rounds += 1
        assert rounds > 3

    def test_what_expired_and_is_not_deleted_yet_goes_too(self, life: Life) -> None:
        for _ in range(6):
            assert run(life.api, opened(life.api, TWO_DAYS)) == []
        made = create(life.api).data["id"]
        assert life.api.call("DELETE", f"/v1/exercises/{made}").status == 204
        clock.advance(timedelta(days=91))
        for area in (WORKOUTS, EXERCISES):
            assert any(area.erase(life.user_id).done for _ in range(5))
            assert area.erase(life.user_id).removed == 0
            assert [hit for hit in found(life.user_id) if hit.startswith(area.area)] == []


class TestLateMessages:
    def test_what_a_late_request_wrote_is_found_by_the_last_sweep(self, life: Life) -> None:
        close(life)
        waiting = give(begun())
        assert life.api.post("/v1/workouts", {"name": "Late"}).status == 201
        assert found(life.user_id)
        while waiting:
            waiting = give(waiting)
        assert found(life.user_id) == []

    def test_an_event_from_a_dead_letter_queue_brings_nothing_back(self, life: Life) -> None:
        events = [event for event in stored_events("workouts", "templates", "users") if event.user_id == life.user_id]
        erase(life)
        assert clock.now() - events[0].occurred_at > erased.FRESH
        stored = contents()
        assert deliver(template_stats, events) == []
        assert contents() == stored

    def test_the_last_sweep_is_not_before_everything_on_its_way_has_arrived(self, life: Life) -> None:
        erasure_id = close(life)
        began, waiting = clock.now(), begun()
        while waiting:
            waiting = give(waiting)
        finished = record(erasure_id)["finished_at"]
        assert finished >= (began + LAST_SWEEP_AFTER).isoformat().replace("+00:00", "Z")
