"""A long history of training, stored the way an import stores it."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from fitsync.kit import clock
from fitsync.workouts import importing, lifecycle, sets
from fitsync.workouts.commands import Completion, ExercisePlan, NewSession, SetResult, UserFacts
from fitsync.workouts.kinds import ExerciseKind
from fitsync.workouts.session import ExerciseFacts, WorkoutSession
from tests.support.training import exercise

_USER = UserFacts(time_zone="Europe/Berlin", body_weight_kg=Decimal(80), default_rest_seconds=90)
_BATCH = 250


def train(user_id: str, workouts: int) -> None:
    """Give a user so many completed sessions of one exercise, the last one an hour ago."""
    latest = clock.now() - timedelta(hours=1)
    for first in range(0, workouts, _BATCH):
        numbers = range(first, min(first + _BATCH, workouts))
        importing.import_sessions(
            user_id, (_session(user_id, number, latest - timedelta(hours=8 * number)) for number in numbers)
        )


def _session(user_id: str, number: int, at: datetime) -> WorkoutSession:
    session = lifecycle.create(
        NewSession(
            id=clock.derived_id(user_id, str(number), at=at),
            user_id=user_id,
            name="Legs",
            user=_USER,
            exercises=(ExercisePlan(id=clock.derived_id(str(number), at=at), exercise_id=exercise()),),
            facts={exercise(): _facts()},
        ),
        at,
    )
    for index in range(3):
        done = SetResult(set_index=index, exercise_index=0, weight_kg=Decimal(60 + number % 40), reps=5 + index)
        session = sets.perform(session, done, at + timedelta(minutes=3 * index + 3))
    return lifecycle.complete(session, Completion(), at + timedelta(minutes=30))


def _facts() -> ExerciseFacts:
    return ExerciseFacts(
        exercise_id=exercise(),
        name="Back squat",
        kind=ExerciseKind.WEIGHT_REPS,
        met=Decimal(5),
        primary_muscles=("quads",),
    )
