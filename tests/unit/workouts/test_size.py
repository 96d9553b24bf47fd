from __future__ import annotations

from decimal import Decimal

from fitsync.workouts.activity import MAX_LAPS, MAX_ROUTE_POINTS, Activity, Lap, Route
from fitsync.workouts.kinds import ExerciseKind
from fitsync.workouts.limits import MAX_EXERCISES, MAX_SESSION_NOTES_LENGTH, MAX_SETS, MAX_TOTAL_NOTES_LENGTH
from fitsync.workouts.rules import check_bounds
from fitsync.workouts.session import ExerciseEntry, Mood, SetEntry, SetTarget, SetType, WorkoutSession
from tests.unit.workouts.builders import after, session

# DynamoDB takes items of 400 KB; a third of that is left for the summary, the events and later fields.
ROOM = 400 * 1024 * 2 // 3


_LONGEST = Activity(
    sport="x" * 60,
    sub_sport="x" * 60,
    elapsed_seconds=1_209_600,
    active_seconds=1_209_600,
    moving_seconds=1_209_600,
    distance_m=Decimal("999999.99"),
    elevation_gain_m=Decimal("999999.99"),
    elevation_loss_m=Decimal("999999.99"),
    average_heart_rate=254,
    max_heart_rate=254,
    calories=65_534,
    laps=(
        Lap(
            started_at=after(1),
            duration_seconds=1_209_600,
            distance_m=Decimal("999999.99"),
            average_heart_rate=254,
            max_heart_rate=254,
        ),
    )
    * MAX_LAPS,
)


def test_the_largest_session_stays_far_below_what_an_item_may_hold() -> None:
    notes = "\N{FLEXED BICEPS}" * (MAX_TOTAL_NOTES_LENGTH // MAX_SETS)
    target = SetTarget(
        weight_kg=Decimal("1999.999"), reps_min=1000, reps_max=1000, duration_seconds=86_400, rpe=Decimal("9.5")
    )
    entry = SetEntry(
        type=SetType.FAILURE,
        target=target,
        weight_kg=Decimal("1999.999"),
        reps=1000,
        rpe=Decimal("9.5"),
        rir=10,
        rest_seconds=3600,
        notes=notes,
        completed_at=after(1),
    )
    exercise = ExerciseEntry(
        id="0" * 26,
        exercise_id="0" * 26,
        name="x" * 120,
        kind=ExerciseKind.ASSISTED_BODYWEIGHT,
        met=Decimal("3.5"),
        primary_muscles=("adductors",) * 4,
        secondary_muscles=("adductors",) * 8,
        superset=25,
        rest_seconds=3600,
        sets=(entry,) * (MAX_SETS // MAX_EXERCISES),
    )
    bests = {kind: Decimal("1999.999") for kind in ("max_weight", "max_reps", "max_volume", "estimated_one_rep_max")}
    largest: WorkoutSession = session().model_copy(
        update={
            "exercises": (exercise,) * MAX_EXERCISES,
            "notes": "\N{FLEXED BICEPS}" * MAX_SESSION_NOTES_LENGTH,
            "mood": Mood(before="x" * 50, after="x" * 50, energy=10),
            "bests_before": {f"{n:026}": bests for n in range(MAX_EXERCISES)},
            "activity": _LONGEST,
            # Zigzag over half the globe: every step takes all the characters that a step can.
            "route": Route(polyline="~" * 12 * MAX_ROUTE_POINTS, points=MAX_ROUTE_POINTS, tolerance_m=Decimal("99.9")),
        }
    )
    check_bounds(largest)
    stored = largest.model_dump_json(exclude_defaults=True).encode()
    assert len(stored) < ROOM
    assert WorkoutSession.model_validate_json(stored) == largest
