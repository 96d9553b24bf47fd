"""What one can do with templates."""

from __future__ import annotations

from fitsync.kit import store
from fitsync.templates import repository
from fitsync.templates.documents import (
    Breakdown,
    JudgedSet,
    LaneOutcome,
    LaneState,
    SessionOutcome,
    TargetSet,
    latest_lanes,
)
from fitsync.templates.loading import Carrier, carrier_of
from fitsync.templates.models import Following, MissedDays
from fitsync.templates.plan import Day, Slot, WeeklyPlan, WeightType
from fitsync.templates.preview import PreviewDay, preview
from fitsync.templates.reactions import count, favorite, feature, rate
from fitsync.templates.reading import Followed, TemplateView, for_training, get, written
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
from fitsync.templates.vocabulary import Weekday
from fitsync.templates.writing import create, delete, duplicate, update

__all__ = [
    "Breakdown",
    "Carrier",
    "Content",
    "Day",
    "ExerciseTargets",
    "Followed",
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
    "WeightType",
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


def follow(user_id: str, template_id: str, how: Following) -> None:
    """Follow a plan that the user may see, or follow it otherwise; the last word counts."""
    store.write(repository.following(user_id, template_id, how))


def unfollow(user_id: str, template_id: str) -> None:
    """Forget how a plan is followed; raises `TemplateNotFound`."""
    found = repository.find_for_training(template_id, user_id)
    if found.plan is None:
        require_visible(found.template, user_id)
    else:
        written(store.delete(found.plan))
