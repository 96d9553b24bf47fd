from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from fitsync.users.documents import Audience, Relation
from fitsync.users.service import PrivacySettings, Visibility
from fitsync.workouts import sharing
from fitsync.workouts.activity import Activity, Lap, Route
from fitsync.workouts.commands import ShareChoice
from fitsync.workouts.errors import IllegalTransition
from fitsync.workouts.kinds import ExerciseKind
from fitsync.workouts.session import ExerciseEntry, Mood, SetEntry, Sharing, WorkoutSession, WorkoutStatus

NOW = datetime(2026, 3, 2, 6, 30, tzinfo=UTC)
OPEN = PrivacySettings(workout_sharing=True, profile_visibility=Visibility.FRIENDS)
FRIENDS, PRIVATE = ShareChoice(Audience.FRIENDS), ShareChoice(Audience.PRIVATE)


def session(**changes: object) -> WorkoutSession:
    """A completed session of an hour: ten pull-ups by somebody of 80 kg."""
    done = SetEntry(reps=10, notes="secret", completed_at=NOW)
    entry = ExerciseEntry(
        id="e", exercise_id="x", name="Pull-up", kind=ExerciseKind.BODYWEIGHT_REPS, notes="secret", sets=(done,)
    )
    made = WorkoutSession(
        id="w",
        user_id="ada",
        name="Back",
        status=WorkoutStatus.COMPLETED,
        created_at=NOW,
        updated_at=NOW,
        started_at=NOW - timedelta(hours=1),
        ended_at=NOW,
        body_weight_kg=Decimal(80),
        exercises=(entry,),
        notes="secret",
        mood=Mood(before="secret", after="secret", energy=3),
    )
    return made.model_copy(update=changes)


@pytest.mark.parametrize("status", [status for status in WorkoutStatus if status is not WorkoutStatus.COMPLETED])
def test_what_is_not_completed_is_its_owner_s_alone(status: WorkoutStatus) -> None:
    one = session(status=status)
    with pytest.raises(IllegalTransition):
        sharing.shared(one, FRIENDS, NOW)
    assert sharing.audience_of(one, OPEN) is Audience.PRIVATE
    assert sharing.shared(one, PRIVATE, NOW).sharing == Sharing(audience=Audience.PRIVATE, shared_at=NOW)


@pytest.mark.parametrize(
    ("decided", "privacy", "expected"),
    [
        (None, PrivacySettings(), Audience.PRIVATE),
        (None, OPEN, Audience.FRIENDS),
        (None, OPEN.model_copy(update={"profile_visibility": Visibility.PUBLIC}), Audience.FRIENDS),
        (None, OPEN.model_copy(update={"profile_visibility": Visibility.PRIVATE}), Audience.PRIVATE),
        (None, OPEN.model_copy(update={"workout_sharing": False}), Audience.PRIVATE),
        (Audience.PRIVATE, OPEN, Audience.PRIVATE),
        (Audience.PUBLIC, PrivacySettings(), Audience.PUBLIC),
    ],
)
def test_a_decision_stands_against_the_preferences(
    decided: Audience | None, privacy: PrivacySettings, expected: Audience
) -> None:
    one = session(sharing=Sharing(audience=decided, shared_at=NOW) if decided else None)
    assert sharing.audience_of(one, privacy) is expected
    assert sharing.visible("grace", one, Relation.FRIEND, privacy) is (expected is not Audience.PRIVATE)
    assert sharing.visible("grace", one, Relation.NONE, privacy) is (expected is Audience.PUBLIC)
    assert not sharing.visible("grace", one, Relation.BLOCKED, privacy)


def test_it_keeps_its_place_until_it_is_taken_back() -> None:
    first = sharing.shared(session(), FRIENDS, NOW)
    later = NOW + timedelta(days=1)
    assert sharing.shared(first, FRIENDS, later) is first
    wider = sharing.shared(first, ShareChoice(Audience.PUBLIC), later)
    assert sharing.shared_at(wider) == NOW
    again = sharing.shared(sharing.shared(wider, PRIVATE, later), FRIENDS, later)
    assert sharing.shared_at(again) == later


def test_others_see_what_was_done_and_nothing_that_tells_more() -> None:
    lap = Lap(started_at=NOW, duration_seconds=60, distance_m=Decimal(200), average_heart_rate=141, max_heart_rate=171)
    recorded = Activity(sport="running", elapsed_seconds=60, active_seconds=60, calories=777, laps=(lap,))
    activity = recorded.model_copy(update={"average_heart_rate": 141, "max_heart_rate": 171})
    one = session(activity=activity, route=Route(polyline="_p~iF~ps|U", points=1, tolerance_m=Decimal(5)))
    shown = sharing.shown(one)
    told = shown.model_dump_json()
    assert [word for word in ("secret", "141", "171", "777", "_p~iF", '"80"') if word in told] == []
    assert shown.exercises[0].sets[0].reps == 10
    assert (shown.metrics.total_reps, shown.metrics.duration_seconds) == (10, 3600)
    assert shown.metrics.total_volume == 0
    assert shown.activity is not None
    assert shown.activity.laps[0].distance_m == 200
    # Whoever weighs what, the energy shown is that of the reference body.
    heavier = sharing.shown(one.model_copy(update={"body_weight_kg": Decimal(120)}))
    assert heavier == shown


def test_somebody_erased_is_left_out() -> None:
    both = sharing.shared(session(), ShareChoice(Audience.USERS, frozenset({"grace", "joan"})), NOW)
    one = sharing.without(both, "grace", NOW)
    assert one.sharing is not None
    assert (one.sharing.audience, one.sharing.user_ids) == (Audience.USERS, ("joan",))
    nobody = sharing.without(one, "joan", NOW)
    assert nobody.sharing is not None
    assert (nobody.sharing.audience, nobody.sharing.user_ids) == (Audience.PRIVATE, ())
    assert sharing.without(nobody, "joan", NOW) is nobody
