"""What is kept about people here, for their export and their erasure."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from fitsync.kit import store
from fitsync.kit.documents import Document
from fitsync.kit.erasing import every, in_turn, partition
from fitsync.kit.keys import keys_of
from fitsync.kit.personal import STEP_ITEMS, ExportFile, ExportRows, Held, PersonalData, Step
from fitsync.kit.store import Action, Item
from fitsync.templates import repository
from fitsync.templates.models import FavoriteItem, Following, OwnItem, PlanItem, RatingItem
from fitsync.templates.repository import FAVORITE, OWN, PLAN, RATING
from fitsync.templates.template import Template

I = TypeVar("I", bound=Item)  # noqa: E741

# Each is a transaction of its own.
_AT_ONCE = STEP_ITEMS // 2
# Others rate or use the same template at the same moment.
_TRIES = 5


class ExportedFavorite(Document):
    """A template that the user made a favourite."""

    template_id: str


class ExportedRating(Document):
    """1 to 5 stars that the user gave a template."""

    template_id: str
    stars: int


class ExportedPlan(Document):
    """How the user follows a template's plan."""

    template_id: str
    following: Following


def export(user_id: str) -> Iterator[ExportFile]:
    """Own templates, favourites, ratings, and which plans are followed."""
    pk = repository.user_key(user_id)
    yield ExportRows("templates/own", Template, _own(user_id))
    favorites = (
        ExportedFavorite(template_id=item.sk.removeprefix(FAVORITE))
        for item in every(FavoriteItem, pk, FAVORITE)
        if not item.deleted
    )
    yield ExportRows("templates/favorites", ExportedFavorite, favorites)
    ratings = (
        ExportedRating(template_id=item.sk.removeprefix(RATING), stars=int(item.stars))
        for item in every(RatingItem, pk, RATING)
    )
    yield ExportRows("templates/ratings", ExportedRating, ratings)
    plans = (
        ExportedPlan(template_id=item.sk.removeprefix(PLAN), following=item.following)
        for item in every(PlanItem, pk, PLAN)
    )
    yield ExportRows("templates/plans", ExportedPlan, plans)


def _own(user_id: str) -> Iterator[Template]:
    for own in every(OwnItem, repository.user_key(user_id), OWN):
        item = None if own.deleted else repository.find_item(own.sk.removeprefix(OWN))
        if item is not None and not item.deleted:
            yield repository.template_of(item)


def erase(user_id: str) -> Step:
    """Favourites and ratings are taken out of the counts; templates go, published ones too.

    Sessions that others made from such a template keep what they took from it.
    """
    return in_turn(
        lambda: _uncounted(user_id, FavoriteItem, FAVORITE, repository.forget_favorite),
        lambda: _uncounted(user_id, RatingItem, RATING, repository.forget_rating),
        lambda: _templates(user_id),
        lambda: partition("templates", repository.user_key(user_id)),
    )


def _uncounted(user_id: str, model: type[I], prefix: str, forget: Callable[[I], Sequence[Action]]) -> Step:
    pk = repository.user_key(user_id)
    page = store.query_page(model, pk, limit=_AT_ONCE, range_condition=model.sk.startswith(prefix))
    for item in page.items:
        _forget(item, forget)
    return Step(len(page.items), done=page.last_key is None)


def _forget(item: I, forget: Callable[[I], Sequence[Action]]) -> None:
    for _ in range(_TRIES):
        actions = forget(item)
        try:
            store.write(*actions)
        except store.ConditionFailed as failure:
            if 0 in failure.failed:
                return  # changed or gone at this moment; the next step looks again
            if type(item) is FavoriteItem:
                store.write(actions[0])  # the template and its counters are gone
                return
            continue  # others rated it at the same moment
        return
    raise store.TransactionConflict


def _templates(user_id: str) -> Step:
    keys, pk = keys_of("templates"), repository.user_key(user_id)  # expired ones, too: what they lead to goes as well
    page = store.query_page(keys, pk, limit=_AT_ONCE, range_condition=keys.sk.startswith(OWN))
    removed = 0
    for own in page.items:
        removed += partition("templates", repository.template_key(own.sk.removeprefix(OWN))).removed
        store.write(store.delete(own))
    return Step(removed, done=page.last_key is None)


PERSONAL = PersonalData(
    area="templates",
    tables=("templates",),
    held=(
        Held(
            "own templates",
            "plans that a user wrote, published ones included: to train by, and to share",
            "until erasure; 90 days as a tombstone when deleted",
            "templates",
        ),
        Held("favourites, ratings, followed plans", "to find and to follow; for counts", "until erasure", "templates"),
    ),
    export=export,
    erase=erase,
)
