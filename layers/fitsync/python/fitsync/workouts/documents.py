"""What other areas may know of a session: what it adds up to, and the words that describe it."""

from fitsync.workouts.kinds import ExerciseKind
from fitsync.workouts.records import KINDS, Best, ExerciseRecords, Ranking, RecordKind
from fitsync.workouts.session import WorkoutLocation, WorkoutSource
from fitsync.workouts.summary import ExerciseTotals, WorkoutTotals

__all__ = [
    "KINDS",
    "Best",
    "ExerciseKind",
    "ExerciseRecords",
    "ExerciseTotals",
    "Ranking",
    "RecordKind",
    "WorkoutLocation",
    "WorkoutSource",
    "WorkoutTotals",
]
