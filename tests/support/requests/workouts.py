"""Requests of the area workouts."""

from __future__ import annotations

from collections.abc import Callable

from fitsync.kit import clock
from fitsync.workouts import service
from tests.support.accounts import Member, befriend, member
from tests.support.api import Api
from tests.support.requests.base import Prepare, Request, plain
from tests.support.training import completed, exercise, lift, started

_SET = {
    "type": "normal",
    "weightKg": 82.5,
    "reps": 5,
    "rpe": 8.5,
    "rir": 1,
    "restSeconds": 120,
    "notes": "Easy.",
}


def _lines() -> list[dict[str, object]]:
    planned: dict[str, object] = {"type": "normal", "target": {"weightKg": 80, "repsMin": 5, "repsMax": 8, "rpe": 8}}
    sets = [planned, {**planned, "type": "warmup"}]
    return [{"exerciseId": exercise(), "superset": 1, "restSeconds": 120, "notes": "Heels down.", "sets": sets}]


def _create(_: Member) -> Request:
    body = {
        "id": clock.new_id(),
        "name": "Legs",
        "location": "gym",
        "mood": {"before": "tired", "energy": 6},
        "notes": "Morning.",
        "exercises": _lines(),
    }
    return Request("/v1/workouts", body)


def _planned(api: Api) -> str:
    later = clock.now().replace(year=clock.now().year + 1).isoformat().replace("+00:00", "Z")
    return started(api, plannedFor=later)


def _paused(api: Api) -> str:
    workout_id = started(api)
    assert api.post(f"/v1/workouts/{workout_id}/pause").status == 200
    return workout_id


def _under_way(api: Api) -> str:
    workout_id = started(api)
    lift(api, workout_id, 0, weightKg=80, reps=5)
    return workout_id


def _on(make: Callable[[Api], str], action: str = "", body: object = None) -> Prepare:
    """A request about a session that `make` prepares."""
    return lambda owner: Request(f"/v1/workouts/{make(owner.api)}{action}", body)


def _update(owner: Member) -> Request:
    body = {
        "name": "Legs and back",
        "location": "home",
        "mood": {"before": "tired", "after": "proud", "energy": 8},
        "notes": "Good.",
        "exercises": _lines(),
    }
    return Request(f"/v1/workouts/{started(owner.api)}", body)


_IMPORT = {
    "source": "hevy",
    "fileName": "workout_data.csv",
    "size": 48_213,
    "timeZone": "Europe/Berlin",
    "units": "metric",
}


def _open_import(_: Member) -> Request:
    return Request("/v1/workouts/import", {"id": clock.new_id(), **_IMPORT})


def _of_import(rest: str = "") -> Prepare:
    def prepare(owner: Member) -> Request:
        answer = owner.api.post("/v1/workouts/import", _IMPORT)
        assert answer.status == 201, answer.body
        return Request(f"/v1/workouts/import/{answer.data['id']}{rest}")

    return prepare


def _shared(owner: Member) -> Request:
    friend = member(f"grace-{clock.new_id().lower()[-10:]}")
    befriend(owner, friend)
    workout_id = completed(friend.api, (80, 5))
    assert friend.api.post(f"/v1/workouts/{workout_id}/share", {"visibility": "friends"}).status == 200
    service.deliver(friend.principal.user_id, workout_id)
    return Request("/v1/workouts/shared?limit=10")


PREPARE: dict[str, Prepare] = {
    "openImport": _open_import,
    "listImports": plain("/v1/workouts/import"),
    "getImport": _of_import(),
    "listImportRows": _of_import("/rows"),
    "listWorkouts": plain("/v1/workouts?status=completed&limit=10"),
    "createWorkout": _create,
    "getWorkout": _on(_under_way),
    "updateWorkout": _update,
    "deleteWorkout": _on(_under_way),
    "startWorkout": _on(_planned, "/start"),
    "pauseWorkout": _on(_under_way, "/pause"),
    "resumeWorkout": _on(_paused, "/resume"),
    "completeWorkout": _on(
        _under_way, "/complete", {"moodAfter": "proud", "energy": 7, "sessionRpe": 8, "notes": "Done."}
    ),
    "chooseExercise": _on(
        _under_way, "/exercise/1", {"exerciseId": exercise(), "superset": 1, "restSeconds": 90, "notes": "Slowly."}
    ),
    "completeSet": _on(_under_way, "/set/1", {"exerciseIndex": 0, **_SET}),
    "shareWorkout": _on(lambda api: completed(api, (80, 5)), "/share", {"visibility": "friends", "message": "Heavy."}),
    "listSharedWorkouts": _shared,
    "startRest": _on(_under_way, "/rest", {"seconds": 90}),
}
