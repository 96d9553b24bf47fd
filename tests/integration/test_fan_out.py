"""Telling very many devices at once, against a management API that takes its time."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

import pytest

from fitsync.kit import clock, store
from fitsync.realtime import push, repository, rooms
from fitsync.realtime import service as realtime
from fitsync.realtime.limits import MAX_CONNECTIONS_PER_USER, MAX_MEMBERS, MAX_PUSH_BYTES
from fitsync.realtime.rooms import Room, Seat
from fitsync.realtime.service import Event
from tests.support.gateway import Gateway
from tests.support.meter import metered
from tests.support.tables import contents

CONNECTIONS = 2000
GONE = 150
DATA = {"units": "metric"}


def connect(user_id: str, count: int) -> list[str]:
    """Connections of one user, far more than the API lets one have."""
    now = clock.now()
    ids = [f"c{number:05}" for number in range(count)]
    ends = now + timedelta(minutes=15)
    store.put_all(repository.new_connection(user_id, connection_id, "s", now, ends) for connection_id in ids)
    return ids


def told(gateway: Gateway, ids: list[str]) -> set[str]:
    """Those of some connections that were told once, and nothing else."""
    return {one for one in ids if gateway.inbox[one] == [{"event": "sync:preferences", "id": None, "data": DATA}]}


def test_two_thousand_connections_are_told_and_the_gone_ones_forgotten(gateway: Gateway) -> None:
    user_id = clock.new_id()
    ids = connect(user_id, CONNECTIONS)
    gone = set(ids[::13][:GONE])
    gateway.lost |= gone
    with metered() as meter:
        realtime.to_user(user_id, Event.SYNC_PREFERENCES, DATA, patience=60)

    assert told(gateway, ids) == set(ids) - gone
    assert {item["connection_id"]["S"] for item in contents()["connections"]} == set(ids) - gone
    # Read a hundred at a time (DynamoDB itself adds an empty last page), forgotten in batches of 25.
    assert meter.reads in (CONNECTIONS // 100, CONNECTIONS // 100 + 1)
    assert meter.writes == -(-GONE // 25)


def test_nobody_waits_for_a_slow_device(gateway: Gateway) -> None:
    user_id = clock.new_id()
    ids = connect(user_id, 120)
    slow = set(ids[:8])
    gateway.slow |= dict.fromkeys(slow, 6.0)
    realtime.to_user(user_id, Event.SYNC_PREFERENCES, DATA, patience=3)
    assert told(gateway, ids) == set(ids) - slow
    # Slow is not gone.
    assert len(contents()["connections"]) == 120


def test_a_request_waits_for_slow_devices_only_so_long(gateway: Gateway, monkeypatch: pytest.MonkeyPatch) -> None:
    user_id = clock.new_id()
    ids = connect(user_id, 3)
    monkeypatch.setattr(push, "REQUEST_PATIENCE_SECONDS", 0.5)
    gateway.slow[ids[0]] = 1.9
    began = time.monotonic()
    realtime.to_user(user_id, Event.SYNC_PREFERENCES, DATA)
    assert time.monotonic() - began < 1.8
    assert not gateway.inbox[ids[0]]


def test_a_full_room_is_read_in_one_request(gateway: Gateway) -> None:
    now = clock.now()
    room = Room(id=clock.new_id())
    for member in range(MAX_MEMBERS):
        user_id = clock.new_id()
        for number in range(MAX_CONNECTIONS_PER_USER):
            seat = Seat(connection_id=f"{member}-{number}-abcdefghijk=", valid_until=now + timedelta(minutes=15))
            room = rooms.joined(room, user_id, f"member {member}", seat, now)
    assert len(room.model_dump_json()) < 100_000
    told = push.to_room(room, Event.ROOM_UPDATE, {"roomId": room.id}, patience=60)
    assert told == []
    assert len(gateway.inbox) == MAX_MEMBERS * MAX_CONNECTIONS_PER_USER


def test_without_a_device_telling_costs_one_small_read() -> None:
    with metered() as meter:
        realtime.to_user(clock.new_id(), Event.SYNC_PREFERENCES, DATA)
    assert (meter.reads, meter.writes) == (1, 0)


def test_the_order_of_messages_holds_for_each_device(gateway: Gateway) -> None:
    user_id = clock.new_id()
    ids = connect(user_id, 40)
    messages = [realtime.Message(Event.ROOM_UPDATE, {"n": n}) for n in range(5)]
    realtime.to_devices(realtime.devices_of(user_id), messages, patience=60)
    orders: list[list[Any]] = [[one["data"]["n"] for one in gateway.inbox[connection_id]] for connection_id in ids]
    assert orders == [[0, 1, 2, 3, 4]] * 40


def test_what_is_too_large_for_a_message_is_not_sent(gateway: Gateway) -> None:
    user_id = clock.new_id()
    [connection_id] = connect(user_id, 1)
    realtime.to_user(user_id, Event.AI_RESULT, {"text": "x" * MAX_PUSH_BYTES})
    assert gateway.inbox[connection_id] == []


def test_a_gateway_that_fails_is_no_reason_to_forget_anybody(gateway: Gateway, monkeypatch: pytest.MonkeyPatch) -> None:
    user_id = clock.new_id()
    [connection_id] = connect(user_id, 1)
    monkeypatch.setattr(gateway, "post", lambda *_: 500)
    realtime.to_user(user_id, Event.SYNC_PREFERENCES, DATA)
    assert [item["connection_id"]["S"] for item in contents()["connections"]] == [connection_id]
