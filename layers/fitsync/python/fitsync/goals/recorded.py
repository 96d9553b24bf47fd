"""The values of a goal's metric over time, from a user's records."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from zoneinfo import ZoneInfo

from fitsync.goals.goal import Goal, GoalMetric, Point
from fitsync.goals.judging import Series
from fitsync.workouts.documents import ExerciseRecords, RecordKind

RECORD_KINDS: Mapping[GoalMetric, RecordKind] = MappingProxyType(
    {
        GoalMetric.MAX_WEIGHT: RecordKind.MAX_WEIGHT,
        GoalMetric.MAX_REPS: RecordKind.MAX_REPS,
        GoalMetric.ONE_REP_MAX: RecordKind.ESTIMATED_ONE_REP_MAX,
        GoalMetric.LONGEST_DISTANCE: RecordKind.MAX_DISTANCE,
        GoalMetric.LONGEST_DURATION: RecordKind.MAX_DURATION,
        GoalMetric.BEST_PACE: RecordKind.BEST_PACE,
    }
)


def of_records(goal: Goal, records: ExerciseRecords, zone: ZoneInfo) -> Series:
    """The best so far on each day, as far as the ranking of the best sessions knows, whenever that was.

    A record from before the goal counts: who has lifted the target has reached it.
    """
    ranking = records.rankings.get(RECORD_KINDS[goal.metric])
    if ranking is None:
        return Series()
    points: list[Point] = []
    for entry in sorted(ranking.entries, key=lambda each: each.achieved_at):
        if not points or not goal.direction.meets(points[-1].value, entry.value):
            points.append(Point(entry.achieved_at.astimezone(zone).date(), entry.value))
    return Series(points, exact=ranking.complete)
