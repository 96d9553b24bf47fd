"""Any history of sets done, corrected and taken out, sessions cancelled, deleted and imported, through the store."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fitsync.kit import clock
from fitsync.kit.errors import FitSyncError
from fitsync.workouts import records, service
from fitsync.workouts.commands import Completion, Details, ExercisePlan, NewSession, SetResult
from fitsync.workouts.errors import WorkoutNotFound
from fitsync.workouts.session import SetEntry, WorkoutSession
from tests.support.accounts import STARTED
from tests.support.environment import start_afresh
from tests.support.training import exercise

USER = "01JD8Z5Q4M9V6T3X2R7C0B1N8K"
IDS = [f"01JD8Z5Q4M9V6T3X2R7C0B1N{n:02}" for n in range(8)]

workout_ids = st.sampled_from(IDS)
weights = st.integers(1, 9).map(lambda step: Decimal(step * 10))
steps = st.one_of(
    st.tuples(st.just("set"), workout_ids, weights, st.integers(0, 2)),
    st.tuples(st.just("set"), workout_ids, weights, st.integers(0, 2)),
    st.tuples(st.just("import"), workout_ids, weights, st.integers(0, 30)),
    st.tuples(st.sampled_from(["clear", "cancel", "complete", "delete"]), workout_ids, weights, st.just(0)),
)


@pytest.fixture(autouse=True, scope="module")
def _small() -> Iterator[None]:
    """Rankings so short that these few sessions cut them off and run them low."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(records, "KEPT", 3)
        patch.setattr(records, "LOW_WATER", 2)
        yield


def anything(_: int) -> None:
    """No precondition."""


def take(action: str, workout_id: str, weight: Decimal, number: int) -> None:
    plan = ExercisePlan(id=workout_id, exercise_id=exercise())
    if action == "set":
        service.create(NewSession(id=workout_id, user_id=USER, name="Push", exercises=(plan,)))
        result = SetResult(set_index=number, exercise_index=0, weight_kg=weight, reps=int(weight) // 10)
        service.perform_set(USER, workout_id, result, anything)
    elif action == "clear":
        service.update(USER, workout_id, Details(exercises=(plan.model_copy(update={"sets": ()}),)), anything)
    elif action == "cancel":
        service.update(USER, workout_id, Details(), anything, cancel=True)
    elif action == "complete":
        service.complete(USER, workout_id, Completion(), anything)
    elif action == "delete":
        service.delete(USER, workout_id, anything)
    else:
        service.import_sessions(USER, [past(workout_id, weight, number)])


def past(workout_id: str, weight: Decimal, days: int) -> WorkoutSession:
    at = STARTED - timedelta(days=days)
    [facts] = service.exercise_facts(USER, [exercise()]).values()
    entry = SetEntry(weight_kg=weight, reps=5, completed_at=at)
    return WorkoutSession.model_validate(
        {
            "id": workout_id,
            "user_id": USER,
            "name": "Past",
            "status": "completed",
            "source": "import",
            "created_at": at,
            "updated_at": at,
            "started_at": at,
            "ended_at": at,
            "exercises": [{**dict(facts), "id": workout_id, "sets": [entry]}],
        }
    )


def there() -> list[WorkoutSession]:
    found: list[WorkoutSession] = []
    for workout_id in IDS:
        with contextlib.suppress(WorkoutNotFound):
            found.append(service.get(USER, workout_id))
    return found


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(steps, max_size=25))
def test_records_are_those_of_the_sessions_that_are_left(taken: list[tuple[str, str, Decimal, int]]) -> None:
    with clock.fixed(STARTED):
        start_afresh()
        for step in taken:
            clock.advance(60)
            # A step that does not fit is refused by name.
            with contextlib.suppress(FitSyncError):
                take(*step)
        [kept] = service.records_of(USER, [exercise()])
        expected = records.rebuilt(exercise(), there())
        for kind in records.RecordKind:
            assert kept.best(kind) == expected.best(kind)
