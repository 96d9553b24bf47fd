"""The words of plans that sessions speak, too."""

from __future__ import annotations

from enum import StrEnum


class Weekday(StrEnum):
    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"

    @property
    def number(self) -> int:
        """0 for Monday."""
        return WEEKDAYS.index(self)


WEEKDAYS = tuple(Weekday)


class SetPurpose(StrEnum):
    """What a set is for; the words are those of a session's set types."""

    NORMAL = "normal"
    WARMUP = "warmup"
    DROP = "drop"
    FAILURE = "failure"
