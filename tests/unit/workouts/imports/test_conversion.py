"""Fitting what a file holds to the kinds of FitSync's exercises."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitsync.workouts.commands import UserFacts
from fitsync.workouts.imports import conversion
from fitsync.workouts.imports.conversion import Changes
from fitsync.workouts.imports.documents import CellRemark, Column, RowReason
from fitsync.workouts.imports.parsed import Note, ParsedExercise, ParsedSet, ParsedWorkout
from fitsync.workouts.kinds import ExerciseKind
from fitsync.workouts.rules import check_bounds, check_set
from fitsync.workouts.session import ExerciseFacts, SetType, WorkoutSession, WorkoutSource, WorkoutStatus

START = datetime(2024, 5, 28, 5, 32, tzinfo=UTC)
NOW = datetime(2026, 11, 21, tzinfo=UTC)
SESSION = "01HYXM4B00000000000000000A"


def done(
    row: int = 2,
    *,
    weight: str | None = None,
    reps: int | None = None,
    distance: str | None = None,
    seconds: int | None = None,
) -> ParsedSet:
    return ParsedSet(
        type=SetType.NORMAL,
        weight_kg=Decimal(weight) if weight else None,
        reps=reps,
        distance_m=Decimal(distance) if distance else None,
        duration_s=seconds,
        rpe=None,
        row=row,
    )


def converted(
    kind: ExerciseKind, *sets: ParsedSet, duration_s: int | None = 3300
) -> tuple[WorkoutSession | None, Changes]:
    changes = Changes()
    workout = ParsedWorkout("Push", START, duration_s, None, (ParsedExercise("Bench", None, None, sets),), "x")
    facts = {"bench": ExerciseFacts(exercise_id="E1", name="Bench Press", kind=kind)}
    session = conversion.session_of(
        workout,
        SESSION,
        "01JD8Z5Q4M9V6T3X2R7C0B1N8K",
        exercises=facts,
        user=UserFacts("Europe/Madrid", Decimal(80), 90),
        now=NOW,
        changes=changes,
    )
    return session, changes


@pytest.mark.parametrize(
    ("name", "sets", "kind"),
    [
        ("Bench", [done(weight="60", reps=8)], ExerciseKind.WEIGHT_REPS),
        ("Bench", [done(reps=8), done(weight="60", reps=8)], ExerciseKind.WEIGHT_REPS),
        ("Pull Up (Assisted)", [done(weight="25", reps=8)], ExerciseKind.ASSISTED_BODYWEIGHT),
        ("Burpee", [done(reps=8), done(reps=12, seconds=30)], ExerciseKind.REPS_ONLY),
        ("Plank", [done(seconds=60)], ExerciseKind.DURATION),
        ("Weighted plank", [done(seconds=60, weight="20")], ExerciseKind.DURATION),
        ("Running", [done(seconds=600, distance="2400")], ExerciseKind.DISTANCE_DURATION),
        ("Farmer's walk", [done(weight="40", distance="50")], ExerciseKind.WEIGHT_DISTANCE),
    ],
)
def test_the_kind_of_an_unknown_exercise_follows_from_its_sets(
    name: str, sets: list[ParsedSet], kind: ExerciseKind
) -> None:
    assert conversion.kind_of(name, sets) is kind
    assert conversion.fits(kind, sets) or "plank" in name


def test_a_catalogue_exercise_that_would_lose_most_sets_does_not_fit() -> None:
    assert conversion.fits(ExerciseKind.WEIGHT_REPS, [done(reps=8)])
    assert not conversion.fits(ExerciseKind.DURATION, [done(reps=8), done(reps=8), done(seconds=60)])
    assert not conversion.fits(ExerciseKind.REPS_ONLY, [done(weight="20", reps=8)])


def test_a_session_is_completed_and_its_sets_belong_to_its_end() -> None:
    session, changes = converted(ExerciseKind.WEIGHT_REPS, done(weight="60", reps=8))
    assert session is not None
    assert (session.status, session.source) == (WorkoutStatus.COMPLETED, WorkoutSource.IMPORT)
    assert session.body_weight_kg == 80
    assert session.ended_at == START + timedelta(minutes=55)
    assert session.exercises[0].sets[0].completed_at == session.ended_at
    assert (changes.refused, dict(changes.notes)) == ({}, {})


def test_a_weight_left_out_is_no_weight() -> None:
    session, _ = converted(ExerciseKind.WEIGHT_REPS, done(reps=8))
    assert session is not None
    assert session.exercises[0].sets[0].weight_kg == 0


def test_a_set_that_lacks_what_counts_is_refused_and_the_others_stay() -> None:
    session, changes = converted(ExerciseKind.WEIGHT_REPS, done(2, weight="60", reps=8), done(3, seconds=30))
    assert session is not None
    assert len(session.exercises[0].sets) == 1
    assert changes.refused == {3: (RowReason.MEASURE_MISSING, Column.REPS)}


def test_a_measure_the_exercise_does_not_have_is_dropped_and_said_so() -> None:
    session, changes = converted(ExerciseKind.DURATION, done(2, weight="20", seconds=60))
    assert session is not None
    assert session.exercises[0].sets[0].weight_kg is None
    assert changes.notes == {2: [Note(CellRemark.MEASURE_DROPPED, Column.WEIGHT)]}


def test_nothing_that_fits_is_no_session() -> None:
    session, changes = converted(ExerciseKind.DURATION, done(2, reps=8))
    assert session is None
    assert changes.refused == {2: (RowReason.MEASURE_MISSING, Column.SECONDS)}


sets = st.builds(
    ParsedSet,
    type=st.sampled_from(SetType),
    weight_kg=st.none() | st.decimals(1, 2000, places=2),
    reps=st.none() | st.integers(1, 1000),
    distance_m=st.none() | st.decimals(1, 1_000_000, places=2),
    duration_s=st.none() | st.integers(1, 86_400),
    rpe=st.none() | st.sampled_from([Decimal(6), Decimal("8.5"), Decimal(10)]),
    row=st.integers(2, 10_000),
    rest_s=st.none(),
    done_at=st.none(),
).filter(lambda each: any((each.reps, each.distance_m, each.duration_s)))


@given(st.sampled_from(ExerciseKind), st.lists(sets, min_size=1, max_size=20))
def test_every_session_keeps_the_rules_of_the_domain(kind: ExerciseKind, made: list[ParsedSet]) -> None:
    session, changes = converted(kind, *made)
    kept = session.exercises[0].sets if session else ()
    for entry in kept:
        check_set(kind, entry, "set")
    if session:
        check_bounds(session)
    assert len(kept) + sum(each.row in changes.refused for each in made) >= len(made)
