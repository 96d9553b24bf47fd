"""What achievements are decided by, and what is known of a user's."""

from datetime import datetime
from decimal import Decimal

from pydantic import Field

from fitsync.kit.documents import Document


class Facts(Document):
    """What a user has done, as far as a rule asks. Weights in kg, volume in kg times repetitions, distances in m.

    Every fact is a function of the data as they are now, and of nothing else: neither of the order in which they came
    nor of today's date. (How many records fell is none: that is told as things stood at the time.)
    """

    workouts: int = 0
    duration_seconds: int = 0
    volume: Decimal = Decimal(0)
    reps: int = 0
    distance_m: Decimal = Decimal(0)
    sets: int = 0
    exercises: int = 0
    from_templates: int = 0
    early_workouts: int = 0
    late_workouts: int = 0
    weekend_workouts: int = 0
    longest_days: int = 0
    longest_weeks: int = 0
    longest_run_m: Decimal = Decimal(0)
    bench_press_kg: Decimal = Decimal(0)
    squat_kg: Decimal = Decimal(0)
    deadlift_kg: Decimal = Decimal(0)
    body_entries: int = 0
    photos: int = 0
    goals_achieved: int = 0
    goal_streak: int = 0

    @property
    def lifts_kg(self) -> Decimal:
        """The best bench press, squat and deadlift together."""
        return self.bench_press_kg + self.squat_kg + self.deadlift_kg


class Trophies(Document):
    """A user's achievements: the facts that they were last judged by, and when each was awarded, by key."""

    facts: Facts = Field(default_factory=Facts)
    awarded: dict[str, datetime] = Field(default_factory=dict)
