"""What other areas may know of an exercise: itself in brief, and the words that describe it."""

from __future__ import annotations

from fitsync.exercises.summary import ExerciseSummary
from fitsync.exercises.vocabulary import Equipment, Kind, Muscle

__all__ = ["Equipment", "ExerciseSummary", "Kind", "Muscle"]
