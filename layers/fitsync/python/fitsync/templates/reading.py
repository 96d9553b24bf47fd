"""One template as its reader sees it, and what training from it needs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from fitsync.kit import store
from fitsync.kit.errors import ConcurrentChange
from fitsync.templates import repository
from fitsync.templates.documents import latest_lanes
from fitsync.templates.loading import carrier_of
from fitsync.templates.models import Following, MissedDays
from fitsync.templates.plan import Slot, WeightType
from fitsync.templates.preview import PreviewDay, preview
from fitsync.templates.repository import Found, Wanted
from fitsync.templates.schedule import next_slot
from fitsync.templates.targets import ExerciseTargets, Training, targets
from fitsync.templates.template import Stats, Template
from fitsync.templates.visibility import require_visible

__all__ = [
    "ExerciseTargets",
    "Followed",
    "Following",
    "MissedDays",
    "PreviewDay",
    "Slot",
    "Template",
    "TemplateView",
    "Training",
    "WeightType",
    "carrier_of",
    "for_training",
    "get",
    "latest_lanes",
    "next_slot",
    "preview",
    "targets",
    "visible",
    "written",
]


class TemplateView(NamedTuple):
    """A template as its reader sees it: with its statistics, and their own mark and stars."""

    template: Template
    stats: Stats
    favorite: bool = False
    rating: int | None = None
    following: Following | None = None

    @classmethod
    def of(cls, found: Found) -> TemplateView:
        """What was found, for the one it was found for."""
        return cls(
            template=found.template,
            stats=found.stats,
            favorite=found.favorite is not None and not found.favorite.deleted,
            rating=int(found.rating.stars) if found.rating else None,
            following=found.plan.following if found.plan else None,
        )


def get(template_id: str, user_id: str) -> TemplateView:
    """One template; raises `TemplateNotFound`, also for what is private to somebody else."""
    return TemplateView.of(visible(template_id, user_id))


def visible(template_id: str, user_id: str) -> Found:
    """What is stored of a template that the user may see; raises `TemplateNotFound`."""
    found = repository.find(template_id, user_id)
    require_visible(found.template if found else None, user_id)
    assert found is not None
    return found


class Followed(NamedTuple):
    """A template to train from, how the user follows it, and what was read along with it."""

    template: Template
    following: Following | None
    others: list[store.Item | None]


def for_training(user_id: str, template_id: str, others: Sequence[Wanted] = ()) -> Followed:
    """A template to train from; `others` are read in the same request. Raises `TemplateNotFound`."""
    found = repository.find_for_training(template_id, user_id, others)
    template = require_visible(found.template, user_id)
    return Followed(template, found.plan.following if found.plan else None, found.others)


def written(*actions: store.Action) -> None:
    """Write all or nothing; raises `ConcurrentChange` when somebody else was faster."""
    try:
        store.write(*actions)
    except (store.ConditionFailed, store.TransactionConflict) as failure:
        raise ConcurrentChange() from failure
