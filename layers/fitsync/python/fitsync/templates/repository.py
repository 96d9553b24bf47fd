"""Reading and writing templates, listings and what users keep of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple, TypeAlias

from fitsync.kit import store
from fitsync.kit.events import DomainEvent
from fitsync.kit.store import Action
from fitsync.templates import catalogue
from fitsync.templates.models import (
    BUILT_IN,
    FEATURED,
    LISTED,
    FavoriteItem,
    Following,
    ListingItem,
    OwnItem,
    PlanItem,
    RatingItem,
    TemplateItem,
    age_rank,
    rating_rank,
    tie_break,
)
from fitsync.templates.template import Stats, Template, summary_of

# How long a deletion is remembered, so that a device that was away learns of it.
TOMBSTONE_KEPT = timedelta(days=90)

TEMPLATE, _LISTING = "TEMPLATE", "LISTING"
OWN, FAVORITE, RATING, PLAN = "TEMPLATE#", "FAVORITE#", "RATING#", "PLAN#"


Wanted: TypeAlias = tuple[type[store.Item], str, str]
"""The model, partition key and sort key of an item to read."""


class Order(StrEnum):
    """How the public listing is sorted."""

    NEWEST = "newest"
    USE = "use"
    RATING = "rating"


_RANKS = {Order.NEWEST: "age_rank", Order.USE: "use_rank", Order.RATING: "rating_rank"}


class Found(NamedTuple):
    """A template with what is kept of it for its reader; `item` is None for a built-in programme."""

    template: Template
    item: TemplateItem | None
    stats: Stats
    favorite: FavoriteItem | None
    rating: RatingItem | None
    plan: PlanItem | None


def find_item(template_id: str) -> TemplateItem | None:
    """What is stored under a template's id, deleted ones included."""
    return TemplateItem.find(template_key(template_id), TEMPLATE)


def find(template_id: str, user_id: str) -> Found | None:
    """A template, whoever may see it, with what the user has to do with it, in one request; None for a deleted one."""
    built_in = catalogue.get(template_id)
    pk, sk = _listing_key(template_id)
    keys: list[Wanted] = [
        (ListingItem, pk, sk),
        (FavoriteItem, user_key(user_id), f"FAVORITE#{template_id}"),
        (RatingItem, user_key(user_id), f"RATING#{template_id}"),
        (PlanItem, user_key(user_id), f"PLAN#{template_id}"),
    ]
    if built_in is None:
        keys.append((TemplateItem, template_key(template_id), TEMPLATE))
    listing, favorite, rating, plan, *rest = store.get_many(*keys)
    item = rest[0] if rest else None
    assert item is None or isinstance(item, TemplateItem)
    if built_in is None and (item is None or item.deleted):
        return None
    template = built_in if built_in is not None else template_of(item) if item else None
    assert template is not None
    return Found(
        template=template,
        item=item,
        stats=listing.stats if isinstance(listing, ListingItem) else Stats(),
        favorite=favorite if isinstance(favorite, FavoriteItem) else None,
        rating=rating if isinstance(rating, RatingItem) else None,
        plan=plan if isinstance(plan, PlanItem) else None,
    )


class Followed(NamedTuple):
    """A template (None for a deleted one), how the user follows it, and what was read along with it."""

    template: Template | None
    plan: PlanItem | None
    others: list[store.Item | None]


def find_for_training(template_id: str, user_id: str, others: Sequence[Wanted] = ()) -> Followed:
    """A template, how the user follows it, and anything else, in one request."""
    template = catalogue.get(template_id)
    stored: list[Wanted] = [] if template else [(TemplateItem, template_key(template_id), TEMPLATE)]
    plan, *found = store.get_many((PlanItem, user_key(user_id), f"PLAN#{template_id}"), *stored, *others)
    item = found.pop(0) if stored else None
    if isinstance(item, TemplateItem) and not item.deleted:
        template = template_of(item)
    return Followed(template, plan if isinstance(plan, PlanItem) else None, found)


def template_of(item: TemplateItem) -> Template:
    """The template in an item, with its version."""
    template: Template = item.template
    return template.model_copy(update={"version": int(item.version or 0)})


