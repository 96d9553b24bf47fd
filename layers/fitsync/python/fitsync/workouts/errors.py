"""What can go wrong with a session."""

from __future__ import annotations

from fitsync.kit.errors import Conflict, NotFound, ValidationFailed


class WorkoutNotFound(NotFound):
    code, message = "WORKOUT_NOT_FOUND", "There is no such workout."


class WorkoutDeleted(Conflict):
    """A create that names the id of a session deleted since."""

    code, message = "WORKOUT_DELETED", "A workout with this id was deleted; choose another id."


class RecipientNotFriend(Conflict):
    """A session can be shared by name with friends only; `details.userIds` are those who are none, or nobody."""

    code, message = "RECIPIENT_NOT_FRIEND", "You can share with your friends."


class IllegalTransition(Conflict):
    """`details.status` is the state the session is in, `details.action` what was asked of it."""

    code, message = "ILLEGAL_TRANSITION", "The workout's state does not allow this."

    @classmethod
    def of(cls, action: str, status: str) -> IllegalTransition:
        """The refusal of `action` in state `status`."""
        return cls(f"A workout that is {status} cannot {action}.", details={"status": status, "action": action})


class ExerciseHasSets(Conflict):
    code = "EXERCISE_HAS_SETS"
    message = "Sets were already done of this exercise; add the other one beside it."


class _OutOfRange(ValidationFailed):
    @classmethod
    def of(cls, field: str, index: int, highest: int) -> ValidationFailed:
        """The refusal of `index`, which goes from 0 to `highest`."""
        reason = f"must be from 0 to {highest}" if highest >= 0 else "there is none yet"
        return cls(details={"fields": [{"field": field, "reason": reason}], "index": index, "highest": highest})


class ExerciseIndexOutOfRange(_OutOfRange):
    code, message = "EXERCISE_INDEX_OUT_OF_RANGE", "The workout has no exercise at this index."


class SetIndexOutOfRange(_OutOfRange):
    code, message = "SET_INDEX_OUT_OF_RANGE", "The exercise has no set at this index, and the next one is not this."


class MeasureNotForKind(ValidationFailed):
    """A set carries a measure that its exercise is not measured by."""

    code, message = "MEASURE_NOT_FOR_KIND", "This exercise is not measured that way."


class MeasureMissing(ValidationFailed):
    """A finished set lacks what its exercise is measured by."""

    code, message = "MEASURE_MISSING", "The set lacks what this exercise is measured by."


class InvalidTime(ValidationFailed):
    code, message = "INVALID_TIME", "The time does not fit the workout."


class TooManyExercises(ValidationFailed):
    code, message = "TOO_MANY_EXERCISES", "The workout is full: no more exercises fit."


class TooManySets(ValidationFailed):
    code, message = "TOO_MANY_SETS", "The workout is full: no more sets fit."


class TooManyNotes(ValidationFailed):
    code, message = "TOO_MANY_NOTES", "The notes of all sets and exercises together are too long."
