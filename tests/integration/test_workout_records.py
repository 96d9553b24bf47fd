"""Records in the store: they follow every correction and deletion, whoever is at work at the same time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from fitsync.kit import clock
from fitsync.workouts import repository, saving, service
from fitsync.workouts.commands import Details, ExercisePlan, SetResult, UserFacts
from fitsync.workouts.events import WorkoutCompleted
from fitsync.workouts.kinds import ExerciseKind
from fitsync.workouts.limits import MAX_EXERCISES
from fitsync.workouts.records import KEPT, LOW_WATER, RecordKind
from fitsync.workouts.session import (
    ExerciseEntry,
    ExerciseFacts,
    SetEntry,
    WorkoutSession,
    WorkoutSource,
    WorkoutStatus,
)
from functions.workouts.views import SetCompletedOut
from tests.support.accounts import STARTED
from tests.support.api import Api
from tests.support.bus import stored_events
from tests.support.hooks import Proceed, around_dynamodb
from tests.support.tables import contents
from tests.support.training import completed, exercise, lift, started

pytestmark = pytest.mark.usefixtures("stopped_clock")


def user_of(api: Api) -> str:
    assert api.user
    return api.user.user_id


def best(api: Api, kind: RecordKind = RecordKind.MAX_WEIGHT) -> Decimal | None:
    [found] = service.records_of(user_of(api), [exercise()])
    record = found.best(kind)
    return record.value if record else None


def test_the_first_session_is_a_baseline_and_the_next_breaks_it(api: Api) -> None:
    workout_id = started(api)
    assert lift(api, workout_id, weightKg=100, reps=5).data["personalRecords"] == []
    clock.advance(60)
    answer = lift(api, started(api), weightKg=105, reps=5)
    assert {record["kind"] for record in answer.data["personalRecords"]} == {
        "max_weight",
        "max_volume",
        "estimated_one_rep_max",
    }
    assert answer.data["personalRecords"][0]["improvementPercent"] == 5


def test_a_correction_takes_a_record_back_at_once(api: Api) -> None:
    completed(api, (100, 5))
    clock.advance(60)
    workout_id = completed(api, (1050, 5))
    assert best(api) == 1050
    corrected = lift(api, workout_id, weightKg=105, reps=5)
    assert corrected.data["personalRecords"][0]["value"] == 105
    assert corrected.data["workout"]["metrics"]["totalVolume"] == 525
    assert best(api) == 105


def test_a_deletion_or_a_cancellation_gives_the_record_back(api: Api) -> None:
    completed(api, (100, 5))
    clock.advance(60)
    workout_id = completed(api, (120, 5))
    running = started(api)
    lift(api, running, weightKg=130, reps=5)
    assert best(api) == 130
    api.put(f"/v1/workouts/{running}", {"status": "cancelled"})
    assert best(api) == 120
    api.delete(f"/v1/workouts/{workout_id}")
    assert best(api) == 100


def test_records_survive_the_deletion_of_all_the_best_sessions(api: Api) -> None:
    workouts = {}
    for number in range(KEPT + 5):
        clock.advance(60)
        workouts[100 + number] = completed(api, (100 + number, 5))
    for weight in sorted(workouts, reverse=True):
        assert best(api) == weight
        api.delete(f"/v1/workouts/{workouts[weight]}")
    assert best(api) is None


def test_straight_sets_ask_for_no_records(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    workout_id = started(api)
    lift(api, workout_id, weightKg=100, reps=5)

    def unexpected(*_: object) -> None:
        raise AssertionError("nothing about the records changes")

    monkeypatch.setattr(repository, "find_records", unexpected)
    lift(api, workout_id, 1, weightKg=100, reps=5)


def interfering(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object], times: int = 1) -> None:
    """Let `act` happen between the reading and the writing of the next `times` changes."""
    save, left = saving.save, [times]

    def interfered(user_id: str, changes: Any, now: datetime) -> list[WorkoutSession]:
        if left[0]:
            left[0] -= 1
            act()
        return save(user_id, changes, now)

    monkeypatch.setattr(service, "save", interfered)


def other_device(
    api: Api, monkeypatch: pytest.MonkeyPatch, workout_id: str, weight: int, reps: int, index: int | None = 0
) -> service.PerformedSet:
    """The same user completes a set on another device, undisturbed."""
    monkeypatch.setattr(service, "save", saving.save)
    result = SetResult(set_index=0, exercise_index=index, weight_kg=Decimal(weight), reps=reps)
    return service.perform_set(user_of(api), workout_id, result, lambda _: None)


def test_two_devices_with_the_same_set_make_one_set_and_one_record(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    completed(api, (100, 5))
    clock.advance(60)
    workout_id = started(api)
    other: list[service.PerformedSet] = []
    interfering(monkeypatch, lambda: other.append(other_device(api, monkeypatch, workout_id, 110, 5)))
    mine = lift(api, workout_id, weightKg=110, reps=5)
    assert mine.data == SetCompletedOut.of(other[0]).model_dump(mode="json", by_alias=True)
    assert len(mine.data["workout"]["exercises"][0]["sets"]) == 1
    assert len(mine.data["personalRecords"]) == 3
    assert best(api) == 110


def test_a_set_without_an_exercise_index_means_the_exercise_of_the_first_try(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [{"exerciseId": exercise(), "superset": 1} for _ in range(2)]
    workout_id = api.post("/v1/workouts", {"exercises": lines}).data["id"]
    path = f"/v1/workouts/{workout_id}/set/0"
    body = {"weightKg": 50, "reps": 10}

    interfering(monkeypatch, lambda: other_device(api, monkeypatch, workout_id, 50, 10, index=None))
    answer = api.put(path, body)
    assert answer.data["exerciseIndex"] == 0
    assert [len(entry["sets"]) for entry in answer.data["workout"]["exercises"]] == [1, 0]


def test_a_set_finds_its_exercise_after_another_device_has_reordered_the_list(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    workout_id = started(api, exercise(), exercise(ExerciseKind.REPS_ONLY))

    def reordered() -> None:
        monkeypatch.setattr(service, "save", saving.save)
        lines = service.get(user_of(api), workout_id).exercises
        plans = tuple(ExercisePlan(id=line.id, exercise_id=line.exercise_id) for line in reversed(lines))
        service.update(user_of(api), workout_id, Details(exercises=plans), lambda _: None)

    interfering(monkeypatch, reordered)
    answer = lift(api, workout_id, weightKg=50, reps=10)
    assert answer.data["exerciseIndex"] == 1
    assert [len(entry["sets"]) for entry in answer.data["workout"]["exercises"]] == [0, 1]


def test_sets_of_two_sessions_at_once_both_count(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    completed(api, (100, 5))
    clock.advance(60)
    first, second = started(api), started(api)

    interfering(monkeypatch, lambda: other_device(api, monkeypatch, second, 120, 5))
    assert lift(api, first, weightKg=110, reps=5).status == 200
    api.delete(f"/v1/workouts/{second}")
    assert best(api) == 110


def test_somebody_who_is_always_faster_wins(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    workout_id = started(api)
    notes = iter(range(100))

    def quicker() -> None:
        item = repository.find(user_of(api), workout_id)
        assert item
        session = repository.session_of(item).model_copy(update={"notes": str(next(notes))})
        saving.save(user_of(api), [saving.Change(item, session, session, lambda _: None)], clock.now())

    interfering(monkeypatch, quicker, times=100)
    answer = api.post(f"/v1/workouts/{workout_id}/pause")
    assert (answer.status, answer.code) == (409, "CONCURRENT_CHANGE")


def past(number: int, weight: int) -> WorkoutSession:
    """A session of long ago, as an import brings it."""
    at = STARTED - timedelta(days=1000 - number)
    facts = ExerciseFacts(exercise_id=exercise(), name="Press", kind=ExerciseKind.WEIGHT_REPS)
    entry = SetEntry(weight_kg=Decimal(weight), reps=5, completed_at=at)
    return WorkoutSession(
        id=clock.derived_id("past", str(number), at=at),
        user_id="",
        name=f"Past {number}",
        status=WorkoutStatus.COMPLETED,
        source=WorkoutSource.IMPORT,
        created_at=clock.now(),
        updated_at=clock.now(),
        time_zone=UserFacts().time_zone,
        started_at=at,
        ended_at=at,
        exercises=(ExerciseEntry(**dict(facts), id=clock.derived_id("entry", str(number)), sets=(entry,)),),
    )


def imported(api: Api, count: int) -> service.Imported:
    sessions = [past(number, 60 + number).model_copy(update={"user_id": user_of(api)}) for number in range(count)]
    return service.import_sessions(user_of(api), reversed(sessions))


def test_an_import_brings_sessions_records_and_events_once(api: Api) -> None:
    completed(api, (75, 5))
    first = imported(api, 40)
    assert (len(first.created), len(first.existing)) == (40, 0)
    assert best(api) == 99
    before = contents()
    again = imported(api, 40)
    assert (len(again.created), len(again.existing)) == (0, 40)
    assert contents() == before

    told = [
        event.payload(WorkoutCompleted) for event in stored_events("workouts") if event.name == WorkoutCompleted.name
    ]
    assert sum(one.imported for one in told) == 40
    listed = api.get("/v1/workouts?limit=100").data
    assert len(listed) == 41
    newest = next(item for item in listed if item["name"] == "Past 39")
    assert (newest["source"], newest["metrics"]["recordCount"]) == ("import", 3)


def test_what_was_deleted_since_stays_deleted(api: Api) -> None:
    imported(api, 3)
    heaviest = past(2, 62).id
    api.delete(f"/v1/workouts/{heaviest}")
    assert imported(api, 3).existing == tuple(past(number, 60).id for number in range(3))
    assert best(api) == 61
    assert api.get(f"/v1/workouts/{heaviest}").status == 404


def test_low_water_leaves_room_for_detection() -> None:
    """A session is held against the others: its own entry and one more must be there before a rebuild."""
    assert 2 < LOW_WATER + 1 <= KEPT


def test_the_heaviest_sessions_fit_into_the_transactions_of_an_import(api: Api) -> None:
    facts = ExerciseFacts(exercise_id="", name="\U0001f3cb" * 120, kind=ExerciseKind.WEIGHT_REPS)

    def heaviest(number: int) -> WorkoutSession:
        session = past(number, 60).model_copy(update={"user_id": user_of(api)})
        (entry,) = session.exercises[0].sets
        sets = (entry.model_copy(update={"notes": "\U0001f3cb" * 20, "rest_seconds": 90}),) * 10
        entries = tuple(
            ExerciseEntry(
                **dict(facts) | {"exercise_id": clock.derived_id(str(n))},
                id=clock.derived_id("entry", str(number), str(n)),
                sets=sets,
            )
            for n in range(MAX_EXERCISES)
        )
        return session.model_copy(update={"exercises": entries})

    sizes: list[int] = []

    def weigh(operation: str, request: dict[str, Any], proceed: Proceed) -> dict[str, Any]:
        written = [action["Put"]["Item"] for action in request["TransactItems"]]
        sizes.append(sum(len(value.get("S", "").encode()) for item in written for value in item.values()))
        return proceed()

    with around_dynamodb(weigh, "TransactWriteItems"):
        service.import_sessions(user_of(api), [heaviest(number) for number in range(25)])
    # DynamoDB's quota for a transaction.
    assert max(sizes) < 4_000_000
