"""Wire models of analytics. Weights in kg, volume in kg times repetitions, distance in m, energy in kcal."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Self

from pydantic import Field

from fitsync.analytics.answers import Favourite, FrequencyAnswer, Overview, StrengthAnswer, Summary, VolumeAnswer
from fitsync.analytics.frequency import Consistency
from fitsync.analytics.load import TrainingLoad
from fitsync.analytics.overview import OverviewPoint
from fitsync.analytics.periods import Period, Step
from fitsync.analytics.streaks import Streaks
from fitsync.analytics.strength import WINDOW_DAYS, ExerciseStrength, Lift, Status
from fitsync.analytics.volume import HIGH_FROM, HIGH_UP_TO, MODERATE_FROM, Band, MuscleGroup, MuscleVolume
from fitsync.exercises.vocabulary import Muscle
from fitsync.kit.wire import Day, Id, Number, WireModel


def rounded(value: float | Decimal, places: int = 2) -> Decimal:
    """A computed number with as many decimals as it is good for."""
    return round(Decimal(str(value)), places)


def _rounded_or_none(value: float | None, places: int = 2) -> Decimal | None:
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


class FavouriteOut(WireModel):
    """An exercise of many workouts, of all time."""

    exercise_id: Id
    name: str
    sessions: int
    sets: int

    @classmethod
    def of(cls, favourite: Favourite) -> Self:
        """The exercise as the client sees it."""
        use = favourite.use
        return cls(exercise_id=favourite.exercise_id, name=use.name, sessions=use.sessions, sets=use.sets)


class OverviewPointOut(WireModel):
    """A week or month."""

    start: Day
    sessions: int
    duration_seconds: int
    volume: Number
    sets: int
    hard_sets: int
    load: Number

    @classmethod
    def of(cls, point: OverviewPoint) -> Self:
        """The step as the client sees it."""
        sums = point.totals
        return cls(
            start=point.start,
            sessions=sums.sessions,
            duration_seconds=sums.duration_seconds,
            volume=sums.volume,
            sets=sums.sets,
            hard_sets=sums.hard_sets,
            load=rounded(point.load, 1),
        )


class TrainingLoadOut(WireModel):
    """Effort times minutes (Foster 2001), in arbitrary units.

    `acute` is the last 7 days, `chronic` a mean week of the last 28, `ratio` the one by the other (Gabbett 2016), and
    `smoothed…` the same with exponential weights (Williams 2017). Monotony is the mean daily load of the last 7 days by
    its standard deviation, strain the week's load times that (Foster 1998). The ratios describe and do not foretell
    injuries (Impellizzeri 2020).
    """

    day: Day
    acute: Number
    chronic: Number
    ratio: Number | None
    smoothed_acute: Number
    smoothed_chronic: Number
    smoothed_ratio: Number | None
    monotony: Number | None
    strain: Number | None
    rated_sessions: int = Field(description="Workouts of the last 28 days with a `sessionRpe`.")
    rated_by_sets: int = Field(description="Without one, but with rated sets, whose mean RPE counts in its place.")
    unrated_sessions: int = Field(description="Without either: they add no load.")
    complete: bool = Field(description="No workout of the last 28 days was unrated, and training goes back so far.")

    @classmethod
    def of(cls, load: TrainingLoad) -> Self:
        """The load as the client sees it."""
        return cls(
            day=load.day,
            acute=rounded(load.acute, 1),
            chronic=rounded(load.chronic, 1),
            ratio=_rounded_or_none(load.ratio),
            smoothed_acute=rounded(load.smoothed_acute, 1),
            smoothed_chronic=rounded(load.smoothed_chronic, 1),
            smoothed_ratio=_rounded_or_none(load.smoothed_ratio),
            monotony=_rounded_or_none(load.monotony),
            strain=_rounded_or_none(load.strain, 1),
            rated_sessions=load.rated_sessions,
            rated_by_sets=load.rated_by_sets,
            unrated_sessions=load.unrated_sessions,
            complete=load.complete,
        )


class OverviewOut(WireModel):
    """Training at a glance: `totals` of the period, `lifetime` of everything."""

    period: PeriodOut
    totals: TotalsOut
    lifetime: TotalsOut
    streaks: StreaksOut
    points: list[OverviewPointOut]
    favourites: list[FavouriteOut]
    training_load: TrainingLoadOut

    @classmethod
    def of(cls, answer: Overview) -> Self:
        """The answer as the client sees it."""
        return cls(
            period=PeriodOut.of(answer.period),
            totals=TotalsOut.model_validate(answer.totals),
            lifetime=TotalsOut.model_validate(answer.lifetime),
            streaks=StreaksOut.of(answer.streaks),
            points=[OverviewPointOut.of(point) for point in answer.points],
            favourites=_favourites(answer.favourites),
            training_load=TrainingLoadOut.of(answer.load),
        )


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
            trend_kg_per_week=_rounded_or_none(lift.trend.per_week if lift.trend else None, 3),
            verdict=VerdictOut(
                status=verdict.status,
                sessions=verdict.sessions,
                change_percent=_rounded_or_none(verdict.change_percent, 1),
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
            groups=[MuscleGroupVolumeOut(group=group, sets=list(sets)) for group, sets in answer.volume.groups.items()],
            landmarks=LandmarksOut(moderate_from=MODERATE_FROM, high_from=HIGH_FROM, high_up_to=HIGH_UP_TO),
        )


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
            trained_share=_rounded_or_none(consistency.trained_share),
            target_share=_rounded_or_none(consistency.target_share),
            sessions_per_week=rounded(consistency.sessions_per_week),
            longest_gap_days=consistency.longest_gap_days,
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


class UserAnalyticsOut(WireModel):
    """A user at a glance; `recent` is of the last four weeks, the running one included."""

    period: PeriodOut
    first_day: Day | None = Field(description="The day of the first workout.")
    lifetime: TotalsOut
    recent: TotalsOut
    streaks: StreaksOut
    consistency: ConsistencyOut
    favourites: list[FavouriteOut]
    strength: StatusCountsOut
    weight_kg: Number | None = Field(description="The weight measured last.")

    @classmethod
    def of(cls, answer: Summary) -> Self:
        """The answer as the client sees it."""
        return cls(
            period=PeriodOut.of(answer.period),
            first_day=answer.first_day,
            lifetime=TotalsOut.model_validate(answer.lifetime),
            recent=TotalsOut.model_validate(answer.recent),
            streaks=StreaksOut.of(answer.streaks),
            consistency=ConsistencyOut.of(answer.consistency),
            favourites=_favourites(answer.favourites),
            strength=StatusCountsOut.of(answer.by_status),
            weight_kg=answer.reader.facts.weight_kg,
        )


def _favourites(found: Iterable[Favourite]) -> list[FavouriteOut]:
    return [FavouriteOut.of(favourite) for favourite in found]
