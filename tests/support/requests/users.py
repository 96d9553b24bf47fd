"""Requests of the area users."""

from __future__ import annotations

from collections.abc import Callable

from fitsync.kit import clock
from tests.support.accounts import PASSWORD, Member, befriend, member
from tests.support.requests.base import Prepare, Request, plain
from tests.support.requests.progress import entries

_PROFILE = {
    "username": "countess",
    "firstName": "Ada",
    "lastName": "Lovelace",
    "dateOfBirth": "1990-12-10",
    "gender": "female",
    "fitnessLevel": "intermediate",
    "bio": "Lifts.",
    "location": "London",
    "timezone": "Europe/London",
    "metrics": {"currentWeight": 61.5, "targetWeight": 60, "height": 165, "bodyFatPercentage": 22.5},
}
_PREFERENCES = {
    "units": "imperial",
    "defaultRestTime": 120,
    "workoutsPerWeek": 4,
    "notifications": {"workoutReminders": False},
    "privacy": {"profileVisibility": "friends"},
    "equipment": {"barWeight": 15, "plates": [{"weight": 10, "pairs": 2}, {"weight": 2.5}], "dumbbellStep": 2},
}


def _request(_: Member) -> Request:
    return Request("/v1/users/friends/request", {"userId": _somebody().principal.user_id})


def _somebody() -> Member:
    return member(f"grace-{clock.new_id().lower()[-10:]}")


def _with(before: Callable[[Member, Member], object], path: str, body: object = None) -> Prepare:
    """A request about somebody else, after something between the two."""

    def prepare(owner: Member) -> Request:
        other = _somebody()
        before(owner, other)
        return Request(path.format(other.principal.user_id), body)

    return prepare


def _asked(owner: Member, other: Member) -> None:
    answer = other.api.post("/v1/users/friends/request", {"userId": owner.principal.user_id})
    assert answer.status == 201, answer.body


def _blocked(owner: Member, other: Member) -> None:
    assert owner.api.post(f"/v1/users/{other.principal.user_id}/block").status == 204


def _list_friends(owner: Member) -> Request:
    befriend(owner, _somebody())
    return Request("/v1/users/friends?limit=10")


_LIST, _CREATE, _UPDATE, _DELETE = entries("/v1/users/metrics")

PREPARE: dict[str, Prepare] = {
    "getAchievements": plain("/v1/users/achievements"),
    "getProfile": plain("/v1/users/profile"),
    "updateProfile": plain("/v1/users/profile", _PROFILE),
    "uploadAvatar": plain("/v1/users/upload-avatar", {"contentType": "image/png", "size": 524288}),
    "listMetrics": _LIST,
    "createMetrics": _CREATE,
    "updateMetrics": _UPDATE,
    "deleteMetrics": _DELETE,
    "getPreferences": plain("/v1/users/preferences"),
    "updatePreferences": plain("/v1/users/preferences", _PREFERENCES),
    "listFriends": _list_friends,
    "requestFriend": _request,
    "answerFriend": _with(_asked, "/v1/users/friends/{}", {"action": "accept"}),
    "endFriendship": _with(befriend, "/v1/users/friends/{}"),
    "blockUser": _with(befriend, "/v1/users/{}/block"),
    "eraseAccount": plain("/v1/users/account", {"password": PASSWORD}),
    "unblockUser": _with(_blocked, "/v1/users/{}/block"),
}