def creation(template: Template, event: DomainEvent) -> tuple[TemplateItem, list[Action]]:
    """The writes of a new template; the first one fails when its id is taken."""
    item = TemplateItem(template_key(template.id), TEMPLATE, template=template)
    _raise(item, template, event)
    listing = ListingItem(
        *_listing_key(template.id),
        summary=summary_of(template),
        listing=LISTED if template.content.sharing.listed else None,
        age_rank=age_rank(template.id, template.created_at),
        use_rank=tie_break(template.id),
        rating_rank=tie_break(template.id),
    )
    own = OwnItem(user_key(template.created_by or ""), f"TEMPLATE#{template.id}")
    return item, [store.put(item), store.put(listing), store.put(own)]


def change(item: TemplateItem, template: Template, event: DomainEvent) -> list[Action]:
    """The writes of a changed template, over the version that was read."""
    item.template = template
    _raise(item, template, event)
    listing = ListingItem(*_listing_key(template.id))
    changes = [ListingItem.summary.set(summary_of(template.model_copy(update={"version": item.next_version})))]
    if template.content.sharing.listed:
        changes.append(ListingItem.listing.set(LISTED))
    else:
        changes += [ListingItem.listing.remove(), ListingItem.featured.remove(), ListingItem.featured_rank.remove()]
    return [store.put(item), store.update(listing, changes)]


def burial(item: TemplateItem, event: DomainEvent, now: datetime) -> list[Action]:
    """The writes that leave a tombstone of a template."""
    template: Template = item.template
    item.deleted, item.expires_at = True, now + TOMBSTONE_KEPT
    plan = template.plan.model_copy(update={"weeks": ()})
    content = template.content.model_copy(update={"weekly_plan": plan, "description": ""})
    item.template = template.model_copy(update={"content": content})
    _raise(item, template, event)
    own = OwnItem(
        user_key(template.created_by or ""), f"{OWN}{template.id}", deleted=True, expires_at=now + TOMBSTONE_KEPT
    )
    return [store.put(item), store.delete(ListingItem(*_listing_key(template.id))), store.put(own)]


def _raise(item: TemplateItem, template: Template, event: DomainEvent) -> None:
    item.raise_events(event, aggregate_id=template.id, user_id=template.created_by)


def own_ids(user_id: str, *, limit: int, before: str | None) -> tuple[list[str], str | None]:
    """The ids of the user's own templates, newest first, and the one to go on after."""
    return _ids(OwnItem, "TEMPLATE#", user_id, limit, before)


def favorite_ids(user_id: str, *, limit: int, before: str | None) -> tuple[list[str], str | None]:
    """The ids of the user's favourites, newest template first, and the one to go on after."""
    return _ids(FavoriteItem, "FAVORITE#", user_id, limit, before)


def _ids(
    model: type[OwnItem] | type[FavoriteItem], prefix: str, user_id: str, limit: int, before: str | None
) -> tuple[list[str], str | None]:
    found, following = store.newest(model, user_key(user_id), prefix, limit=limit, before=before)
    return [item.sk.removeprefix(prefix) for item in found if not getattr(item, "deleted", False)], following


def find_listings(template_ids: Iterable[str]) -> dict[str, ListingItem]:
    """The listings of some templates, by id; up to 100, in one request."""
    wanted = list(template_ids)
    if not wanted:
        return {}
    found = store.get_many(*((ListingItem, *_listing_key(template_id)) for template_id in wanted))
    return {one: item for one, item in zip(wanted, found, strict=True) if isinstance(item, ListingItem)}


def public_page(order: Order, *, limit: int, below: Decimal | None) -> tuple[list[tuple[Decimal, ListingItem]], bool]:
    """Published templates with their ranks, the highest first, and whether there may be more."""
    rank = _RANKS[order]
    condition = getattr(ListingItem, rank) < below if below is not None else None
    page = store.query_page(
        ListingItem,
        LISTED,
        limit=limit,
        index=order.value,
        range_condition=condition,
        newest_first=True,
        consistent=False,
    )
    return [(getattr(item, rank), item) for item in page.items], page.last_key is not None


