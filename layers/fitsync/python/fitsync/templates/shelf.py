"""Listings: published templates of users and built-in programmes in one order, and a user's own."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from fitsync.exercises.documents import Equipment, Muscle
from fitsync.templates import catalogue, programmes, repository
from fitsync.templates.models import ListingItem, age_rank, rating_rank, tie_break, use_rank
from fitsync.templates.repository import Order
from fitsync.templates.template import Category, Goal, Level, Stats, Summary, Template, summary_of
from fitsync.templates.visibility import seen

# A filter looks through this many templates per request, so that a page costs the same however many there are; the
# cursor goes on from there. At about 700 bytes each that is 140 KB.
LOOKED_THROUGH = 200
# Featured templates are read as a whole: an editor's choice is no longer list than this.
MAX_FEATURED = 100


class TemplateFilter(NamedTuple):
    """What to list. `equipment` is all there is: a template that needs more is left out."""

    difficulty: Level | None = None
    goal: Goal | None = None
    category: Category | None = None
    muscle: Muscle | None = None
    equipment: frozenset[Equipment] | None = None
    days_per_week: int | None = None
    max_duration: int | None = None

    @property
    def everything(self) -> bool:
        """Whether nothing is left out."""
        return self == TemplateFilter()

    def takes(self, summary: Summary) -> bool:
        """Whether a template is wanted."""
        about = summary.metadata
        return (
            self.difficulty in (None, about.difficulty)
            and self.goal in (None, about.goal)
            and self.category in (None, summary.sharing.category)
            and (self.muscle is None or self.muscle in about.primary_muscles)
            and (self.equipment is None or self.equipment >= set(about.equipment) - {"bodyweight"})
            and self.days_per_week in (None, summary.days_per_week)
            and (self.max_duration is None or (about.duration is not None and about.duration <= self.max_duration))
        )


class Listed(NamedTuple):
    """A template in brief with its statistics."""

    summary: Summary
    stats: Stats


class ListPage(NamedTuple):
    """Templates, and where to go on (None at the end)."""

    items: list[Listed]
    position: str | None


def public(
    user_id: str, order: Order, wanted: TemplateFilter, *, limit: int, position: str | None, besides_own: bool = False
) -> ListPage:
    """Published templates that the user may see and built-in programmes, the highest rank first.

    With a filter a page may hold fewer than `limit` though more follow.
    """
    below = Decimal(position) if position else None
    looked = limit if wanted.everything and not besides_own else max(limit, LOOKED_THROUGH)
    stored, more = repository.public_page(order, limit=looked, below=below)
    found = [(rank, Listed(item.summary, item.stats)) for rank, item in stored if item.summary is not None]
    lowest = stored[-1][0] if more and stored else None
    stats = programmes.stats()
    for programme in catalogue.all_programmes():
        ranked = _built_in(programme, order, stats.get(programme.id, Stats()))
        # Below the last stored one read there may be stored ones that come first.
        if (below is None or ranked[0] < below) and (lowest is None or ranked[0] > lowest):
            found.append(ranked)
    found.sort(key=lambda ranked: -ranked[0])
    kept = [
        (rank, one)
        for rank, one in found
        if wanted.takes(one.summary) and not (besides_own and one.summary.created_by == user_id)
    ]
    following = str(lowest) if lowest is not None else None
    if len(kept) > limit:
        kept = kept[:limit]
        following = str(kept[-1][0])
    return ListPage(_visible(user_id, [one for _, one in kept]), following)


def _visible(user_id: str, found: list[Listed]) -> list[Listed]:
    allowed = seen(user_id, [one.summary for one in found])
    return [one for one in found if one.summary.id in allowed]


def _built_in(programme: Template, order: Order, stats: Stats) -> tuple[Decimal, Listed]:
    ranks = {
        Order.NEWEST: age_rank(programme.id, programme.created_at),
        Order.USE: use_rank(programme.id, stats.usage_count),
        Order.RATING: rating_rank(programme.id, stats),
    }
    return ranks[order], Listed(summary_of(programme), stats)


def featured(user_id: str, *, limit: int, position: str | None) -> ListPage:
    """Featured templates that the user may see, in order. Built-in programmes follow those that were chosen."""
    above = Decimal(position) if position else Decimal(-1)
    chosen = repository.featured_listings(MAX_FEATURED)
    ranked = [(rank, Listed(item.summary, item.stats)) for rank, item in chosen if item.summary is not None]
    stats = programmes.stats()
    for number, programme in enumerate(catalogue.all_programmes()):
        rank = _BEHIND + number + tie_break(programme.id)
        ranked.append((rank, Listed(summary_of(programme), stats.get(programme.id, Stats()))))
    following = [(rank, one) for rank, one in sorted(ranked, key=lambda found: found[0]) if rank > above]
    page = following[:limit]
    shown = _visible(user_id, [one for _, one in page])
    return ListPage(shown, str(page[-1][0]) if len(following) > limit else None)


# Above any order that an administrator can give.
_BEHIND = 1_000_000


def own(user_id: str, *, limit: int, position: str | None) -> ListPage:
    """The user's own templates, newest first."""
    ids, following = repository.own_ids(user_id, limit=limit, before=position)
    return ListPage(_listed(user_id, ids), following)


def favorites(user_id: str, *, limit: int, position: str | None) -> ListPage:
    """The user's favourites as far as they can still be seen, newest template first."""
    ids, following = repository.favorite_ids(user_id, limit=limit, before=position)
    return ListPage(_listed(user_id, ids), following)


def everything(user_id: str, wanted: TemplateFilter, *, limit: int, position: str | None) -> ListPage:
    """The user's own templates, then everybody's."""
    phase, _, inner = (position or "own:").partition(":")
    if phase == "own":
        page = own(user_id, limit=limit, position=inner or None)
        kept = [one for one in page.items if wanted.takes(one.summary)]
        return ListPage(kept, f"own:{page.position}" if page.position else "public:")
    page = public(user_id, Order.NEWEST, wanted, limit=limit, position=inner or None, besides_own=True)
    return ListPage(page.items, f"public:{page.position}" if page.position else None)


def _listed(user_id: str, ids: Iterable[str]) -> list[Listed]:
    wanted = list(ids)
    found = repository.find_listings(wanted)
    listed = (_one(template_id, found.get(template_id)) for template_id in wanted)
    return _visible(user_id, [one for one in listed if one])


def _one(template_id: str, item: ListingItem | None) -> Listed | None:
    programme = catalogue.get(template_id)
    if programme is not None:
        return Listed(summary_of(programme), item.stats if item else Stats())
    return Listed(item.summary, item.stats) if item is not None and item.summary is not None else None
