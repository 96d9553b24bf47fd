"""Realtime: a set over the WebSocket API until its answer and until the user's other device has it, and fan-out."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

from bench import stage
from bench.warm import percentiles
from fitsync.kit import clock
from fitsync.realtime import push, rooms
from fitsync.realtime.limits import MAX_MEMBERS
from fitsync.realtime.rooms import Room, Seat
from fitsync.realtime.service import Event
from tests.support.devices import device
from tests.support.training import SET, started

_PER_SESSION = 20


def measure(sets: int) -> dict[str, Any]:
    """Milliseconds of wall time; the devices' side of the gateway runs in the same process."""
    with stage.running() as running:
        owner = stage.new_member("ada")
        stage.train(owner, 100)
        phone, watch = (device(owner.principal, running.gateway) for _ in range(2))
        sessions = [started(owner.api) for _ in range(-(-sets // _PER_SESSION))]
        answered, synced = [], []
        for number in range(sets):
            workout_id, index = sessions[number // _PER_SESSION], number % _PER_SESSION
            data: dict[str, Any] = {"workoutId": workout_id, "exerciseIndex": 0, "setIndex": index, **SET}
            watch.received.clear()
            running.gateway.arrived.clear()
            began = time.perf_counter()
            answer = phone.send("set:complete", **data)
            done = time.perf_counter()
            if answer["event"] == "error" or not watch.received:
                raise RuntimeError(answer)
            answered.append((done - began) * 1000)
            synced.append((running.gateway.arrived[watch.connection_id] - began) * 1000)
        return {
            "set_complete_ms": percentiles(answered),
            "device_to_device_ms": percentiles(synced),
            "fan_out_ms": {members: _fan_out(members) for members in (1, 10, MAX_MEMBERS)},
        }


def _fan_out(members: int) -> float:
    """A room update to so many members, the median of several."""
    now = clock.now()
    room = Room(id=clock.new_id())
    for number in range(members):
        seat = Seat(connection_id=f"{number}-{room.id}=", valid_until=now + timedelta(minutes=15))
        room = rooms.joined(room, clock.new_id(), f"member {number}", seat, now)
    times = []
    for _ in range(9):
        began = time.perf_counter()
        push.to_room(room, Event.ROOM_UPDATE, {"roomId": room.id}, patience=60)
        times.append((time.perf_counter() - began) * 1000)
    return percentiles(times)["p50"]
