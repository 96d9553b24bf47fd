"""Requests of the area progress, and of the same entries under the user."""

from __future__ import annotations

from typing import Any

from fitsync.kit import clock
from tests.support.accounts import Member
from tests.support.api import Api
from tests.support.requests.base import Prepare, Request, plain


def body_entry(**changes: Any) -> dict[str, Any]:
    """An entry with every field."""
    return {
        "weight": 61.5,
        "bodyFatPercentage": 22.5,
        "height": 165,
        "measurements": {"waist": 71.5, "leftBicep": 28.5},
        "restingHeartRate": 58,
        "mood": "rested",
        "notes": "Before breakfast.",
        **changes,
    }


def recorded(api: Api, **changes: Any) -> str:
    """An entry of the caller's; its id."""
    answer = api.post("/v1/progress/body", body_entry(**changes))
    assert answer.status == 201, answer.body
    return str(answer.data["id"])


def _create(path: str) -> Prepare:
    return lambda _: Request(path, body_entry(id=clock.new_id()))


def _of_entry(path: str, body: object = None) -> Prepare:
    def prepare(owner: Member) -> Request:
        return Request(f"{path}/{recorded(owner.api)}", body)

    return prepare


def entries(path: str) -> tuple[Prepare, Prepare, Prepare, Prepare]:
    """Requests for listing, creating, changing and deleting entries by one of the two ways."""
    return plain(f"{path}?limit=5"), _create(path), _of_entry(path, {"weight": 61}), _of_entry(path)


def photo(**changes: Any) -> dict[str, Any]:
    """A photo to open."""
    return {"pose": "front", "takenOn": "2026-03-01", "contentType": "image/jpeg", "size": 3_145_728, **changes}


def _delete_photo(owner: Member) -> Request:
    answer = owner.api.post("/v1/progress/photos", photo())
    assert answer.status == 201, answer.body
    return Request(f"/v1/progress/photos/{answer.data['id']}")


_LIST, _CREATE, _UPDATE, _DELETE = entries("/v1/progress/body")

PREPARE: dict[str, Prepare] = {
    "listBodyEntries": _LIST,
    "createBodyEntry": _CREATE,
    "updateBodyEntry": _UPDATE,
    "deleteBodyEntry": _DELETE,
    "openPhoto": lambda _: Request("/v1/progress/photos", photo(id=clock.new_id())),
    "listPhotos": plain("/v1/progress/photos?limit=5&from=2026-01-01"),
    "deletePhoto": _delete_photo,
}
