from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.sqs.models import sqs_backends

from fitsync.kit import clock
from tests.support.accounts import STARTED
from tests.support.api import Api, LambdaContext
from tests.support.bus import sqs_record
from tests.support.devices import Device, device
from tests.support.environment import REGION
from tests.support.gateway import Gateway
from tests.support.pipeline import consumer_handler
from tests.support.training import lift, started

pytestmark = pytest.mark.usefixtures("stopped_clock")


def deliver(*bodies: str) -> list[str]:
    """Give messages of the queue to the rest timer; the ids of those that it wants again."""
    records = [{**sqs_record({}), "body": body} for body in bodies]
    answer: dict[str, Any] = consumer_handler("rest_timer")({"Records": records}, LambdaContext())
    return [str(failure["itemIdentifier"]) for failure in answer["batchItemFailures"]]


def queued() -> list[str]:
    """Take what is on the rest timer's queue, however long it is delayed yet."""
    waiting = sqs_backends[DEFAULT_ACCOUNT_ID][REGION].queues["rest_timer"]._messages
    bodies = [str(message.body) for message in waiting]
    waiting.clear()
    return bodies


class TestRestTimer:
    @pytest.mark.parametrize("way", ["message", "http"])
    def test_the_end_is_told_at_its_second_and_once(self, phone: Device, watch: Device, api: Api, way: str) -> None:
        workout_id = started(api)
        if way == "http":
            api.post(f"/v1/workouts/{workout_id}/rest", {"seconds": 90})
        else:
            phone.send("rest:start", workoutId=workout_id, seconds=90)
        [message] = queued()
        for one in (phone, watch):
            one.names()
        clock.advance(90)
        assert deliver(message) == []
        assert deliver(message) == []
        for one in (phone, watch):
            assert one.take("rest:timer") == [{"workoutId": workout_id, "version": None, "state": "over", "rest": None}]

    @pytest.mark.parametrize("change", ["skip", "set", "pause", "complete", "again", "delete"])
    def test_what_ends_the_rest_cancels_it(self, phone: Device, api: Api, change: str) -> None:
        workout_id = started(api)
        api.post(f"/v1/workouts/{workout_id}/rest", {"seconds": 30})
        [message] = queued()
        clock.advance(10)
        path = f"/v1/workouts/{workout_id}"
        {
            "skip": lambda: api.post(f"{path}/rest", {"seconds": 0}),
            "set": lambda: lift(api, workout_id),
            "pause": lambda: api.post(f"{path}/pause"),
            "complete": lambda: api.post(f"{path}/complete"),
            "again": lambda: api.post(f"{path}/rest", {"seconds": 60}),
            "delete": lambda: api.delete(path),
        }[change]()
        phone.names()
        clock.advance(20)
        assert deliver(message) == []
        assert phone.names() == []

    def test_a_long_rest_is_delayed_again(self, api: Api, gateway: Gateway) -> None:
        assert api.user
        phone = device(api.user, gateway, valid_until=STARTED + timedelta(hours=1))
        workout_id = started(api)
        api.post(f"/v1/workouts/{workout_id}/rest", {"seconds": 1000})
        [message] = queued()
        phone.names()
        clock.advance(900)
        assert deliver(message) == []
        assert phone.names() == []
        assert queued() == [message]
        clock.advance(100)
        deliver(message)
        assert phone.names() == ["rest:timer"]

    def test_a_message_that_comes_much_too_late_says_nothing(self, phone: Device, api: Api) -> None:
        workout_id = started(api)
        api.post(f"/v1/workouts/{workout_id}/rest", {"seconds": 30})
        [message] = queued()
        phone.names()
        clock.advance(95)
        assert deliver(message) == []
        assert phone.names() == []

    def test_a_message_that_cannot_be_read_is_kept(self) -> None:
        assert len(deliver("{}")) == 1
