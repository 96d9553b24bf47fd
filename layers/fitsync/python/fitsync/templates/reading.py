"""One template as its reader sees it."""

from __future__ import annotations

from dataclasses import dataclass

from fitsync.kit import store
from fitsync.kit.errors import ConcurrentChange
from fitsync.templates import repository
from fitsync.templates.models import Following
from fitsync.templates.repository import Found
from fitsync.templates.template import Stats, Template
from fitsync.templates.visibility import require_visible


@dataclass(frozen=True)
class TemplateView:
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


def written(*actions: store.Action) -> None:
    """Write all or nothing; raises `ConcurrentChange` when somebody else was faster."""
    try:
        store.write(*actions)
    except (store.ConditionFailed, store.TransactionConflict) as failure:
        raise ConcurrentChange() from failure
