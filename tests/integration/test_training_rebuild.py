"""Making training statistics anew from the sessions, whatever was wrong with them and whatever happens meanwhile."""

from __future__ import annotations

import functools
import io
import json
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fitsync.analytics import rebuilding, repository, service
from fitsync.analytics.documents import Standing, stats_of
from fitsync.analytics.projection import month_of
from fitsync.analytics.rebuilding import QUEUE, Rebuild
from fitsync.kit import clock, erased, queues
from fitsync.workouts import reading as workouts
from functions.training_stats.handler import handler as stats
from infra import platform
from infra.stages import stage
from tests.support.accounts import STARTED, member
from tests.support.api import Api, LambdaContext
from tests.support.bus import deliver, sqs_record, stored_events
from tests.support.counting import Tape, assert_true, counted, trained, user
from tests.support.environment import VARIABLES, client, definition, start_afresh
from tests.support.history import train
from tests.support.meter import metered
from tests.support.pipeline import consumer_handler
from tests.support.statistics import totals
from tests.support.tables import contents
from tests.support.training import completed, lift
from tools.rebuild import ask, main

pytestmark = pytest.mark.usefixtures("stopped_clock")

STEPS = st.sampled_from(["train", "correct", "delete", "news", "rebuild"])


def work() -> int:
    """Let the function empty its queue; how many messages there were."""
    url, done = VARIABLES[f"QUEUE_{QUEUE.upper()}"], 0
    while messages := client("sqs").receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", []):
        for message in messages:
            record = {**sqs_record({}), "body": message["Body"]}
            assert consumer_handler(QUEUE)({"Records": [record]}, LambdaContext()) == {"batchItemFailures": []}
            client("sqs").delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        done += len(messages)
    return done


def make_anew(user_id: str) -> int:
    queues.send_all(rebuilding.QUEUE, [Rebuild(user_id=user_id, asked_at=clock.now())])
    return work()


def spoil(user_id: str, workout_id: str) -> None:
    """Leave in the statistics what never was: another session, another standing."""
    standing, items = repository.find(user_id, ["2020-02"])
    item = items["2020-02"]
    phantom = stats_of(totals("PHANTOM", datetime(2020, 2, 2, tzinfo=UTC)), 7)
    item.month = item.month.model_copy(update={"sessions": {"PHANTOM": phantom}})
    standing.standing = standing.standing.model_copy(update={"sessions": 99, "reps": -4})
    repository.write(standing, [item])
    standing, items = repository.find(user_id, [month_of(STARTED)])
    item = items[month_of(STARTED)]
    wrong = item.month.sessions[workout_id].model_copy(update={"calories": 12345, "version": 1000})
    item.month = item.month.model_copy(update={"sessions": {**item.month.sessions, workout_id: wrong}})
    repository.write(standing, [item])


class TestOneUser:
    def test_what_was_lost_comes_back(self, api: Api) -> None:
        train(user(api), 200)
        assert counted(user(api)) == []
        # 200 sessions, three a day: December to March, and one message for the user.
        assert make_anew(user(api)) == 5
        assert_true(user(api))

    def test_what_was_wrong_is_right_again(self, api: Api) -> None:
        tape, [kept, _] = trained(api)
        deliver(stats, tape.record())
        spoil(user(api), kept)
        make_anew(user(api))
        assert_true(user(api))

    def test_twice_is_as_good_as_once(self, api: Api) -> None:
        tape, _ = trained(api)
        deliver(stats, tape.record())
        make_anew(user(api))
        with metered() as meter:
            make_anew(user(api))
        # Only the sum is written again, so that goals and achievements look again.
        assert meter.writes == 1
        assert_true(user(api))

    def test_goals_and_achievements_hear_of_it(self, api: Api) -> None:
        train(user(api), 3)
        make_anew(user(api))
        assert [event.name for event in stored_events("analytics")] == ["analytics.training_changed"]

    def test_old_news_changes_nothing_afterwards(self, api: Api) -> None:
        tape, _ = trained(api)
        deliver(stats, tape.record()[:2])
        make_anew(user(api))
        for _ in range(2):
            assert deliver(stats, reversed(tape.record())) == []
        assert_true(user(api))

    def test_goals_and_achievements_of_who_never_trained_are_judged_too(self, api: Api) -> None:
        assert make_anew(user(api)) == 1
        assert service.standing(user(api)) == Standing()
        assert [event.name for event in stored_events("analytics")] == ["analytics.training_changed"]

    def test_who_has_been_erased_meanwhile_too(self, api: Api) -> None:
        completed(api, (60, 8))
        queues.send_all(rebuilding.QUEUE, [Rebuild(user_id=user(api), asked_at=clock.now())])
        erased.mark(user(api))
        clock.advance(erased.FRESH + timedelta(minutes=1))
        assert work() == 1
        assert contents()["analytics"] == []


