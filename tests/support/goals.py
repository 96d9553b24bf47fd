"""Short ways to goals and to what they follow, over HTTP."""

from __future__ import annotations

from typing import Any

from tests.support.api import Api
from tests.support.bus import stored_events


def goal_of(api: Api, goal_id: str) -> dict[str, Any]:
    """The goal as the listing shows it."""
    found: list[dict[str, Any]] = api.get("/v1/goals?limit=100").data
    return next(one for one in found if one["id"] == goal_id)


def raised(*names: str) -> list[str]:
    """The events of goals with these names, oldest first."""
    return [event.name for event in stored_events("goals") if event.name in names]


def weigh(api: Api, weight: float, **more: Any) -> str:
    """Record a body weight; the entry's id."""
    answer = api.post("/v1/progress/body", {"weight": weight, **more})
    assert answer.status == 201, answer.body
    return str(answer.data["id"])
