"""Custom exercises: made, changed, reviewed and deleted."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Final

from fitsync.exercises import catalogue, digest, repository
from fitsync.exercises.errors import BuiltInExercise, ExerciseNotFound, NotYourExercise, TooManyCustomExercises
from fitsync.exercises.events import (
    CustomExerciseCreated,
    CustomExerciseDeleted,
    CustomExerciseReviewed,
    CustomExerciseUpdated,
)
from fitsync.exercises.listing import MAX_OWN
from fitsync.exercises.matching import key_of
from fitsync.exercises.models import CustomExercise, ExerciseItem, Stats
from fitsync.exercises.repository import Found
from fitsync.exercises.summary import ExerciseSummary
from fitsync.exercises.vocabulary import ExerciseType, Kind
from fitsync.kit import clock, store
from fitsync.kit.auth import Principal
from fitsync.kit.errors import ConcurrentChange, IdTaken
from fitsync.kit.events import DomainEvent

# Longer than any message or backup of the event can wait to be read.
_TOMBSTONE: Final = timedelta(days=90)

# The closest general activity of the 2011 Compendium of Physical Activities, by type: code and MET value.
# Source: Ainsworth BE et al. 2011, Med Sci Sports Exerc 43(8):1575-1581.
_ENERGY: Final[dict[ExerciseType, tuple[str, float]]] = {
    "strength": ("02054", 3.5),  # resistance training, multiple exercises, 8-15 repetitions
    "cardio": ("02060", 5.5),  # health club exercise, general
    "flexibility": ("02101", 2.3),  # stretching, mild
    "balance": ("02001", 2.3),  # light effort: balance, yoga
}

# Every id made from a name carries this instant in its ULID timestamp: 2026-01-01T00:00:00Z in milliseconds.
_NAMED_MS: Final = 1_767_225_600_000
_CROCKFORD: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def visible(item: ExerciseItem | None, reader: Principal) -> bool:
    """Whether the reader sees this custom exercise."""
    if item is None or item.deleted:
        return False
    return item.status == "approved" or reader.is_admin or item.creator_id == reader.user_id


def create(creator_id: str, exercise_id: str, exercise: CustomExercise) -> tuple[Found, bool]:
    """The custom exercise, and whether it is new; the same id again gives what is there.

    Raises `IdTaken` for an id that is not this user's, and `TooManyCustomExercises`.
    """
    if catalogue.get(exercise_id):
        raise IdTaken()
    item = _new(creator_id, exercise_id, exercise)
    try:
        store.write(store.create(item), repository.count_own(creator_id, 1, most=MAX_OWN))
    except store.ConditionFailed as failure:
        if 0 in failure.failed:
            return _existing(creator_id, exercise_id), False
        raise TooManyCustomExercises() from failure
    return Found(item, Stats(), None), True


def create_named(creator_id: str, name: str, kind: Kind) -> ExerciseSummary:
    """The user's own exercise of that name, made if there is none; the same name always gives the same exercise.

    Raises `TooManyCustomExercises`.
    """
    exercise_id = _id_of(creator_id, name)
    exercise_type: ExerciseType = "cardio" if kind == "distance_duration" else "strength"
    item = _new(creator_id, exercise_id, CustomExercise(name=name, kind=kind, exercise_type=exercise_type))
    counted = repository.count_own(creator_id, 1, most=MAX_OWN)
    try:
        store.write(store.create(item), counted)
    except store.ConditionFailed as failure:
        if 0 not in failure.failed:
            raise TooManyCustomExercises() from failure
        known = repository.find(exercise_id)
        if known is None or known.creator_id != creator_id:
            raise ConcurrentChange() from failure
        return repository.summary_of(_revived(known, item))
    return repository.summary_of(item)


def _revived(known: ExerciseItem, item: ExerciseItem) -> ExerciseItem:
    """A deleted exercise that is needed again comes back as the new one would be; `TooManyCustomExercises`."""
    if not known.deleted:
        return known
    known.deleted, known.expires_at, known.creator = False, None, known.creator_id
    known.exercise, known.summary, known.updated_at = item.exercise, item.summary, clock.now()
    _announce(known, CustomExerciseCreated(exercise_id=known.exercise_id, exercise=known.exercise))
    try:
        store.write(store.put(known), repository.count_own(known.creator_id, 1, most=MAX_OWN))
    except store.ConditionFailed as failure:
        raise (ConcurrentChange() if 0 in failure.failed else TooManyCustomExercises()) from failure
    return known


def update(
    exercise_id: str,
    editor: Principal,
    check: Callable[[int], None],
    change: Callable[[CustomExercise], CustomExercise],
) -> Found:
    """Change a custom exercise; `check` may refuse the version that is there.

    What an administrator approved is private again once its creator changes it. Raises `ExerciseNotFound`,
    `BuiltInExercise`, `NotYourExercise`, or `ConcurrentChange` when another device was faster.
    """
    found = _editable(exercise_id, editor)
    item = _item(found)
    check(item.version)
    was_approved = item.status == "approved"
    item.exercise = change(item.exercise)
    item.summary = repository.summary_row(_summary(exercise_id, item.exercise))
    item.updated_at = clock.now()
    if not editor.is_admin:
        item.approved = None
    _announce(item, CustomExerciseUpdated(exercise_id=exercise_id, exercise=item.exercise))
    _write(store.put(item))
    if was_approved:
        digest.rebuild(even_if_fresh=True)
    return found


def review(exercise_id: str, *, approved: bool) -> ExerciseItem:
    """Make a custom exercise everybody's, or its creator's alone again; raises `ExerciseNotFound`."""
    item = repository.find(exercise_id)
    if item is None or item.deleted:
        raise ExerciseNotFound()
    item.approved = repository.APPROVED if approved else None
    item.updated_at = clock.now()
    _announce(item, CustomExerciseReviewed(exercise_id=exercise_id, approved=approved))
    _write(store.put(item))
    digest.rebuild(even_if_fresh=True)
    return item


def delete(exercise_id: str, editor: Principal, check: Callable[[int], None]) -> None:
    """Delete a custom exercise; sessions keep what they say of it. Refuses as `update` does."""
    item = _item(_editable(exercise_id, editor))
    check(item.version)
    was_approved = item.status == "approved"
    item.deleted, item.creator, item.approved = True, repository.deleted_by(item.creator_id), None
    item.updated_at = clock.now()
    item.expires_at = clock.now() + _TOMBSTONE
    _announce(item, CustomExerciseDeleted(exercise_id=exercise_id))
    _write(store.put(item), repository.count_own(item.creator_id, -1), repository.stats_of_deleted(exercise_id))
    if was_approved:
        digest.rebuild(even_if_fresh=True)


def _new(creator_id: str, exercise_id: str, exercise: CustomExercise) -> ExerciseItem:
    now = clock.now()
    item = ExerciseItem(
        repository.exercise_key(exercise_id),
        repository.EXERCISE,
        creator=creator_id,
        creator_id=creator_id,
        exercise_id=exercise_id,
        exercise=exercise,
        summary=repository.summary_row(_summary(exercise_id, exercise)),
        created_at=now,
        updated_at=now,
    )
    _announce(item, CustomExerciseCreated(exercise_id=exercise_id, exercise=exercise))
    return item


def _existing(creator_id: str, exercise_id: str) -> Found:
    found = repository.find_with_stats(exercise_id, creator_id)
    if found.item is None or found.item.deleted or found.item.creator_id != creator_id:
        raise IdTaken()
    return found


def _editable(exercise_id: str, editor: Principal) -> Found:
    if catalogue.get(exercise_id):
        raise BuiltInExercise()
    found = repository.find_with_stats(exercise_id, editor.user_id)
    if not visible(found.item, editor):
        raise ExerciseNotFound()
    if not editor.is_admin and _item(found).creator_id != editor.user_id:
        raise NotYourExercise()
    return found


def _item(found: Found) -> ExerciseItem:
    assert found.item is not None
    return found.item


def _announce(item: ExerciseItem, event: DomainEvent) -> None:
    item.raise_events(event, aggregate_id=item.exercise_id, user_id=item.creator_id)


def _write(*actions: store.Action) -> None:
    try:
        store.write(*actions)
    except store.ConditionFailed as failure:
        raise ConcurrentChange() from failure


def _summary(exercise_id: str, exercise: CustomExercise) -> ExerciseSummary:
    code, met = _ENERGY[exercise.exercise_type]
    return ExerciseSummary(
        id=exercise_id,
        slug="",
        name=exercise.name,
        aliases=(),
        kind=exercise.kind,
        difficulty=exercise.difficulty,
        exercise_type=exercise.exercise_type,
        pattern=exercise.pattern,
        direction=None,
        mechanic=None,
        equipment=exercise.equipment,
        primary_muscles=exercise.primary_muscles,
        secondary_muscles=exercise.secondary_muscles,
        unilateral=exercise.unilateral,
        met=met,
        met_code=code,
        tags=exercise.tags,
        common=0,
    )


def _id_of(creator_id: str, name: str) -> str:
    """The ULID of a user's exercise of that name: a fixed instant and 80 bits of a SHA-256."""
    # A name without a single Latin letter or figure has no key of words.
    meant = " ".join(key_of(name)) or name.strip().casefold()
    digest_of_name = hashlib.sha256(f"fitsync.custom:{creator_id}:{meant}".encode()).digest()
    number = _NAMED_MS << 80 | int.from_bytes(digest_of_name[:10], "big")
    return "".join(_CROCKFORD[number >> shift & 31] for shift in range(125, -1, -5))
