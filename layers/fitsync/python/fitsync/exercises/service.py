"""What one can do with exercises."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from fitsync.exercises import catalogue, customs, digest, matching, repository
from fitsync.exercises.catalogue import Texts
from fitsync.exercises.customs import create_named, delete, review
from fitsync.exercises.documents import catalogue_exercises
from fitsync.exercises.errors import ExerciseNotFound
from fitsync.exercises.events import ExerciseRated
from fitsync.exercises.listing import MAX_OWN, ExerciseFilter, Listed, ListPage, Shelf
from fitsync.exercises.models import CustomExercise, ExerciseItem, Stats
from fitsync.exercises.reading import find, find_many
from fitsync.exercises.repository import Found
from fitsync.exercises.summary import ExerciseSummary
from fitsync.exercises.vocabulary import Equipment, Kind, Muscle
from fitsync.kit import once, store
from fitsync.kit.auth import Principal
from fitsync.kit.errors import ConcurrentChange

__all__ = [
    "MAX_OWN",
    "CustomExercise",
    "Equipment",
    "ExerciseFilter",
    "ExerciseSummary",
    "ExerciseView",
    "Kind",
    "ListPage",
    "Listed",
    "Matched",
    "Muscle",
    "Stats",
    "Texts",
    "catalogue_exercises",
    "catalogue_version",
    "count_uses",
    "create",
    "create_custom",
    "delete",
    "find",
    "find_many",
    "get",
    "list_exercises",
    "match",
    "popular",
    "rate",
    "review",
    "search",
    "update",
]

USAGE_CONSUMER = "exercise_usage"

catalogue_version = catalogue.version
create_custom = create_named


class ExerciseView(NamedTuple):
    """One exercise as its reader sees it. `item` is what is stored of a custom one; `rating` the reader's own."""

    summary: ExerciseSummary
    texts: Texts
    stats: Stats
    rating: int | None
    item: ExerciseItem | None


class Matched(NamedTuple):
    """The exercise that a name means, and how sure that is (up to 1)."""

    exercise: ExerciseSummary
    confidence: float


def get(exercise_id: str, reader: Principal) -> ExerciseView:
    """One exercise, in one request; raises `ExerciseNotFound`, also for what is private to somebody else."""
    return _view(exercise_id, _visible(exercise_id, reader))


def create(creator_id: str, exercise_id: str, exercise: CustomExercise) -> tuple[ExerciseView, bool]:
    """The custom exercise, and whether it is new; the same id again gives what is there.

    Raises `IdTaken` for an id that is not this user's, and `TooManyCustomExercises`.
    """
    found, created = customs.create(creator_id, exercise_id, exercise)
    return _view(exercise_id, found), created


def update(
    exercise_id: str,
    editor: Principal,
    check: Callable[[int], None],
    change: Callable[[CustomExercise], CustomExercise],
) -> ExerciseView:
    """Change a custom exercise; `check` may refuse the version that is there.

    Raises `ExerciseNotFound`, `BuiltInExercise`, `NotYourExercise`, or `ConcurrentChange`.
    """
    return _view(exercise_id, customs.update(exercise_id, editor, check, change))


def list_exercises(user_id: str, wanted: ExerciseFilter, *, limit: int, after: int = 0) -> ListPage:
    """Everybody's exercises and the user's own, by name, from position `after` on."""
    shelf = Shelf(user_id)
    return shelf.page(shelf.by_name(wanted), wanted, limit=limit, after=after)


def search(user_id: str, query: str, wanted: ExerciseFilter, *, limit: int, after: int = 0) -> ListPage:
    """The exercises that fit `query`, best first."""
    shelf = Shelf(user_id)
    return shelf.page(shelf.by_relevance(query), wanted, limit=limit, after=after)


def popular(user_id: str, wanted: ExerciseFilter, *, limit: int, after: int = 0) -> ListPage:
    """The exercises by how often they were part of a completed workout."""
    shelf = Shelf(user_id)
    return shelf.page(shelf.by_popularity(), wanted, limit=limit, after=after)


