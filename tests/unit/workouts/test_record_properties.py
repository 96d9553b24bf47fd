"""However sessions come, change and go, the records are those of the sessions that are there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fitsync.workouts import detection, records
from fitsync.workouts.kinds import ExerciseKind
from fitsync.workouts.records import Best, ExerciseRecords, RecordKind
from fitsync.workouts.session import SetEntry, SetType, WorkoutSession
from tests.unit.workouts.builders import START, after, plan, session

LIFT = ExerciseKind.WEIGHT_REPS
# The same rules with small numbers, so that rankings are cut off and run low all the time.
KEPT, LOW_WATER = 4, 2
SESSIONS = 12


@pytest.fixture(autouse=True, scope="module")
def _small() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(records, "KEPT", KEPT)
        patch.setattr(records, "LOW_WATER", LOW_WATER)
        yield


set_entries = st.builds(
    SetEntry,
    type=st.sampled_from([SetType.NORMAL, SetType.WARMUP, SetType.DROP]),
    weight_kg=st.integers(0, 12).map(lambda step: Decimal(step * 10)),
    reps=st.integers(0, 12),
    completed_at=st.integers(1, 50).map(after),
)


@st.composite
def trained(draw: st.DrawFn) -> WorkoutSession:
    number = draw(st.integers(0, SESSIONS - 1))
    lifts = tuple(draw(st.lists(set_entries, max_size=4)))
    # Few different days, so that ties happen.
    it = session(plan(LIFT), workout_id=f"W{number:02}", at=START + timedelta(days=number % 4))
    entry = it.exercises[0].model_copy(update={"sets": lifts})
    return it.model_copy(update={"exercises": (entry,)})


writes = st.tuples(st.just("write"), trained())
deletions = st.tuples(st.just("delete"), trained())
histories = st.lists(st.one_of(writes, writes, deletions), min_size=5, max_size=60)


def brute_force(sessions: dict[str, WorkoutSession]) -> dict[RecordKind, list[Best]]:
    found: dict[RecordKind, list[Best]] = {}
    for it in sessions.values():
        for kind, best in records.bests(it).get(LIFT.value, {}).items():
            found.setdefault(kind, []).append(best)
    for bests in found.values():
        bests.sort(key=lambda best: (-best.value, best.achieved_at, best.workout_id))
    return found


@settings(max_examples=200, deadline=None)
@given(histories)
def test_any_history_of_writes_and_deletions_gives_the_records_of_what_is_left(
    history: list[tuple[str, WorkoutSession]],
) -> None:
    kept, sessions = ExerciseRecords(exercise_id=LIFT.value), dict[str, WorkoutSession]()
    for action, it in history:
        if action == "write":
            sessions[it.id] = it
            kept = records.merge(kept, it.id, records.bests(it).get(LIFT.value))
        else:
            sessions.pop(it.id, None)
            kept = records.merge(kept, it.id, None)
        if kept.thin:
            kept = records.rebuilt(LIFT.value, sessions.values())
        expected = brute_force(sessions)
        for kind in RecordKind:
            ranking = kept.rankings.get(kind, records.Ranking())
            truth = expected.get(kind, [])
            assert list(ranking.entries) == truth[: len(ranking.entries)]
            assert len(ranking.entries) == len(truth) if ranking.complete else len(ranking.entries) >= LOW_WATER


@settings(max_examples=100, deadline=None)
@given(st.lists(trained(), max_size=SESSIONS, unique_by=lambda it: it.id), st.randoms(use_true_random=False))
def test_an_import_may_come_in_any_order_and_twice(sessions: list[WorkoutSession], random: Random) -> None:
    empty = ExerciseRecords(exercise_id=LIFT.value)
    once = records.merge_many(empty, sessions)
    shuffled = random.sample(sessions * 2, 2 * len(sessions))
    assert records.merge_many(empty, shuffled) == once
    assert {kind: list(ranking.entries) for kind, ranking in once.rankings.items()} == {
        kind: bests[:KEPT] for kind, bests in brute_force({it.id: it for it in sessions}).items()
    }


@settings(max_examples=100, deadline=None)
@given(st.lists(trained(), min_size=1, max_size=8))
def test_a_record_is_strictly_better_than_all_before_it(sessions: list[WorkoutSession]) -> None:
    """Told one by one in the order of their days, every announced record beats all earlier values of its kind."""
    kept, seen = ExerciseRecords(exercise_id=LIFT.value), dict[RecordKind, list[Decimal]]()
    ordered = sorted({it.id: it for it in sessions}.values(), key=lambda it: (it.at, it.id))
    for number, drawn in enumerate(ordered):
        sets = tuple(
            entry.model_copy(update={"completed_at": START + timedelta(days=number, minutes=n)})
            for n, entry in enumerate(drawn.exercises[0].sets)
        )
        it = drawn.model_copy(update={"exercises": (drawn.exercises[0].model_copy(update={"sets": sets}),)})
        best = records.bests(it).get(LIFT.value)
        before_it = {LIFT.value: detection.bests_before(kept, it.id, best)}
        fallen = detection.of_session(it.model_copy(update={"bests_before": before_it}))
        before = {kind: list(values) for kind, values in seen.items()}
        for index, entry in enumerate(sets):
            told = {record.kind for record in fallen.get((0, index), ())}
            for kind, value in records.values(LIFT, entry).items():
                assert (kind in told) == (bool(before.get(kind)) and value > max(seen[kind]))
                seen.setdefault(kind, []).append(value)
        kept = records.merge(kept, it.id, best)
