"""Wire models of training at a glance."""

from collections.abc import Iterable
from typing import Self

from pydantic import Field

from fitsync.analytics.answers import Favourite, Overview, Summary
from fitsync.analytics.load import TrainingLoad
from fitsync.analytics.overview import OverviewPoint
from fitsync.kit.wire import Day, Id, Number, WireModel
from functions.analytics.schemas import ConsistencyOut, PeriodOut, StreaksOut, TotalsOut, rounded, rounded_or_none
from functions.analytics.strength_schemas import StatusCountsOut


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
            ratio=rounded_or_none(load.ratio),
            smoothed_acute=rounded(load.smoothed_acute, 1),
            smoothed_chronic=rounded(load.smoothed_chronic, 1),
            smoothed_ratio=rounded_or_none(load.smoothed_ratio),
            monotony=rounded_or_none(load.monotony),
            strain=rounded_or_none(load.strain, 1),
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
