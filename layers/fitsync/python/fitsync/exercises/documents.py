"""What other areas may know of an exercise: itself in brief, the words that describe it, and the built-in ones."""

from __future__ import annotations

from fitsync.exercises.catalogue import all_exercises as catalogue_exercises
from fitsync.exercises.summary import ExerciseSummary
from fitsync.exercises.vocabulary import Equipment, Kind, Muscle

__all__ = ["Equipment", "ExerciseSummary", "Kind", "Muscle", "catalogue_exercises"]
