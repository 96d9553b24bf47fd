"""Requests of the area goals."""

from __future__ import annotations

from typing import Any

from tests.support.accounts import Member
from tests.support.api import Api
from tests.support.requests.base import Prepare, Request
from tests.support.training import exercise

ID = "01JDB2M6Q4V8X5T3N7R0C9B1WK"


def strength(**changes: Any) -> dict[str, Any]:
    """A goal of 100 kg with a milestone on the way."""
    return {
        "type": "strength",
        "title": "Press a hundred",
        "metric": "max_weight",
        "exerciseId": exercise(),
        "targetValue": 100,
        "milestones": [{"value": 80, "notes": "On the way."}],
        **changes,
    }


def created(api: Api, body: dict[str, Any] | None = None) -> str:
    """A goal of the caller's; its id."""
    answer = api.post("/v1/goals", body or strength())
    assert answer.status == 201, answer.body
    return str(answer.data["id"])


def _further(**changes: Any) -> dict[str, Any]:
    """A goal beyond what anybody in the tests has lifted."""
    return strength(targetValue=250, milestones=[{"value": 180, "notes": "On the way."}], **changes)


def _own(path: str, sent: Any = None) -> Prepare:
    return lambda owner: Request(path.format(id=created(owner.api, _further())), sent)


def _listed(path: str) -> Prepare:
    def prepare(owner: Member) -> Request:
        created(owner.api, _further())
        return Request(path)

    return prepare


PREPARE: dict[str, Prepare] = {
    "listGoals": _listed("/v1/goals?limit=5"),
    "goalsWithProgress": _listed("/v1/progress/goals?limit=5"),
    "createGoal": lambda _: Request("/v1/goals", _further(id=ID)),
    "updateGoal": _own("/v1/goals/{id}", {"title": "Press more", "targetValue": 260}),
    "deleteGoal": _own("/v1/goals/{id}"),
    "addMilestone": _own("/v1/goals/{id}/milestone", {"value": 200}),
}
