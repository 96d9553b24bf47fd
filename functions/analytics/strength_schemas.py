"""Wire models of strength. Weights in kg."""

from typing import Self

from pydantic import Field

from fitsync.analytics.answers import StrengthAnswer
from fitsync.analytics.strength import WINDOW_DAYS, ExerciseStrength, Lift, Status
from fitsync.kit.wire import Day, Id, Number, WireModel
from functions.analytics.schemas import PeriodOut, rounded_or_none


class LiftOut(WireModel):
    """The best estimate of a day (Epley 1985), and the heaviest weight of that workout."""

    day: Day
    one_rep_max_kg: Number
    best_weight_kg: Number | None

    @classmethod
    def of(cls, lift: Lift) -> Self:
        """The lift as the client sees it."""
        return cls.model_validate(lift)


class VerdictOut(WireModel):
    """Where the lift is heading."""

    status: Status = Field(
        description=f"Told from the last {WINDOW_DAYS} days: `plateau` is no new best and a trend of less than 1 % in "
        "that time, `declining` one of at least 4.2 % downwards, `unknown` fewer than 4 workouts or less than 3 weeks."
    )
    sessions: int = Field(description="Workouts with it in that time.")
    change_percent: Number | None = Field(description="The change of the trend over that time.")
    best_before_kg: Number | None
    best_within_kg: Number | None


class ExerciseStrengthOut(WireModel):
    """An exercise by its estimated one-rep maxima; `points` are the best of each week or month it was done in."""

    exercise_id: Id
    name: str
    sessions: int
    latest: LiftOut
    best: LiftOut
    trend_kg_per_week: Number | None = Field(description="The median slope between points (Theil-Sen).")
    verdict: VerdictOut
    weeks_trained: int = Field(description="Weeks with it, of `weeks` since its first workout of the period.")
    weeks: int
    points: list[LiftOut]

    @classmethod
    def of(cls, lift: ExerciseStrength) -> Self:
        """The exercise as the client sees it."""
        verdict = lift.verdict
        return cls(
            exercise_id=lift.exercise_id,
            name=lift.name,
            sessions=lift.sessions,
            latest=LiftOut.of(lift.latest),
            best=LiftOut.of(lift.best),
            trend_kg_per_week=rounded_or_none(lift.trend.per_week if lift.trend else None, 3),
            verdict=VerdictOut(
                status=verdict.status,
                sessions=verdict.sessions,
                change_percent=rounded_or_none(verdict.change_percent, 1),
                best_before_kg=verdict.best_before_kg,
                best_within_kg=verdict.best_within_kg,
            ),
            weeks_trained=lift.weeks_trained,
            weeks=lift.weeks,
            points=[LiftOut.of(one) for one in lift.lifts],
        )


class StatusCountsOut(WireModel):
    """How many lifts are heading where."""

    progressing: int
    plateau: int
    declining: int
    unknown: int

    @classmethod
    def of(cls, counts: dict[Status, int]) -> Self:
        """The counts as the client sees them."""
        return cls(**{status.value: count for status, count in counts.items()})


class StrengthOut(WireModel):
    """The lifts of most workouts; `total` is how many there are, counted in `statuses`."""

    period: PeriodOut
    total: int
    statuses: StatusCountsOut
    exercises: list[ExerciseStrengthOut]

    @classmethod
    def of(cls, answer: StrengthAnswer) -> Self:
        """The answer as the client sees it."""
        return cls(
            period=PeriodOut.of(answer.period),
            total=answer.total,
            statuses=StatusCountsOut.of(answer.by_status),
            exercises=[ExerciseStrengthOut.of(lift) for lift in answer.lifts],
        )
