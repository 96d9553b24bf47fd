"""Wire models of templates on their way out."""

from datetime import date
from typing import Self

from pydantic import Field

from fitsync.kit.wire import Id, Instant, Number, WireModel
from fitsync.templates.service import (
    ExerciseTargets,
    Listed,
    MissedDays,
    PreviewDay,
    Stats,
    TemplateView,
    Weekday,
    day_of,
)
from fitsync.templates.vocabulary import SetPurpose
from fitsync.workouts.starting import Ahead
from functions.templates.schemas import SharingModel, TemplateMetadataModel, WeeklyPlanModel
from functions.workouts.schemas import SetTargetModel
from functions.workouts.template_views import BarLoadOut


class TemplateStatsOut(WireModel):
    """What users made of a template. `completionRate` is the share of started sessions that were completed, in
    percent.
    """

    usage_count: int
    average_rating: Number | None
    total_ratings: int
    completion_rate: Number | None
    favorites_count: int

    @classmethod
    def of(cls, stats: Stats) -> Self:
        """The statistics as everybody sees them."""
        return cls(
            usage_count=stats.usage_count,
            average_rating=stats.average_rating,
            total_ratings=stats.rating_count,
            completion_rate=stats.completion_rate,
            favorites_count=max(0, stats.favorites_count),
        )


class TemplateOut(WireModel):
    """A template. A built-in programme has no creator, and names the source of its scheme."""

    id: Id
    created_by: Id | None
    name: str
    description: str
    metadata: TemplateMetadataModel
    weekly_plan: WeeklyPlanModel
    sharing: SharingModel
    source: str | None
    copied_from: Id | None
    stats: TemplateStatsOut
    is_favorite: bool
    own_rating: int | None
    version: int
    created_at: Instant
    updated_at: Instant

    @classmethod
    def of(cls, view: TemplateView) -> Self:
        """The template as its reader sees it."""
        template, content = view.template, view.template.content
        return cls(
            id=template.id,
            created_by=template.created_by,
            name=content.name,
            description=content.description,
            metadata=TemplateMetadataModel.model_validate(content.metadata),
            weekly_plan=WeeklyPlanModel.model_validate(content.weekly_plan),
            sharing=SharingModel.model_validate(content.sharing),
            source=template.source,
            copied_from=template.copied_from,
            stats=TemplateStatsOut.of(view.stats),
            is_favorite=view.favorite,
            own_rating=view.rating,
            version=template.version,
            created_at=template.created_at,
            updated_at=template.updated_at,
        )


class TemplateSummaryOut(WireModel):
    """A template as listings show it; the description is cut."""

    id: Id
    created_by: Id | None
    name: str
    description: str
    metadata: TemplateMetadataModel
    sharing: SharingModel
    total_weeks: int
    days_per_week: int = Field(description="In the busiest week.")
    stats: TemplateStatsOut
    version: int
    created_at: Instant

    @classmethod
    def of(cls, listed: Listed) -> Self:
        """The template in brief."""
        summary = listed.summary
        return cls(
            **{
                **dict(summary),
                "metadata": TemplateMetadataModel.model_validate(summary.metadata),
                "sharing": SharingModel.model_validate(summary.sharing),
                "stats": TemplateStatsOut.of(listed.stats),
            }
        )


class PreviewSetOut(SetTargetModel):
    """What a set will aim at."""

    type: SetPurpose


class PreviewExerciseOut(WireModel):
    """An exercise of a day to come. `plates` is empty where there is no bar."""

    exercise_id: Id
    name: str
    track: str
    superset: int | None
    rest_seconds: int | None
    sets: list[PreviewSetOut]
    reason: str
    plates: list[BarLoadOut]

    @classmethod
    def of(cls, today: ExerciseTargets, name: str) -> Self:
        """The exercise with its targets."""
        return cls(
            exercise_id=today.planned.exercise_id,
            name=name,
            track=today.planned.track,
            superset=today.planned.superset,
            rest_seconds=today.rest_seconds,
            sets=[PreviewSetOut.model_validate(one) for one in today.sets],
            reason=today.reason,
            plates=BarLoadOut.all_of(today.plates),
        )


class PreviewDayOut(WireModel):
    week: int
    weekday: Weekday
    name: str
    exercises: list[PreviewExerciseOut]


class TemplatePreviewOut(WireModel):
    """The weeks ahead, as if every session were met."""

    template_id: Id
    days: list[PreviewDayOut]

    @classmethod
    def of(cls, ahead: Ahead, days: list[PreviewDay]) -> Self:
        """The training days to come."""
        return cls(
            template_id=ahead.template.id,
            days=[
                PreviewDayOut(
                    week=day.week,
                    weekday=day.weekday,
                    name=day.name,
                    exercises=[
                        PreviewExerciseOut.of(one, ahead.exercises[one.planned.exercise_id].name)
                        for one in day.exercises
                    ],
                )
                for day in days
            ],
        )


class NextDayOut(WireModel):
    """The day to train next; `date` is when it falls if no day is missed."""

    week: int
    weekday: Weekday
    name: str
    date: date | None


class PlanOut(WireModel):
    """How a plan is followed, and what is next in it. `finished` once all its weeks are done; it can go on."""

    template_id: Id
    is_followed: bool
    missed_days: MissedDays
    started_on: date | None
    next: NextDayOut
    finished: bool

    @classmethod
    def of(cls, ahead: Ahead) -> Self:
        """The plan as its user follows it."""
        plan, following = ahead.template.plan, ahead.following
        day = plan.day(ahead.next)
        return cls(
            template_id=ahead.template.id,
            is_followed=following is not None,
            missed_days=following.missed_days if following else MissedDays.WAIT,
            started_on=following.started_on if following else None,
            next=NextDayOut(
                week=ahead.next.week,
                weekday=ahead.next.weekday,
                name=day.name if day else "",
                date=day_of(ahead.next, following) if following else None,
            ),
            finished=ahead.next.week > plan.total_weeks,
        )