def rate(exercise_id: str, rater: Principal, stars: int) -> ExerciseView:
    """Give the exercise 1 to 5 stars; a rating given before is replaced.

    Raises `ExerciseNotFound`, or `ConcurrentChange` when another device rated at the same moment.
    """
    found = _visible(exercise_id, rater)
    rating = found.rating or repository.new_rating(exercise_id, rater.user_id)
    before = int(rating.stars) or None
    if before == stars:
        return _view(exercise_id, found)
    rating.stars = stars
    rating.raise_events(
        ExerciseRated(exercise_id=exercise_id, stars=stars, before=before),
        aggregate_id=f"{exercise_id}/ratings/{rater.user_id}",
        user_id=rater.user_id,
    )
    try:
        store.write(store.put(rating), repository.count_rating(exercise_id, rater.user_id, stars, before))
    except store.ConditionFailed as failure:
        raise ConcurrentChange() from failure
    change = Stats(rating_sum=stars - (before or 0), rating_count=0 if before else 1)
    return _view(exercise_id, Found(found.item, found.stats + change, rating))


def count_uses(workout_id: str, exercise_ids: Iterable[str]) -> None:
    """Count each exercise of a completed workout once, however often this is called for the workout."""
    used = list(dict.fromkeys(exercise_ids))
    others = [exercise_id for exercise_id in used if not catalogue.get(exercise_id)]
    gone = set(others) - {item.exercise_id for item in repository.find_all(others)} if others else set()
    counts = [repository.count_use(exercise_id, workout_id) for exercise_id in used if exercise_id not in gone]
    if not counts:
        return
    try:
        store.write(once.claim(USAGE_CONSUMER, workout_id), *counts)
    except store.ConditionFailed:
        # The only condition is the claim's: this workout has been counted.
        return
    digest.rebuild()


def match(names: Iterable[str], user_id: str) -> dict[str, Matched]:
    """The exercises that names written by another app mean, by name; a name that means none for sure is left out.

    An own exercise of that very name comes before one of the catalogue.
    """
    own = {matching.key_of(summary.name): summary for summary in repository.own(user_id, MAX_OWN)}
    matched: dict[str, Matched] = {}
    for name in names:
        key = matching.key_of(name)
        if key and key in own:
            matched[name] = Matched(own[key], 1.0)
        elif found := matching.match(name):
            matched[name] = Matched(_built_in(found.exercise_id), found.confidence)
    return matched


def _built_in(exercise_id: str) -> ExerciseSummary:
    summary = catalogue.get(exercise_id)
    assert summary is not None
    return summary


def _visible(exercise_id: str, reader: Principal) -> Found:
    found = repository.find_with_stats(exercise_id, reader.user_id)
    if catalogue.get(exercise_id) is None and not customs.visible(found.item, reader):
        raise ExerciseNotFound()
    return found


def _view(exercise_id: str, found: Found) -> ExerciseView:
    rating = int(found.rating.stars) if found.rating else None
    texts = catalogue.texts(exercise_id)
    if texts is not None:
        return ExerciseView(_built_in(exercise_id), texts, found.stats, rating, None)
    assert found.item is not None
    summary = repository.summary_of(found.item)
    return ExerciseView(summary, _texts_of(found.item.exercise, summary), found.stats, rating, found.item)


# As many as a catalogue exercise has.
_ALTERNATIVES = 6


def _texts_of(exercise: CustomExercise, summary: ExerciseSummary) -> Texts:
    alike = [
        other
        for other in catalogue.all_exercises()
        if other.exercise_type == summary.exercise_type and set(other.primary_muscles) & set(summary.primary_muscles)
    ]
    alike.sort(key=lambda other: (other.kind != summary.kind, -other.common, other.sort_key))
    return Texts(
        description=exercise.description,
        instructions=exercise.instructions,
        warnings=exercise.warnings,
        common_mistakes=exercise.common_mistakes,
        tips=exercise.tips,
        variations=(),
        alternatives=tuple(other.id for other in alike[:_ALTERNATIVES]),
    )
