"""What users make of templates: favourites, stars, use, and an editor's choice."""

from __future__ import annotations

from fitsync.kit import clock, once, store
from fitsync.kit.errors import ConcurrentChange
from fitsync.templates import repository
from fitsync.templates.errors import TemplateNotPublic
from fitsync.templates.events import TemplateFavorited, TemplateRated, TemplateUnfavorited
from fitsync.templates.reading import TemplateView, visible, written

STATS_CONSUMER = "template_stats"

# Ratings of one template at the same moment are rare; five in a row are no accident.
_TRIES = 5


def favorite(user_id: str, template_id: str, *, wanted: bool) -> TemplateView:
    """Make a template a favourite, or no longer one. Doing it twice is doing it once."""
    found = visible(template_id, user_id)
    view = TemplateView.of(found)
    if view.favorite is wanted:
        return view
    item = found.favorite or repository.new_favorite(user_id, template_id)
    item.deleted = not wanted
    item.expires_at = None if wanted else clock.now() + repository.TOMBSTONE_KEPT
    kind = TemplateFavorited if wanted else TemplateUnfavorited
    item.raise_events(kind(template_id=template_id), aggregate_id=f"{template_id}/favorites/{user_id}", user_id=user_id)
    written(store.put(item))
    return TemplateView(found.template, found.stats, wanted, view.rating, view.following)


def rate(user_id: str, template_id: str, stars: int) -> TemplateView:
    """Give a template 1 to 5 stars; a rating given before is replaced. The average changes with it.

    Raises `TemplateNotFound`, or `ConcurrentChange` when others kept rating at the same moment.
    """
    for _ in range(_TRIES):
        found = visible(template_id, user_id)
        view = TemplateView.of(found)
        if view.rating == stars:
            return view
        rating = found.rating or repository.new_rating(user_id, template_id)
        rating.stars = stars
        rating.raise_events(
            TemplateRated(template_id=template_id, stars=stars, before=view.rating),
            aggregate_id=f"{template_id}/ratings/{user_id}",
            user_id=user_id,
        )
        after = found.stats.model_copy(
            update={
                "rating_sum": found.stats.rating_sum + stars - (view.rating or 0),
                "rating_count": found.stats.rating_count + (0 if view.rating else 1),
            }
        )
        try:
            store.write(store.put(rating), repository.rated(template_id, found.stats, after))
        except (store.ConditionFailed, store.TransactionConflict):
            continue
        return TemplateView(found.template, after, view.favorite, stars, view.following)
    raise ConcurrentChange()


def feature(template_id: str, order: int | None) -> None:
    """Give a published template its place among the featured ones, or take it (None).

    Raises `TemplateNotPublic` for one that is not published, or not there.
    """
    try:
        store.write(repository.featured(template_id, order))
    except store.ConditionFailed as failure:
        raise TemplateNotPublic() from failure


def count(template_id: str, key: str, **changes: int) -> None:
    """Add to a template's counters once for `key`, however often this is called; a deleted one is left alone."""
    try:
        store.write(once.claim(STATS_CONSUMER, key), repository.counted(template_id, **changes))
    except store.ConditionFailed:
        # Either it has been counted, or the template is gone: in both cases there is nothing left to do.
        return
