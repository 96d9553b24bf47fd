"""What one can do with templates."""

from __future__ import annotations

from fitsync.kit import store
from fitsync.templates import repository
from fitsync.templates.loading import Breakdown, Carrier, carrier_of
from fitsync.templates.models import Following, MissedDays, PlanItem
from fitsync.templates.outcomes import (
    JudgedSet,
    LaneOutcome,
    LaneState,
    SessionOutcome,
    TargetSet,
    latest_lanes,
)
from fitsync.templates.plan import Day, Slot, Weekday, WeeklyPlan
from fitsync.templates.preview import PreviewDay, preview
from fitsync.templates.reactions import count, favorite, feature, rate
from fitsync.templates.reading import TemplateView, get, written
from fitsync.templates.repository import Order
from fitsync.templates.schedule import day_of, next_slot
from fitsync.templates.shelf import (
    Listed,
    ListPage,
    TemplateFilter,
    everything,
    favorites,
    featured,
    own,
    public,
)
from fitsync.templates.targets import ExerciseTargets, Training, targets
from fitsync.templates.template import Content, Stats, Template
from fitsync.templates.visibility import require_visible
from fitsync.templates.writing import create, delete, duplicate, update

__all__ = [
    "Breakdown",
    "Carrier",
    "Content",
    "Day",
    "ExerciseTargets",
    "Following",
    "JudgedSet",
    "LaneOutcome",
    "LaneState",
    "ListPage",
    "Listed",
    "MissedDays",
    "Order",
    "PreviewDay",
    "SessionOutcome",
    "Slot",
    "Stats",
    "TargetSet",
    "Template",
    "TemplateFilter",
    "TemplateView",
    "Training",
    "Weekday",
    "WeeklyPlan",
    "carrier_of",
    "count",
    "create",
    "day_of",
    "delete",
    "duplicate",
    "everything",
    "favorite",
    "favorites",
    "feature",
    "featured",
    "follow",
    "following",
    "for_training",
    "get",
    "latest_lanes",
    "next_slot",
    "own",
    "preview",
    "public",
    "rate",
    "targets",
    "unfollow",
    "update",
]


def following(user_id: str, template_id: str) -> tuple[Template, PlanItem]:
    """A template, and how the user follows its plan: as version 0 when they do not yet."""
    template, item = repository.find_for_training(template_id, user_id)
    return require_visible(template, user_id), item or repository.plan_item(user_id, template_id)


def follow(item: PlanItem, how: Following) -> PlanItem:
    """Follow a plan, or follow it otherwise; raises `ConcurrentChange` when another device was faster."""
    item.following = how
    written(store.put(item))
    return item


def unfollow(item: PlanItem) -> None:
    """Forget how a plan is followed."""
    if item.version:
        written(store.delete(item))


def for_training(user_id: str, template_id: str) -> tuple[Template, Following | None]:
    """A template to train from, and how the user follows it; raises `TemplateNotFound`."""
    template, item = repository.find_for_training(template_id, user_id)
    return require_visible(template, user_id), item.following if item else None