class TestMeanwhile:
    def test_a_session_that_is_counted_in_between_is_kept(self, api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
        """The month is read, then its sessions; then something happens; then the month would be written."""
        _, [kept, corrected] = trained(api)
        read, happened = workouts.counted_between, list[str]()

        def and_then(*arguments: object) -> object:
            found = read(*arguments)  # type: ignore[arg-type]
            if not happened:
                happened.append(completed(api, (90, 3)))
                lift(api, kept, 0, weightKg=65, reps=8)
                assert deliver(stats, Tape().record()) == []
            return found

        monkeypatch.setattr(workouts, "counted_between", and_then)
        make_anew(user(api))
        assert {session.workout_id for session in counted(user(api))} == {kept, corrected, *happened}
        assert_true(user(api))

    def test_the_sum_does_not_miss_a_month_that_changes_in_between(
        self, api: Api, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        trained(api)
        deliver(stats, Tape().record())
        read, happened = repository.all_months, list[str]()

        def and_then(user_id: str) -> object:
            found = read(user_id)
            if not happened:
                happened.append(completed(api, (90, 3)))
                deliver(stats, Tape().record())
            return found

        monkeypatch.setattr(repository, "all_months", and_then)
        rebuilding.rebuild_standing(user(api))
        assert_true(user(api))

    @settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(data=st.data())
    def test_in_any_order_with_what_happens(self, api: Api, data: st.DataObject) -> None:
        """Sessions come and go, news of them arrives late, doubled or never, months are made anew in between."""
        start_afresh()
        tape, there = Tape(), list[str]()
        for step in data.draw(
            st.lists(st.sampled_from(["train", "correct", "delete", "news", "rebuild"]), max_size=14)
        ):
            clock.advance(timedelta(days=data.draw(st.integers(1, 20))))
            if step == "train":
                there.append(completed(api, (60, 8)))
            elif step == "correct" and there:
                lift(api, there[-1], 0, weightKg=data.draw(st.integers(61, 90)), reps=8)
            elif step == "delete" and there:
                api.delete(f"/v1/workouts/{there.pop(0)}")
            elif step == "rebuild":
                make_anew(user(api))
                assert_true(user(api))
            news = tape.record()
            if step == "news" and news:
                assert deliver(stats, data.draw(st.lists(st.sampled_from(news), max_size=6))) == []
        assert deliver(stats, tape.record()) == []
        assert_true(user(api))
        make_anew(user(api))
        assert_true(user(api))


class TestCommand:
    def test_everybody_is_asked_for(self) -> None:
        users = [member(f"user{number}") for number in range(12)]
        for one in users:
            completed(one.api, (60, 8))
        table, queue = VARIABLES["TABLE_USERS"], VARIABLES[f"QUEUE_{QUEUE.upper()}"]
        assert ask(client("dynamodb"), client("sqs"), table, queue, None) == 12
        assert work() == 24
        for one in users:
            assert service.standing(user(one.api)).sessions == 1

    def test_one_is_asked_for(self, api: Api) -> None:
        completed(api, (60, 8))
        table, queue = VARIABLES["TABLE_USERS"], VARIABLES[f"QUEUE_{QUEUE.upper()}"]
        assert ask(client("dynamodb"), client("sqs"), table, queue, user(api)) == 1
        work()
        assert_true(user(api))

    def test_a_stage_is_asked_by_what_its_functions_know(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        chosen = stage("dev")
        deployed = functools.partial(boto3.client, region_name=chosen.region)
        table = "fitsync-dev-users"
        deployed("dynamodb").create_table(**{**definition(platform.table("users")), "TableName": table})
        queue = deployed("sqs").create_queue(QueueName="fitsync-dev-training-rebuild")["QueueUrl"]
        key = {"pk": {"S": "USER#ADA"}, "sk": {"S": "PROFILE"}}
        deployed("dynamodb").put_item(TableName=table, Item=key)
        monkeypatch.setattr("sys.argv", ["rebuild", "--stage", "dev", "--all"])
        assert main() == 1
        assert "There is no function fitsync-dev-users: deploy the stage first." in capsys.readouterr().err
        self._deploy(deployed, "users", TABLE_USERS=table)
        self._deploy(deployed, "training-rebuild", QUEUE_TRAINING_REBUILD=queue)
        assert main() == 0
        [message] = deployed("sqs").receive_message(QueueUrl=queue)["Messages"]
        assert Rebuild.model_validate_json(message["Body"]).user_id == "ADA"

    def _deploy(self, deployed: Callable[[str], Any], name: str, **variables: str) -> None:
        trust = json.dumps({"Version": "2012-10-17", "Statement": []})
        role = deployed("iam").create_role(RoleName=name, AssumeRolePolicyDocument=trust)["Role"]["Arn"]
        code = io.BytesIO()
        zipfile.ZipFile(code, "w").close()
        deployed("lambda").create_function(
            FunctionName=f"fitsync-dev-{name}",
            Runtime="python3.13",
            Role=role,
            Handler="handler.handler",
            Code={"ZipFile": code.getvalue()},
            Environment={"Variables": variables},
        )
