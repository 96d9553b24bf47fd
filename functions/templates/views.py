"""Wire models of templates on their way out."""

from __future__ import annotations

from typing import Self

from pydantic import Field

from fitsync.kit.wire import Id, Instant, Number, WireModel
from fitsync.templates.service import Listed, Stats, TemplateView
from functions.templates.schemas import SharingModel, TemplateMetadataModel, WeeklyPlanModel


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
