"""Events on their way, with the records that streams and queues really give."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from pynamodb.attributes import NumberAttribute

from fitsync.auth.models import Account
from fitsync.kit import clock, once, store
from fitsync.kit.direct.services import EVENTBRIDGE
from fitsync.kit.store import Item
from infra import platform
from tests.support.accounts import login, member, register, sent_mail
from tests.support.api import Api
from tests.support.bus import sqs_record
from tests.support.declared import event_types
from tests.support.environment import VARIABLES, client
from tests.support.hooks import Around, Proceed, around_service
from tests.support.pipeline import LISTENERS, Pipeline, detail_of
from tests.support.streams import Record
from tests.support.tables import contents
from tests.support.training import completed

pytestmark = pytest.mark.usefixtures("stopped_clock")


def registered(count: int) -> None:
    for number in range(count):
        assert register(Api(), f"user{number}@example.org", f"user{number}").status == 201


def sequence(record: Record) -> str:
    return str(record["dynamodb"]["SequenceNumber"])


class TestPublisher:
    def test_an_event_goes_from_the_write_to_its_consumer(self, pipeline: Pipeline) -> None:
        register(Api())
        (record,) = pipeline.records("auth")
        assert pipeline.publish([record]) == []

        (message,) = pipeline.queued("mailer")
        event = detail_of(message)
        assert event["name"] == json.loads(message["body"])["detail-type"] == "auth.user_registered"
        assert event["id"] == f"{event['aggregate_id']}:1:0"
        assert pipeline.consume("mailer", [message]) == []
        assert [mail.to for mail in sent_mail()] == ["ada@example.org"]

    def test_more_events_than_one_request_takes(self, pipeline: Pipeline) -> None:
        registered(23)
        assert pipeline.publish(pipeline.records("auth")) == []
        emails = {detail_of(message)["data"]["email"] for message in pipeline.queued("mailer")}
        assert emails == {f"user{number}@example.org" for number in range(23)}

    def test_events_that_are_too_large_for_one_request_together(self, pipeline: Pipeline) -> None:
        registered(6)
        records = pipeline.records("auth")
        for record in records:
            (event,) = json.loads(record["dynamodb"]["NewImage"]["events"]["S"])
            event["data"]["padding"] = "x" * 100_000
            record["dynamodb"]["NewImage"]["events"]["S"] = json.dumps([event])
        sizes: list[int] = []
        with around_service(EVENTBRIDGE, _measuring(sizes), "PutEvents"):
            assert pipeline.publish(records) == []
        assert max(sizes) < 256 * 1024
        assert len(pipeline.queued("mailer")) == 6

    def test_a_write_without_an_event_publishes_nothing(self, pipeline: Pipeline) -> None:
        user = member()
        tokens = login(Api(), user.email, device="tablet").data
        before = len(pipeline.records("auth"))
        assert Api().post("/v1/auth/refresh", {"refreshToken": tokens["refreshToken"]}).status == 200
        assert len(pipeline.records("auth")) == before

    def test_a_write_that_leaves_the_last_event_on_the_item_does_not_publish_it_again(self, pipeline: Pipeline) -> None:
        register(Api())
        account = next(item for item in contents()["auth"] if item["sk"]["S"] == "ACCOUNT")
        store.write(store.update(Account(account["pk"]["S"], "ACCOUNT"), [Account.active.set(False)]))
        *_, update = pipeline.records("auth")
        assert update["eventName"] == "MODIFY"
        assert pipeline.publish([update]) == []
        assert pipeline.queued("mailer") == []

    def test_the_stream_resumes_at_the_first_record_that_the_bus_did_not_take(self, pipeline: Pipeline) -> None:
        registered(15)
        records = pipeline.records("auth")
        with around_service(EVENTBRIDGE, _refusing({4, 12}), "PutEvents"):
            assert pipeline.publish(records) == [sequence(records[4])]
        assert pipeline.publish(records[4:]) == []
        taken = [detail_of(message)["data"]["email"] for message in pipeline.queued("mailer")]
        assert set(taken) == {f"user{number}@example.org" for number in range(15)}

    def test_what_comes_before_an_unreadable_record_is_published(self, pipeline: Pipeline) -> None:
        registered(3)
        records = pipeline.records("auth")
        broken = copy.deepcopy(records[1])
        broken["dynamodb"]["NewImage"]["events"] = {"S": '[{"id": 1}]'}
        assert pipeline.publish([records[0], broken, records[2]]) == [sequence(records[1])]
        assert [detail_of(one)["data"]["email"] for one in pipeline.queued("mailer")] == ["user0@example.org"]

    @pytest.mark.parametrize("image", [None, {}, {"events": {"NULL": True}}])
    def test_a_record_without_events_is_passed_over(self, pipeline: Pipeline, image: dict[str, Any] | None) -> None:
        register(Api())
        (record,) = pipeline.records("auth")
        bare = copy.deepcopy(record)
        bare["dynamodb"]["NewImage"] = image
        assert pipeline.publish([bare, record]) == []
        assert len(pipeline.queued("mailer")) == 1


def _refusing(numbers: set[int]) -> Around:
    """What EventBridge answers when it throttles the entries with these numbers."""
    asked: list[dict[str, Any]] = []

    def refuse(_operation: str, _request: dict[str, Any], proceed: Proceed) -> dict[str, Any]:
        answer = proceed()
        for entry in answer["Entries"]:
            if len(asked) in numbers:
                entry["ErrorCode"] = "ThrottlingException"
                answer["FailedEntryCount"] += 1
            asked.append(entry)
        return answer

    return refuse


def _measuring(sizes: list[int]) -> Around:
    def measure(_operation: str, request: dict[str, Any], proceed: Proceed) -> dict[str, Any]:
        sizes.append(sum(len(entry["Detail"]) for entry in request["Entries"]))
        return proceed()

    return measure


class TestConsumers:
    def test_every_consumer_listens_only_to_events_that_somebody_raises(self) -> None:
        raised = {event.name for event in event_types()}
        heard = {name for consumer in LISTENERS for name in consumer.events}
        assert {name for name in heard if not name.endswith(".")} <= raised

    @pytest.mark.parametrize("consumer", platform.CONSUMERS, ids=lambda consumer: consumer.name)
    @pytest.mark.parametrize("body", ["{", "null", "[]", '{"detail": {}}', '{"detail": {"name": "no.such_thing"}}'])
    def test_a_poison_message_fails_alone(self, pipeline: Pipeline, consumer: platform.Consumer, body: str) -> None:
        register(Api())
        pipeline.publish(pipeline.records("auth"))
        before, after = [], []
        if consumer.name == "mailer":
            before = pipeline.queued("mailer")
            register(Api(), "grace@example.org", "grace")
            pipeline.publish(pipeline.records("auth")[-1:])
            after = pipeline.queued("mailer")
        poison = {**sqs_record({}), "messageId": "poison", "body": body}
        assert pipeline.consume(consumer.name, [*before, poison, *after]) == ["poison"]
        if consumer.name == "mailer":
            assert [mail.to for mail in sent_mail()] == ["ada@example.org", "grace@example.org"]

    def test_a_batch_of_poison_fails_message_by_message(self, pipeline: Pipeline) -> None:
        batch = [{**sqs_record({}), "messageId": str(number), "body": "{"} for number in range(3)]
        assert pipeline.consume("mailer", batch) == ["0", "1", "2"]

    def test_replaying_and_reordering_a_day_s_events_changes_nothing(self, pipeline: Pipeline) -> None:
        user = member()
        login(Api(), user.email, device="tablet")
        Api().post("/v1/auth/forgot-password", {"email": user.email})
        user.api.put("/v1/users/profile", {"bio": "Lifts."})
        completed(user.api, (60, 8))
        pipeline.run()
        mails, stored = len(sent_mail()), contents()

        pipeline.run()
        assert (len(sent_mail()), contents()) == (mails, stored)

        for table in ("auth", "users", "exercises", "workouts"):
            for record in reversed(pipeline.records(table)):
                assert pipeline.publish([record]) == []
        for consumer in LISTENERS:
            assert pipeline.consume(consumer.name, list(reversed(pipeline.queued(consumer.name)))) == []
        assert (len(sent_mail()), contents()) == (mails, stored)

    def test_a_mail_that_ses_refuses_is_tried_again(self, pipeline: Pipeline) -> None:
        register(Api())
        pipeline.publish(pipeline.records("auth"))
        (message,) = pipeline.queued("mailer")
        client("ses").delete_identity(Identity=VARIABLES["MAIL_FROM"])
        assert pipeline.consume("mailer", [message]) == [message["messageId"]]
        client("ses").verify_email_identity(EmailAddress=VARIABLES["MAIL_FROM"])
        assert pipeline.consume("mailer", [message]) == []
        assert len(sent_mail()) == 1


class Tally(Item):
    """An effect that must happen once per key."""

    table = "platform"
    times = NumberAttribute(default=0)


def _count_once(key: str) -> None:
    effect = store.update(Tally("TALLY", "TALLY"), [Tally.times.add(1)])
    store.write(effect, once.claim("tally", key))


def _tally() -> int:
    found = Tally.find("TALLY", "TALLY")
    return int(found.times) if found else 0


class TestOnce:
    def test_an_effect_happens_once_per_key(self) -> None:
        _count_once("a")
        with pytest.raises(store.ConditionFailed) as failure:
            _count_once("a")
        assert failure.value.failed == (1,)
        _count_once("b")
        assert _tally() == 2

    def test_consumers_claim_apart(self) -> None:
        _count_once("a")
        assert not once.done("mailer", "a")
        once.remember("mailer", "a")
        once.remember("mailer", "a")
        assert once.done("mailer", "a")

    def test_an_effect_that_fails_leaves_its_key_free(self) -> None:
        effect = store.update(Tally("TALLY", "TALLY"), [Tally.times.add(1)], Tally.pk.exists())
        with pytest.raises(store.ConditionFailed):
            store.write(effect, once.claim("tally", "a"))
        assert not once.done("tally", "a")
        _count_once("a")
        assert _tally() == 1

    def test_a_crash_after_the_write_does_not_repeat_it(self) -> None:
        """The function dies before it can answer: the message comes again, and finds its key claimed."""
        _count_once("a")
        assert once.done("tally", "a")
        with pytest.raises(store.ConditionFailed):
            _count_once("a")
        assert _tally() == 1

    def test_a_key_is_remembered_longer_than_a_message_can_live(self) -> None:
        once.remember("mailer", "a")
        clock.advance(28 * 24 * 3600)
        assert once.done("mailer", "a")


class TestDeadLetters:
    def test_what_keeps_failing_waits_alone_and_is_done_once_it_is_moved_back(self, pipeline: Pipeline) -> None:
        register(Api())
        pipeline.publish(pipeline.records("auth"))
        client("ses").delete_identity(Identity=VARIABLES["MAIL_FROM"])
        letters = pipeline.dead_letters_after("mailer", also={"detail": {}})
        assert len(letters) == 2
        assert sent_mail() == []

        client("ses").verify_email_identity(EmailAddress=VARIABLES["MAIL_FROM"])
        pipeline.move_back("mailer", letters)
        still_failing = pipeline.consume("mailer", pipeline.queued("mailer"))
        assert len(still_failing) == 1
        assert [mail.to for mail in sent_mail()] == ["ada@example.org"]
