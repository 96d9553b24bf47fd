"""What follows from a write of the mix: the events it raises, the messages that consumers get of them, and what these
ask of DynamoDB, with the events that they raise in turn.

By a user with 100 past sessions who has neither goals nor anybody to share with. Each message is handled alone.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from bench import stage
from bench.mix import MIX, requests_of
from bench.price import Following
from bench.warm import call_of
from fitsync.kit.direct.services import EVENTBRIDGE
from infra import platform
from tests.support.accounts import Member
from tests.support.declared import operation
from tests.support.hooks import Proceed, around_service
from tests.support.meter import metered
from tests.support.pipeline import LISTENERS, Pipeline

_WORKOUTS = 100
_STREAMS = [table.name for table in platform.TABLES if table.stream]


def measure(requests: int) -> dict[str, Any]:
    """What follows from one request, by operation that writes."""
    with stage.running():
        owner = stage.new_member("ada")
        stage.train(owner, _WORKOUTS)
        carrier = _Carrier()
        written = [name for name in MIX if operation(name).method != "GET"]
        return {name: asdict(_following(name, owner, carrier, requests)) for name in written}


def _following(name: str, owner: Member, carrier: _Carrier, requests: int) -> Following:
    asked = requests_of(name, owner, requests)
    carrier.carry()  # what preparing them has raised
    for one in asked:
        call_of(one, owner)()
    found = Following()
    found.add(carrier.carry(), 1 / requests)
    return found


class _Carrier:
    """Carries what is new on the streams to the consumers, and what these raise."""

    def __init__(self) -> None:
        self._pipeline = Pipeline()
        self._seen = dict.fromkeys(_STREAMS, 0)

    def carry(self) -> Following:
        """All that there is; what it came to."""
        found = Following()

        def count(_: str, request: dict[str, Any], proceed: Proceed) -> dict[str, Any]:
            found.events += len(request["Entries"])
            return proceed()

        with around_service(EVENTBRIDGE, count, "PutEvents"):
            while changes := sum(map(self._published, _STREAMS)):
                found.changes += changes
                for consumer in LISTENERS:
                    self._consume(consumer.name, found)
        return found

    def _published(self, table: str) -> int:
        records = self._pipeline.records(table)
        new, self._seen[table] = records[self._seen[table] :], len(records)
        for record in new:
            assert self._pipeline.publish([record]) == []
        return len(new)

    def _consume(self, consumer: str, found: Following) -> None:
        for message in self._pipeline.queued(consumer):
            with metered() as meter:
                assert self._pipeline.consume(consumer, [message]) == []
            trips = meter.reads + meter.writes
            one = Following(0, 0, meter.read_units, meter.write_units, {consumer: 1}, {consumer: trips})
            found.add(one)
