"""What one can do with templates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fitsync.kit import store
from fitsync.kit.store import Item
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
from fitsync.templates.reading import TemplateView, get, written
from fitsync.templates.repository import Order, Wanted
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


@dataclass(frozen=True)
class Followed:
    """A template to train from, how the user follows it, and what was read along with it."""

    template: Template
    following: Following | None
    others: list[Item | None]


def for_training(user_id: str, template_id: str, others: Sequence[Wanted] = ()) -> Followed:
    """A template to train from; `others` are read in the same request. Raises `TemplateNotFound`."""
    found = repository.find_for_training(template_id, user_id, others)
    template = require_visible(found.template, user_id)
    return Followed(template, found.plan.following if found.plan else None, found.others)


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
