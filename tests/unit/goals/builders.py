"""Short ways to goals and what they are judged by."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from fitsync.analytics.documents import SessionStats
from fitsync.goals.goal import TRAITS, Goal, GoalMetric, Milestone, Point
from fitsync.workouts.documents import ExerciseKind, ExerciseTotals, WorkoutSource

MONDAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def day(number: int) -> date:
    """So many days into the goal."""
    return MONDAY + timedelta(days=number)


def goal(metric: GoalMetric = GoalMetric.MEASUREMENT, *milestones: int, **more: Any) -> Goal:
    """A goal from 0 to 100 (a weight from 100 to 80) since Monday."""
    falls = metric is GoalMetric.MEASUREMENT
    terms: dict[str, Any] = {
        "id": "G1",
        "user_id": "U1",
        "type": TRAITS[metric].type,
        "metric": metric,
        "title": "Goal",
        "unit": TRAITS[metric].unit or "kg",
        "start_value": Decimal(100 if falls else 0),
        "current_value": Decimal(100 if falls else 0),
        "target_value": Decimal(80 if falls else 100),
        "start_date": MONDAY,
        "milestones": tuple(Milestone(value=Decimal(value)) for value in milestones),
        "created_at": NOW,
        "updated_at": NOW,
    }
    return Goal(**{**terms, **more})


def points(*values: tuple[int, float]) -> list[Point]:
    """Values on days of the goal."""
    return [Point(day(number), Decimal(str(value))) for number, value in values]


def trained(number: int, workout_id: str = "W1", distance: int = 0, exercise_id: str = "E1") -> SessionStats:
    """A session of half an hour on a day of the goal, with some metres of one exercise in it."""
    done = ExerciseTotals(
        exercise_id=exercise_id,
        name="Running",
        kind=ExerciseKind.DISTANCE_DURATION,
        sets=1,
        volume=Decimal(distance) / 2,
        distance_m=Decimal(distance),
        duration_seconds=600,
    )
    return SessionStats(
        workout_id=workout_id,
        name="Session",
        version=1,
        source=WorkoutSource.APP,
        local_date=day(number),
        local_hour=12,
        started_at=NOW + timedelta(days=number),
        duration_seconds=1800,
        volume=Decimal(distance) / 2,
        exercises=(done,),
    )
