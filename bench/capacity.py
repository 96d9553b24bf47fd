"""Requests and capacity units of every operation, at several lengths of history."""

from __future__ import annotations

from typing import Any

from bench import stage
from fitsync.kit import clock, limits
from fitsync.kit.auth import Role
from tests.support.accounts import STARTED, Member, member
from tests.support.api import Api
from tests.support.declared import Operation, operations
from tests.support.history import train
from tests.support.meter import metered
from tests.support.requests import prepared, send

HISTORIES = (0, 10, 1_000, 10_000)


def measure() -> dict[str, Any]:
    """By operation, by number of past workouts: reads, their units, writes, their units."""
    found: dict[str, Any] = {}
    with stage.running() as running:
        for workouts in HISTORIES:
            running.empty()
            with clock.fixed(STARTED):
                owner = member(role=Role.PREMIUM)
                train(owner.principal.user_id, workouts)
                for one in operations():
                    found.setdefault(one.id, {})[workouts] = _measured(one, owner)
    return found


def _measured(one: Operation, owner: Member) -> list[float]:
    request = prepared(one, owner)
    clock.advance(limits.WINDOW_SECONDS)
    with metered() as meter:
        answer = send(owner.api if one.access.signed_in else Api(), one, request)
    if not 200 <= answer.status < 300:
        raise RuntimeError(f"{one.id}: {answer.body}")
    return [meter.reads, meter.read_units, meter.writes, meter.write_units]
