"""What can go wrong with exercises."""

from __future__ import annotations

from fitsync.kit.errors import Conflict, Forbidden, NotFound


class ExerciseNotFound(NotFound):
    code, message = "EXERCISE_NOT_FOUND", "There is no such exercise."


class BuiltInExercise(Forbidden):
    code, message = "BUILT_IN_EXERCISE", "Exercises of the built-in catalogue cannot be changed."


class NotYourExercise(Forbidden):
    """Only for an exercise that everybody may see; what is private to others is not found."""

    code, message = "NOT_YOUR_EXERCISE", "Only its creator can change this exercise."


class TooManyCustomExercises(Conflict):
    code, message = "TOO_MANY_CUSTOM_EXERCISES", "You have as many custom exercises as one account can have."
