"""Wire models that answers of analytics share. Weights in kg, volume in kg times repetitions, distance in m, energy in
kcal.
"""

from decimal import Decimal
from typing import Self

from pydantic import Field

from fitsync.analytics.frequency import Consistency
from fitsync.analytics.periods import Period, Step
from fitsync.analytics.streaks import Streaks
from fitsync.kit.wire import Day, Number, WireModel


def rounded(value: float | Decimal, places: int = 2) -> Decimal:
    """A computed number with as many decimals as it is good for."""
    return round(Decimal(str(value)), places)


def rounded_or_none(value: float | None, places: int = 2) -> Decimal | None:
    return None if value is None else rounded(value, places)


class PeriodOut(WireModel):
    """The days that the answer is about, where the user is, both included; points are weeks (from Monday) or months."""

    start: Day
    end: Day
    step: Step

    @classmethod
    def of(cls, period: Period) -> Self:
        """The period as the client sees it."""
        return cls(start=period.start, end=period.end, step=period.step)


class TotalsOut(WireModel):
    """Sums over completed workouts. `sets` are without warm-ups, `hardSets` those of them taken close to failure."""

    sessions: int
    duration_seconds: int
    volume: Number
    sets: int
    hard_sets: int
    reps: int
    distance_m: Number
    calories: int
    records: int


class StreaksOut(WireModel):
    """Days trained in a row, and weeks in a row that met the target; neither today nor this week ends one yet."""

    current_days: int
    longest_days: int
    current_weeks: int
    longest_weeks: int
    workouts_per_week: int = Field(description="The target, from the preferences.")
    week_start: Day
    week_sessions: int
    week_met: bool
    last_day: Day | None = Field(description="The last day with a workout.")

    @classmethod
    def of(cls, streaks: Streaks) -> Self:
        """The streaks as the client sees them."""
        return cls.model_validate(streaks)


class ConsistencyOut(WireModel):
    """Weeks counted from the first workout of the period; the running one counts once it has met the target."""

    weeks: int
    trained_weeks: int
    target_weeks: int
    workouts_per_week: int
    trained_share: Number | None
    target_share: Number | None
    sessions_per_week: Number
    longest_gap_days: int

    @classmethod
    def of(cls, consistency: Consistency) -> Self:
        """The consistency as the client sees it."""
        return cls(
            weeks=consistency.weeks,
            trained_weeks=consistency.trained_weeks,
            target_weeks=consistency.target_weeks,
            workouts_per_week=consistency.workouts_per_week,
            trained_share=rounded_or_none(consistency.trained_share),
            target_share=rounded_or_none(consistency.target_share),
            sessions_per_week=rounded(consistency.sessions_per_week),
            longest_gap_days=consistency.longest_gap_days,
        )
