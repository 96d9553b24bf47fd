"""Requests of the area templates."""

from __future__ import annotations

from typing import Any

from tests.support.accounts import Member
from tests.support.api import Api, principal
from tests.support.requests.base import Prepare, Request, plain
from tests.support.training import exercise

ID = "01JD9ZT8Q6V3X5M2N7R0C4B1WK"


def body(**changes: Any) -> dict[str, Any]:
    """A template of two training days a week; 3x8 at 60 kg, 2.5 kg more when all is met."""
    line = {
        "exerciseId": exercise(),
        "sets": [{"count": 3, "reps": {"min": 8, "max": 8}, "weight": {"type": "fixed", "value": 60}}],
        "restSeconds": 120,
        "progression": {
            "rules": [{"axis": "load", "step": {"amount": 2.5}}],
            "deload": {"percent": 10, "afterMisses": 3},
        },
    }
    days = {"monday": {"name": "A", "exercises": [line]}, "thursday": {"name": "B", "exercises": [line]}}
    return {
        "name": "Two days",
        "metadata": {"difficulty": "beginner", "goal": "strength", "duration": 45},
        "weeklyPlan": {"totalWeeks": 8, "weeks": [{"days": days}]},
        **changes,
    }


def created(api: Api, **changes: Any) -> str:
    """A template of the caller's; its id."""
    answer = api.post("/v1/templates", body(**changes))
    assert answer.status == 201, answer.body
    return str(answer.data["id"])


def published(**changes: Any) -> str:
    """A published template of somebody else's; its id."""
    return created(Api(principal()), **{"sharing": {"isPublic": True, "isPublished": True}, **changes})


def _own(path: str, sent: Any = None) -> Prepare:
    return lambda owner: Request(path.format(id=created(owner.api)), sent)


def _favorite_taken_back(owner: Member) -> Request:
    path = f"/v1/templates/{created(owner.api)}/favorite"
    assert owner.api.post(path).status == 200
    return Request(path)


PREPARE: dict[str, Prepare] = {
    "listTemplates": plain("/v1/templates?limit=5"),
    "listOwnTemplates": plain("/v1/templates/my"),
    "listPublicTemplates": plain("/v1/templates/public?limit=5&sort=use"),
    "listFeaturedTemplates": plain("/v1/templates/featured?limit=5"),
    "createTemplate": lambda _: Request("/v1/templates", body(id=ID)),
    "getTemplate": _own("/v1/templates/{id}"),
    "updateTemplate": lambda owner: Request(f"/v1/templates/{created(owner.api)}", body(name="Other days")),
    "deleteTemplate": _own("/v1/templates/{id}"),
    "duplicateTemplate": _own("/v1/templates/{id}/duplicate", {"name": "A copy"}),
    "addFavoriteTemplate": _own("/v1/templates/{id}/favorite"),
    "removeFavoriteTemplate": _favorite_taken_back,
    "previewTemplate": _own("/v1/templates/{id}/preview?weeks=2"),
    "getPlan": _own("/v1/templates/{id}/plan"),
    "followPlan": _own("/v1/templates/{id}/plan", {"missedDays": "move_on", "startedOn": "2026-03-02"}),
    "unfollowPlan": _own("/v1/templates/{id}/plan"),
    "rateTemplate": _own("/v1/templates/{id}/rate", {"rating": 4}),
}
