"""What is kept about people here, for their export and their erasure."""

from collections.abc import Iterator
from datetime import datetime

from fitsync.exercises import repository
from fitsync.exercises.models import CustomExercise, RatingItem
from fitsync.kit import store
from fitsync.kit.documents import Document
from fitsync.kit.erasing import every, in_turn, partition
from fitsync.kit.personal import STEP_ITEMS, ExportFile, ExportRows, Held, PersonalData, Step

# Stands for the creator of an exercise that everybody may use, once that creator is erased.
NOBODY = "ERASED"


class ExportedExercise(Document):
    """An exercise that the user made."""

    exercise_id: str
    status: str
    exercise: CustomExercise
    created_at: datetime
    updated_at: datetime


class ExportedRating(Document):
    """1 to 5 stars that the user gave an exercise."""

    exercise_id: str
    stars: int


def export(user_id: str) -> Iterator[ExportFile]:
    """Custom exercises and ratings."""
    own = repository.find_all(repository.made_by(user_id, STEP_ITEMS))
    made = (ExportedExercise.model_validate(item, from_attributes=True) for item in own)
    yield ExportRows("exercises/custom", ExportedExercise, made)
    rated = (
        ExportedRating(exercise_id=item.sk.removeprefix(repository.RATING), stars=int(item.stars))
        for item in every(RatingItem, repository.user_key(user_id), repository.RATING)
    )
    yield ExportRows("exercises/ratings", ExportedRating, rated)


def erase(user_id: str) -> Step:
    """Ratings leave the averages. What an administrator approved for everybody stays, without its creator."""
    return in_turn(
        lambda: _ratings(user_id),
        lambda: _made(user_id),
        lambda: partition("exercises", f"CREATOR#{user_id}"),
    )


def _ratings(user_id: str) -> Step:
    page = store.query_page(
        RatingItem,
        repository.user_key(user_id),
        limit=STEP_ITEMS // 2,
        range_condition=RatingItem.sk.startswith(repository.RATING),
    )
    for rating in page.items:
        delete, uncount = repository.forget_rating(rating)
        try:
            store.write(delete, uncount)
        except store.ConditionFailed:
            # The exercise and its counters are gone.
            store.write(delete)
    return Step(len(page.items), done=page.last_key is None)


def _made(user_id: str) -> Step:
    ids = repository.made_by(user_id, STEP_ITEMS // 2)
    removed = 0
    for exercise_id in ids:
        item = repository.find(exercise_id)
        if item is None:
            # A tombstone that has expired, or nothing: the index is a moment behind.
            removed += partition("exercises", repository.exercise_key(exercise_id)).removed
            continue
        if item.creator_id != user_id:
            continue  # as above
        removed += 1
        if item.approved and not item.deleted:
            item.creator_id, item.creator, item.events = NOBODY, None, None
            store.write(store.put(item))
            continue
        store.write(store.delete(item), repository.stats_of_deleted(exercise_id))
    return Step(removed, done=len(ids) < STEP_ITEMS // 2)


PERSONAL = PersonalData(
    area="exercises",
    tables=("exercises",),
    held=(
        Held(
            "custom exercises",
            "what a user wrote: to train with",
            "until erasure; 90 days as a tombstone when deleted; approved ones stay, without their creator",
            "exercises",
        ),
        Held("ratings", "stars of exercises: for the average", "until erasure", "exercises"),
    ),
    export=export,
    erase=erase,
)
