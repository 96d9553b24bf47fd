"""Two devices of one user, and whatever order their messages and requests arrive in.

The model is a plain list of sets and a state: what any serial order of the accepted changes comes to. Messages are sent
over either device, as HTTP requests, or in batches; copies of earlier ones arrive at any time, early ones too late.
"""

from __future__ import annotations

from contextlib import ExitStack
from decimal import Decimal
from typing import Any, TypeAlias

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from fitsync.kit import clock
from fitsync.workouts import service
from fitsync.workouts.records import RecordKind
from fitsync.workouts.session import WorkoutSession
from tests.support import gateway as gateways
from tests.support.accounts import STARTED
from tests.support.api import Api, principal
from tests.support.devices import Device, device
from tests.support.environment import in_process_aws, start_afresh
from tests.support.training import exercise

Data: TypeAlias = dict[str, Any]

WAYS = st.sampled_from(["phone", "watch", "http", "batch"])
LIFTS = st.fixed_dictionaries({"weightKg": st.sampled_from([40, 50, 60, 62.5]), "reps": st.integers(1, 10)})
ACTIONS = {"workout:pause": "/pause", "workout:resume": "/resume", "workout:complete": "/complete"}


class Model:
    """What the accepted changes come to, one after the other."""

    def __init__(self) -> None:
        self.status = "in_progress"
        self.sets: list[tuple[Decimal, int]] = []

    def takes(self, event: str, data: Data) -> bool:
        """Whether the change is one that the state allows."""
        if event == "set:complete":
            return self.status in ("in_progress", "completed") and data["setIndex"] <= len(self.sets)
        allowed = {"workout:resume": ("paused",), "workout:complete": ("in_progress", "paused")}
        return self.status in allowed.get(event, ("in_progress",))

    def take(self, event: str, data: Data) -> None:
        """Apply a change that was accepted."""
        if event == "set:complete":
            index = data["setIndex"]
            self.sets[index : index + 1] = [(Decimal(str(data["weightKg"])), data["reps"])]
        becomes = {"workout:pause": "paused", "workout:resume": "in_progress", "workout:complete": "completed"}
        self.status = becomes.get(event, self.status)


class Training(RuleBasedStateMachine):
    """One session, and everything that two devices can do to it."""

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        monkeypatch = self.stack.enter_context(pytest.MonkeyPatch.context())
        self.stack.enter_context(in_process_aws(monkeypatch))
        start_afresh()
        self.stack.enter_context(clock.fixed(STARTED))
        gateway = self.stack.enter_context(gateways.running(monkeypatch))
        user = principal()
        self.user_id, self.api = user.user_id, Api(user)
        self.devices: dict[str, Device] = {name: device(user, gateway) for name in ("phone", "watch")}
        self.workout_id = clock.new_id()
        self.model = Model()
        self.sent: list[tuple[str, str, Data]] = []
        self.accepted: set[str] = set()

    def teardown(self) -> None:
        self.stack.close()

    @initialize(way=WAYS)
    def begin(self, way: str) -> None:
        data = {"id": self.workout_id, "exercises": [{"exerciseId": exercise()}]}
        assert self.deliver(way, "workout:start", clock.new_id(), data)

    @rule(way=WAYS, index=st.integers(0, 5), lift=LIFTS)
    def lift(self, way: str, index: int, lift: Data) -> None:
        """Do or correct a set; one that has overtaken the set before it is refused."""
        self.change(way, "set:complete", {"exerciseIndex": 0, "setIndex": index, **lift})

    @rule(way=WAYS, event=st.sampled_from(sorted(ACTIONS)))
    def turn(self, way: str, event: str) -> None:
        self.change(way, event, {})

    @rule(way=WAYS, seconds=st.sampled_from([0, 30, 90]))
    def rest(self, way: str, seconds: int) -> None:
        self.change(way, "rest:start", {"seconds": seconds})

    @precondition(lambda self: self.sent)
    @rule(data=st.data(), way=st.sampled_from(["phone", "watch", "batch"]))
    def copy(self, data: st.DataObject, way: str) -> None:
        """An earlier message comes again: an accepted one changes nothing, a refused one may be accepted by now."""
        event, message_id, body = data.draw(st.sampled_from(self.sent))
        if message_id not in self.accepted:
            self.attempt(way, event, message_id, body)
            return
        before = self.session
        assert not self.deliver(way, event, message_id, body)
        assert self.session == before

    def change(self, way: str, event: str, data: Data) -> None:
        """A new change, over whichever way."""
        message_id, body = clock.new_id(), {"workoutId": self.workout_id, **data}
        if way != "http":
            self.sent.append((event, message_id, body))
        self.attempt(way, event, message_id, body)

    def attempt(self, way: str, event: str, message_id: str, body: Data) -> None:
        accepted = self.deliver(way, event, message_id, body)
        assert accepted is self.model.takes(event, body)
        if accepted:
            self.model.take(event, body)
            self.accepted.add(message_id)

    def deliver(self, way: str, event: str, message_id: str, data: Data) -> bool:
        """Send a change; whether it was accepted just now."""
        clock.advance(0.5)
        if way == "batch":
            body = {"changes": [{"event": event, "id": message_id, "data": data}]}
            return bool(self.api.post("/v1/sync", body).data["results"][0]["outcome"] == "applied")
        if way == "http":
            return self.request(event, data)
        known = message_id in self.accepted
        answer = self.devices[way].send(event, message_id, **data)
        assert answer["id"] == message_id
        assert (answer["event"] != "error") or not known
        return answer["event"] != "error" and not known

    def request(self, event: str, data: Data) -> bool:
        """Make the request that is the message's twin."""
        body = {name: value for name, value in data.items() if name not in ("workoutId", "setIndex")}
        path = f"/v1/workouts/{self.workout_id}"
        if event == "workout:start":
            return self.api.post("/v1/workouts", body).status == 201
        if event == "set:complete":
            return self.api.put(f"{path}/set/{data['setIndex']}", body).status == 200
        if event == "rest:start":
            return self.api.post(f"{path}/rest", body).status == 200
        return self.api.post(path + ACTIONS[event]).status == 200

    @property
    def session(self) -> WorkoutSession:
        return service.get(self.user_id, self.workout_id)

    @invariant()
    def no_set_is_lost_or_doubled(self) -> None:
        session = self.session
        [entry] = session.exercises
        assert [(done.weight_kg, done.reps) for done in entry.sets if done.done] == self.model.sets
        assert session.status == self.model.status
        volume = sum((weight * reps for weight, reps in self.model.sets), Decimal(0))
        assert (session.metrics.total_volume, session.metrics.set_count) == (volume, len(self.model.sets))

    @invariant()
    def records_are_those_of_the_sets(self) -> None:
        [kept] = service.records_of(self.user_id, [exercise()])
        ranking = kept.rankings.get(RecordKind.MAX_WEIGHT)
        best = ranking.entries[0].value if ranking and ranking.entries else None
        assert best == max((weight for weight, _ in self.model.sets), default=None)

    @invariant()
    def both_devices_know_the_latest_version(self) -> None:
        for one in self.devices.values():
            told = [message["data"].get("version") or 0 for message in one.received if message["event"] != "error"]
            assert max(told) == self.session.version


Training.TestCase.settings = settings(
    max_examples=12, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
)
TestTraining = Training.TestCase
