"""Wire models of progress as a whole: how training and weight develop, and what was lifted. Weights in kg."""

from datetime import date
from typing import Self

from pydantic import Field

from fitsync.analytics.lifting import ExerciseProgress, ProgressAnswer
from fitsync.analytics.periods import Period
from fitsync.analytics.reader import Reader
from fitsync.kit.wire import Day, Id, Instant, Number, WireModel
from fitsync.progress.weight import Weighing, WeightTrend
from fitsync.workouts.documents import Best, RecordKind
from functions.analytics.schemas import PeriodOut, StreaksOut, rounded
from functions.analytics.strength_schemas import ExerciseStrengthOut


class TrainingWeekOut(WireModel):
    """A week or month."""

    start: Day
    sessions: int


class WeightPointOut(WireModel):
    """The last weight of a week or month, and the trend behind it."""

    day: Day
    weight_kg: Number
    trend_kg: Number

    @classmethod
    def of(cls, weighing: Weighing) -> Self:
        """The weight as the client sees it."""
        return cls(day=weighing.day, weight_kg=rounded(weighing.measured), trend_kg=rounded(weighing.trend))


class WeightTrendOut(WireModel):
    """Body weight: smoothed as in Walker's The Hacker's Diet, a tenth a day."""

    latest: WeightPointOut | None
    change_kg: Number | None = Field(description="By how much the trend moved in the period.")
    change_kg_per_week: Number | None = Field(
        description="The median slope of the last four weeks (Theil-Sen); null with less than a week of weights."
    )
    points: list[WeightPointOut]

    @classmethod
    def of(cls, found: WeightTrend, period: Period) -> Self:
        """The trend as the client sees it."""
        last: dict[date, Weighing] = {period.bucket(one.day): one for one in found.weighings}
        return cls(
            latest=WeightPointOut.of(found.latest) if found.latest else None,
            change_kg=None if found.change is None else rounded(found.change),
            change_kg_per_week=None if found.weekly is None else rounded(found.weekly),
            points=[WeightPointOut.of(one) for one in last.values()],
        )


class ProgressOut(WireModel):
    """How the user is doing: streaks, the weekly target, training and weight over time."""

    period: PeriodOut
    streaks: StreaksOut
    training: list[TrainingWeekOut]
    sessions_per_week: Number = Field(description="In the period, the running week included.")
    weight: WeightTrendOut

    @classmethod
    def of(cls, reader: Reader, period: Period, weight: WeightTrend) -> Self:
        """The overview as the client sees it."""
        steps = dict.fromkeys(period.buckets(), 0)
        for day, count in reader.standing.calendar.between(period.start, period.end).items():
            steps[period.bucket(day)] += count
        return cls(
            period=PeriodOut.of(period),
            streaks=StreaksOut.of(reader.streaks),
            training=[TrainingWeekOut(start=start, sessions=count) for start, count in steps.items()],
            sessions_per_week=rounded(sum(steps.values()) / period.weeks),
            weight=WeightTrendOut.of(weight, period),
        )


class HeldRecordOut(WireModel):
    """A record that the user holds, and the set that made it. Pace in seconds per kilometre."""

    kind: RecordKind
    value: Number
    achieved_at: Instant
    workout_id: Id
    weight_kg: Number | None
    reps: int | None
    brzycki_kg: Number | None = Field(description="For the estimated one-rep maximum (Epley): Brzycki's estimate.")

    @classmethod
    def of(cls, kind: RecordKind, best: Best) -> Self:
        """The record as the client sees it."""
        return cls(
            kind=kind,
            value=best.value,
            achieved_at=best.achieved_at,
            workout_id=best.workout_id,
            weight_kg=best.weight_kg,
            reps=best.reps,
            brzycki_kg=best.brzycki_kg,
        )


class ExerciseProgressOut(WireModel):
    """An exercise: workouts with it in the period, records of all time, and estimated one-rep maxima if it has any."""

    exercise_id: Id
    name: str
    sessions: int
    records: list[HeldRecordOut]
    strength: ExerciseStrengthOut | None

    @classmethod
    def of(cls, exercise: ExerciseProgress) -> Self:
        """The exercise as the client sees it."""
        held = {kind: exercise.records.best(kind) for kind in RecordKind}
        return cls(
            exercise_id=exercise.exercise_id,
            name=exercise.name,
            sessions=exercise.sessions,
            records=[HeldRecordOut.of(kind, best) for kind, best in held.items() if best],
            strength=ExerciseStrengthOut.of(exercise.strength) if exercise.strength else None,
        )


class ProgressStrengthOut(WireModel):
    """The exercises of most workouts; `total` is how many there were in the period."""

    period: PeriodOut
    total: int
    exercises: list[ExerciseProgressOut]

    @classmethod
    def of(cls, answer: ProgressAnswer) -> Self:
        """The answer as the client sees it."""
        return cls(
            period=PeriodOut.of(answer.period),
            total=answer.total,
            exercises=[ExerciseProgressOut.of(exercise) for exercise in answer.exercises],
        )
