"""Whatever is asked of a session in whatever order, it is refused by name or leaves a session that holds together."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TypeAlias

from hypothesis import given, settings
from hypothesis import strategies as st

from fitsync.kit.errors import FitSyncError
from fitsync.workouts import detection, editing, lifecycle, sets, summary
from fitsync.workouts.commands import Completion, CurrentExercise, Details, ExercisePlan, SetResult
from fitsync.workouts.kinds import ExerciseKind
from fitsync.workouts.metrics import measured
from fitsync.workouts.rest import start_rest
from fitsync.workouts.session import SetEntry, SetTarget, SetType, WorkoutSession, WorkoutStatus
from tests.unit.workouts.builders import FACTS, START, USER, session

Step: TypeAlias = Callable[[WorkoutSession, datetime], WorkoutSession]

kinds = st.sampled_from([ExerciseKind.WEIGHT_REPS, ExerciseKind.DURATION, ExerciseKind.DISTANCE_DURATION]).map(str)
maybe = st.none() | st.integers(0, 5)
instants = st.none() | st.integers(-10, 200).map(lambda minutes: START + timedelta(minutes=minutes))
weights = st.none() | st.integers(0, 20).map(Decimal)
supersets = st.none() | st.integers(1, 2)

results = st.builds(
    SetResult,
    set_index=st.integers(0, 3),
    exercise_index=st.none() | st.integers(0, 3),
    type=st.none() | st.sampled_from(SetType),
    weight_kg=weights,
    reps=maybe,
    duration_seconds=maybe,
    distance_m=weights,
    rest_seconds=maybe,
    completed_at=instants,
)
entries = st.builds(
    SetEntry,
    target=st.none() | st.builds(SetTarget, weight_kg=weights, reps_min=maybe, reps_max=maybe),
    weight_kg=weights,
    reps=maybe,
    completed_at=instants,
)
plans = st.builds(
    ExercisePlan,
    id=st.sampled_from(["E0", "E1", "E2", "E3"]),
    exercise_id=kinds,
    superset=supersets,
    rest_seconds=maybe,
    sets=st.none() | st.lists(entries, max_size=3).map(tuple),
)
details = st.builds(Details, exercises=st.lists(plans, max_size=4, unique_by=lambda it: it.id).map(tuple))
choices = st.builds(
    CurrentExercise,
    index=st.integers(0, 4),
    new_entry_id=st.sampled_from(["N0", "N1", "N2"]),
    exercise_id=st.none() | kinds,
    superset=supersets,
)

steps: st.SearchStrategy[Step] = st.one_of(
    results.map(lambda result: lambda it, now: sets.perform(it, result, now)),
    results.map(lambda result: lambda it, now: sets.perform(it, result, now)),
    details.map(lambda given: lambda it, now: editing.update(it, given, FACTS, now)),
    choices.map(lambda choice: lambda it, now: editing.choose_exercise(it, choice, FACTS, now)),
    maybe.map(lambda seconds: lambda it, now: start_rest(it, seconds, now)),
    st.just(lifecycle.pause),
    st.just(lifecycle.resume),
    st.just(lambda it, now: lifecycle.start(it, USER, now)),
    instants.map(lambda at: lambda it, now: lifecycle.complete(it, Completion(ended_at=at), now)),
)


def holds_together(it: WorkoutSession, now: datetime) -> None:
    stored = it.model_dump_json(exclude_defaults=True)
    assert WorkoutSession.model_validate_json(stored) == it
    assert 0 <= it.current_exercise <= max(0, len(it.exercises) - 1)
    assert (it.paused_at is not None) == (it.status is WorkoutStatus.PAUSED)
    assert (it.ended_at is not None) == (it.status is WorkoutStatus.COMPLETED)
    assert it.rest is None or it.status is WorkoutStatus.IN_PROGRESS
    assert it.status is not WorkoutStatus.PLANNED or not list(it.done_sets())
    metrics = measured(it, now).metrics
    assert metrics.set_count == len(list(it.done_sets()))
    assert metrics.record_count == sum(map(len, detection.of_session(it).values())) == 0
    totals = summary.totals_of(measured(it, now))
    assert totals is None or totals.volume == sum((line.volume for line in totals.exercises), Decimal(0))


@settings(max_examples=150, deadline=None)
@given(st.booleans(), st.lists(st.tuples(steps, st.integers(0, 20)), max_size=25))
def test_every_step_is_refused_by_name_or_leaves_a_sound_session(planned: bool, taken: list[tuple[Step, int]]) -> None:
    it, now = session(planned_for=START if planned else None), START
    refused: set[int] = set()
    for step, minutes in taken:
        now += timedelta(minutes=minutes)
        try:
            it = step(it, now)
        except FitSyncError as refusal:
            refused.add(refusal.status)
            continue
        holds_together(it, now)
    assert refused <= {409, 422}


@settings(max_examples=100, deadline=None)
@given(st.lists(results, max_size=10))
def test_a_set_sent_again_changes_nothing(sent: list[SetResult]) -> None:
    it = session()
    for result in sent:
        named = result.model_copy(update={"exercise_index": 0})
        try:
            it = sets.perform(it, named, START)
        except FitSyncError:
            continue
        assert sets.perform(it, named, START + timedelta(minutes=1)) is it
