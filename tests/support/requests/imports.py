"""Requests of history import."""

from __future__ import annotations

from tests.support.accounts import Member
from tests.support.requests.base import Prepare, Request, plain

_NEW = {
    "id": "01JD91X0V3C8W2M5K7H4T6R9QA",
    "source": "hevy",
    "fileName": "workout_data.csv",
    "size": 2120,
    "timeZone": "Europe/Madrid",
    "units": "metric",
}


def _opened(path: str) -> Prepare:
    def prepare(owner: Member) -> Request:
        answer = owner.api.post("/v1/workouts/import", _NEW)
        assert answer.status == 201, answer.body
        return Request(path.format(id=answer.data["id"]))

    return prepare


PREPARE: dict[str, Prepare] = {
    "openImport": plain("/v1/workouts/import", _NEW),
    "listImports": plain("/v1/workouts/import"),
    "getImport": _opened("/v1/workouts/import/{id}"),
    "listImportRows": _opened("/v1/workouts/import/{id}/rows"),
}