def featured_listings(limit: int) -> list[tuple[Decimal, ListingItem]]:
    """The users' templates that are featured, in order."""
    page = store.query_page(ListingItem, FEATURED, limit=limit, index="in_order", consistent=False)
    return [(item.featured_rank, item) for item in page.items if item.featured_rank is not None]


def built_in_stats() -> dict[str, Stats]:
    """The statistics of the built-in programmes that have any, in one request."""
    page = store.query_page(ListingItem, BUILT_IN, limit=100, consistent=False)
    return {item.sk: item.stats for item in page.items}


def counted(template_id: str, **changes: int) -> Action:
    """The write that adds to a template's counters; it fails for a template that is gone."""
    item = ListingItem(*_listing_key(template_id))
    actions = [getattr(ListingItem, name).add(by) for name, by in changes.items()]
    built_in = catalogue.has(template_id)
    if "usage_count" in changes and not built_in:
        actions.append(ListingItem.use_rank.add(Decimal(changes["usage_count"])))
    return store.update(item, actions, None if built_in else ListingItem.pk.exists())


def rated(template_id: str, before: Stats, after: Stats) -> Action:
    """The write of a new average over the one that was read; it fails when that is not the latest."""
    item = ListingItem(*_listing_key(template_id))
    unchanged = (ListingItem.rating_sum == before.rating_sum) & (ListingItem.rating_count == before.rating_count)
    if not before.rating_count:
        unchanged = unchanged | ListingItem.rating_count.does_not_exist()
    actions = [
        ListingItem.rating_sum.set(after.rating_sum),
        ListingItem.rating_count.set(after.rating_count),
    ]
    if not catalogue.has(template_id):
        actions.append(ListingItem.rating_rank.set(rating_rank(template_id, after)))
        unchanged = unchanged & ListingItem.pk.exists()
    return store.update(item, actions, unchanged)


def featured(template_id: str, order: int | None) -> Action:
    """The write that gives a published template its place among the featured ones, or takes it; else it fails."""
    item = ListingItem(*_listing_key(template_id))
    if order is None:
        taken = [ListingItem.featured.remove(), ListingItem.featured_rank.remove()]
        return store.update(item, taken, ListingItem.pk.exists())
    placed = [ListingItem.featured.set(FEATURED), ListingItem.featured_rank.set(order + tie_break(template_id))]
    return store.update(item, placed, ListingItem.listing == LISTED)


def new_favorite(user_id: str, template_id: str) -> FavoriteItem:
    return FavoriteItem(user_key(user_id), f"FAVORITE#{template_id}")


def new_rating(user_id: str, template_id: str) -> RatingItem:
    return RatingItem(user_key(user_id), f"RATING#{template_id}", stars=0)


def forget_favorite(favorite: FavoriteItem) -> list[Action]:
    """The writes that take a favourite back, and no longer count it; what was taken back already is not counted."""
    uncounted = [] if favorite.deleted else [counted(favorite.sk.removeprefix(FAVORITE), favorites_count=-1)]
    return [store.delete(favorite), *uncounted]


def forget_rating(rating: RatingItem) -> list[Action]:
    """The writes that take a rating back, over the average as it is now."""
    template_id = rating.sk.removeprefix(RATING)
    listing = ListingItem.find(*_listing_key(template_id))
    if listing is None:
        return [store.delete(rating)]
    before = listing.stats
    changed = {"rating_sum": before.rating_sum - int(rating.stars), "rating_count": before.rating_count - 1}
    return [store.delete(rating), rated(template_id, before, before.model_copy(update=changed))]


def following(user_id: str, template_id: str, how: Following) -> Action:
    """The write of how a plan is followed."""
    return store.put(PlanItem(user_key(user_id), f"PLAN#{template_id}", following=how))


def template_key(template_id: str) -> str:
    return f"TEMPLATE#{template_id}"


def user_key(user_id: str) -> str:
    return f"USER#{user_id}"


def _listing_key(template_id: str) -> tuple[str, str]:
    return (BUILT_IN, template_id) if catalogue.has(template_id) else (template_key(template_id), _LISTING)
