"""Reading the facts: one request to each area that knows some."""

from __future__ import annotations

import functools
from collections.abc import Collection, Sequence
from datetime import date
from decimal import Decimal

from fitsync.achievements.catalogue import WORKOUTS_A_WEEK
from fitsync.achievements.documents import Facts
from fitsync.analytics import reading as analytics
from fitsync.exercises.documents import catalogue_exercises
from fitsync.goals import reading as goals
from fitsync.progress import reading as progress
from fitsync.workouts import reading as workouts
from fitsync.workouts.documents import ExerciseRecords, RecordKind

# The competition lifts in the ways they may be done (IPF Technical Rules Book, "Disciplines and rules of performance"),
# and running, in the catalogue's own names.
_LIFTS = {
    "bench_press_kg": ("barbell-bench-press", "powerlifting-bench-press"),
    "squat_kg": ("barbell-back-squat",),
    "deadlift_kg": ("deadlift", "sumo-deadlift"),
}
_RUNS = ("running", "trail-running", "treadmill-running")

# Local hours in which a workout is early or late, both ends included.
_EARLY, _EVENING, _NIGHT = (4, 6), (21, 23), (0, 3)


def facts_of(user_id: str) -> Facts:
    """What the user has done, as it is now."""
    standing, counts, board = analytics.standing(user_id), progress.counts(user_id), goals.board(user_id)
    # The longest streaks are the same on any day once their days are over.
    streaks = analytics.streaks(standing, date.max, WORKOUTS_A_WEEK)
    ids = _ids()
    wanted = sorted(ids.values())
    records = workouts.records_of(user_id, wanted)
    return Facts(
        workouts=standing.sessions,
        duration_seconds=standing.duration_seconds,
        volume=standing.volume,
        reps=standing.reps,
        distance_m=standing.distance_m,
        sets=standing.sets,
        exercises=len(standing.exercises),
        from_templates=standing.from_templates,
        early_workouts=standing.between_hours(*_EARLY),
        late_workouts=standing.between_hours(*_EVENING) + standing.between_hours(*_NIGHT),
        weekend_workouts=standing.weekend_sessions,
        longest_days=streaks.longest_days,
        longest_weeks=streaks.longest_weeks,
        longest_run_m=_best(records, {ids[slug] for slug in _RUNS}, RecordKind.MAX_DISTANCE),
        body_entries=counts.entries,
        photos=counts.photos,
        goals_achieved=board.achieved,
        goal_streak=board.streak,
        **{
            fact: _best(records, {ids[slug] for slug in slugs}, RecordKind.MAX_WEIGHT) for fact, slugs in _LIFTS.items()
        },
    )


def _best(records: Sequence[ExerciseRecords], exercise_ids: Collection[str], kind: RecordKind) -> Decimal:
    """The best value of a kind in any of some exercises; zero when there is none."""
    bests = [each.best(kind) for each in records if each.exercise_id in exercise_ids]
    return max((best.value for best in bests if best), default=Decimal(0))


@functools.cache
def _ids() -> dict[str, str]:
    """The ids of the exercises that rules ask about, by their name in the catalogue."""
    wanted = {*_RUNS, *(slug for slugs in _LIFTS.values() for slug in slugs)}
    return {one.slug: one.id for one in catalogue_exercises() if one.slug in wanted}
