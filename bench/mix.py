"""What clients ask for: the twelve busiest routes and how often each is asked, seven reads to three writes.

An assumption, not a measurement of real users: someone in the gym completes a set every other minute on the phone,
which shows the session, its history and the exercise in between, and catches up when it comes out of the pocket.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from fitsync.kit import clock
from tests.support.accounts import Member
from tests.support.declared import Operation, operation
from tests.support.requests import prepared
from tests.support.requests.base import Request
from tests.support.training import exercise, lift, started

MIX: dict[str, int] = {
    "getWorkout": 14,
    "listWorkouts": 12,
    "getExercise": 10,
    "searchExercises": 8,
    "getChanges": 8,
    "getProfile": 6,
    "getPreferences": 4,
    "listTemplates": 4,
    "getTemplate": 4,
    "completeSet": 20,
    "createWorkout": 5,
    "completeWorkout": 5,
}
assert sum(MIX.values()) == 100


@dataclass(frozen=True)
class Asked:
    """A request of an operation."""

    operation: Operation
    request: Request


def requests_of(name: str, owner: Member, count: int) -> list[Asked]:
    """`count` requests of the operation that each succeed once; a read is asked again and again."""
    one = operation(name)
    make = _MAKERS.get(name)
    if make:
        return [Asked(one, request) for request in make(owner, count)]
    if one.method == "GET":
        return [Asked(one, prepared(one, owner))] * count
    return [Asked(one, prepared(one, owner)) for _ in range(count)]


def _sets(owner: Member, count: int) -> list[Request]:
    """Sets of sessions of 20 sets each, completed one after the other."""
    per_session = 20
    sessions = [started(owner.api) for _ in range(-(-count // per_session))]
    found: list[Request] = []
    for number in range(count):
        workout_id, index = sessions[number // per_session], number % per_session
        body = {"exerciseIndex": 0, "weightKg": 60 + number % 40, "reps": 5 + number % 4, "rpe": 8}
        found.append(Request(f"/v1/workouts/{workout_id}/set/{index}", body))
    return found


def _new_sessions(_: Member, count: int) -> list[Request]:
    return [
        Request("/v1/workouts", {"id": clock.new_id(), "exercises": [{"exerciseId": exercise()}]}) for _ in range(count)
    ]


def _ends(owner: Member, count: int) -> list[Request]:
    found = []
    for _ in range(count):
        workout_id = started(owner.api)
        lift(owner.api, workout_id, 0, weightKg=80, reps=5)
        found.append(Request(f"/v1/workouts/{workout_id}/complete", {"sessionRpe": 8}))
    return found


_MAKERS: dict[str, Callable[[Member, int], list[Request]]] = {
    "completeSet": _sets,
    "createWorkout": _new_sessions,
    "completeWorkout": _ends,
}
