"""Wire models of volume and frequency. Volume in kg times repetitions."""

from typing import Self

from pydantic import Field

from fitsync.analytics.answers import FrequencyAnswer, VolumeAnswer
from fitsync.analytics.volume import HIGH_FROM, HIGH_UP_TO, MODERATE_FROM, Band, MuscleGroup, MuscleVolume
from fitsync.exercises.vocabulary import Muscle
from fitsync.kit.wire import Day, Number, WireModel
from functions.analytics.schemas import ConsistencyOut, PeriodOut, StreaksOut, TotalsOut, rounded


class VolumePointOut(WireModel):
    """A week or month."""

    start: Day
    sessions: int
    sets: int
    hard_sets: int
    reps: int
    volume: Number


class MuscleVolumeOut(WireModel):
    """Hard sets of a muscle, one value a point. A set counts half for a muscle that helps (Pelland et al. 2024)."""

    muscle: Muscle
    sets: list[Number]
    weekly_sets: Number = Field(description="In a mean week, counted from the first workout of the period.")
    recent_weekly_sets: Number = Field(description="In a mean week of the last four.")
    recent_band: Band

    @classmethod
    def of(cls, muscle: MuscleVolume) -> Self:
        """The muscle as the client sees it."""
        return cls.model_validate(
            {
                "muscle": muscle.muscle,
                "sets": muscle.sets,
                "weekly_sets": rounded(muscle.weekly, 1),
                "recent_weekly_sets": rounded(muscle.recent_weekly, 1),
                "recent_band": muscle.recent_band,
            }
        )


class MuscleGroupVolumeOut(WireModel):
    """Hard sets of a part of the body, one value a point; a set counts once for it."""

    group: MuscleGroup
    sets: list[Number]


class LandmarksOut(WireModel):
    """Where the bands of weekly hard sets per muscle begin.

    Growth rises from below 5 over 5 to 9 to 10 and more (Schoenfeld et al. 2017); 12 to 20 suit trained people, with no
    clear gain beyond (Baz-Valle et al. 2022). These are means of groups.
    """

    moderate_from: int
    high_from: int
    high_up_to: int


class VolumeOut(WireModel):
    """Volume over time, and by muscle."""

    period: PeriodOut
    totals: TotalsOut
    points: list[VolumePointOut]
    muscles: list[MuscleVolumeOut]
    weekly_hard_sets: Number = Field(description="In a mean week, counted from the first workout of the period.")
    groups: list[MuscleGroupVolumeOut]
    landmarks: LandmarksOut

    @classmethod
    def of(cls, answer: VolumeAnswer) -> Self:
        """The answer as the client sees it."""
        return cls(
            period=PeriodOut.of(answer.period),
            totals=TotalsOut.model_validate(answer.totals),
            points=[VolumePointOut.model_validate(point) for point in answer.volume.points],
            muscles=[MuscleVolumeOut.of(muscle) for muscle in answer.volume.muscles],
            weekly_hard_sets=rounded(answer.volume.weekly_hard_sets, 1),
            groups=[MuscleGroupVolumeOut(group=group, sets=list(sets)) for group, sets in answer.volume.groups.items()],
            landmarks=LandmarksOut(moderate_from=MODERATE_FROM, high_from=HIGH_FROM, high_up_to=HIGH_UP_TO),
        )


class TrainingDayOut(WireModel):
    """A day with a workout, where the user was."""

    day: Day
    sessions: int
    duration_seconds: int


class FrequencyPointOut(WireModel):
    """A week or month."""

    start: Day
    sessions: int


class FrequencyOut(WireModel):
    """When and how regularly the user trains."""

    period: PeriodOut
    streaks: StreaksOut
    consistency: ConsistencyOut
    points: list[FrequencyPointOut]
    days: list[TrainingDayOut] = Field(description="Days with a workout; only where points are weeks.")
    hours: list[list[int]] = Field(description="Workouts by weekday, Monday first, and by the hour they began in.")

    @classmethod
    def of(cls, answer: FrequencyAnswer) -> Self:
        """The answer as the client sees it."""
        found = answer.frequency
        return cls(
            period=PeriodOut.of(answer.period),
            streaks=StreaksOut.of(answer.streaks),
            consistency=ConsistencyOut.of(found.consistency),
            points=[FrequencyPointOut(start=start, sessions=count) for start, count in found.steps],
            days=[
                TrainingDayOut(day=one.day, sessions=one.sessions, duration_seconds=one.seconds) for one in found.days
            ],
            hours=[list(row) for row in found.hours],
        )
