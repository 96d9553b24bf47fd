"""What a reader finds in a file, as the file says it: metres, seconds, UTC. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from fitsync.workouts.imports.activities.track import Track


@dataclass(slots=True)
class RecordedLap:
    """A lap; `seconds` without pauses where the file says so."""

    started_at: datetime | None
    seconds: float | None = None
    distance_m: float | None = None
    average_heart_rate: float | None = None
    max_heart_rate: float | None = None


@dataclass(slots=True)
class RecordedSet:
    """A set of a strength session. `category` and `exercise` are FIT's, `rest_seconds` the rest that followed."""

    ended_at: datetime | None
    category: str | int | None
    exercise: int | None
    title: str | None = None
    reps: float | None = None
    weight_kg: float | None = None
    seconds: float | None = None
    rest_seconds: float | None = None


@dataclass(slots=True)
class Recorded:
    """One activity. What is None the file does not say; `utc_offset` is that of the clock the person looked at."""

    sport: str | None
    sub_sport: str | None = None
    name: str | None = None
    notes: str | None = None
    started_at: datetime | None = None
    utc_offset: timedelta | None = None
    elapsed_seconds: float | None = None
    timer_seconds: float | None = None
    distance_m: float | None = None
    calories: float | None = None
    average_heart_rate: float | None = None
    max_heart_rate: float | None = None
    ascent_m: float | None = None
    descent_m: float | None = None
    laps: list[RecordedLap] = field(default_factory=list)
    sets: list[RecordedSet] = field(default_factory=list)
    track: Track = field(default_factory=Track)
