"""The store of custom exercises, ratings and counters."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple, TypeVar

import orjson

from fitsync.exercises import catalogue
from fitsync.exercises.models import (
    SHARDS,
    CustomsItem,
    Digest,
    DigestItem,
    ExerciseItem,
    RatingItem,
    Stats,
    StatsItem,
)
from fitsync.exercises.summary import ExerciseSummary
from fitsync.kit import store
from fitsync.kit.store import Action, Item

EXERCISE, STATS, CUSTOMS, DIGEST, RATING = "EXERCISE", "STATS", "CUSTOMS", "DIGEST", "RATING#"
APPROVED = "APPROVED"

T = TypeVar("T")
I = TypeVar("I", bound=Item)  # noqa: E741


class Found(NamedTuple):
    """All that is stored about one exercise for one reader."""

    item: ExerciseItem | None
    stats: Stats
    rating: RatingItem | None


def exercise_key(exercise_id: str) -> str:
    return f"EXERCISE#{exercise_id}"


def find(exercise_id: str) -> ExerciseItem | None:
    """The custom exercise, a deleted one included."""
    return ExerciseItem.find(exercise_key(exercise_id), EXERCISE)


def find_all(exercise_ids: Sequence[str]) -> list[ExerciseItem]:
    """The custom exercises among the ids, deleted ones left out; one request per hundred."""
    found: list[ExerciseItem] = []
    for some in _batches(dict.fromkeys(exercise_ids)):
        items = store.get_many(*((ExerciseItem, exercise_key(one), EXERCISE) for one in some))
        found += [item for item in items if isinstance(item, ExerciseItem) and not item.deleted]
    return found


def find_with_stats(exercise_id: str, user_id: str) -> Found:
    """An exercise, its counters and the user's rating of it, in one request."""
    items = store.get_many(
        *([] if catalogue.get(exercise_id) else [(ExerciseItem, exercise_key(exercise_id), EXERCISE)]),
        (RatingItem, user_key(user_id), rating_key(exercise_id)),
        *((StatsItem, pk, sk) for pk, sk in _stats_keys(exercise_id)),
    )
    return Found(
        item=_first(items, ExerciseItem),
        stats=sum((item.stats for item in items if isinstance(item, StatsItem)), Stats()),
        rating=_first(items, RatingItem),
    )


def own(user_id: str, limit: int) -> list[ExerciseSummary]:
    """The user's custom exercises in brief, by name, in one request."""
    page = store.query_page(ExerciseItem, user_id, limit=limit, index="by_creator", consistent=False)
    return sorted((summary_of(item) for item in page.items), key=lambda summary: summary.sort_key)


def summary_of(item: ExerciseItem) -> ExerciseSummary:
    return ExerciseSummary.of_row(orjson.loads(item.summary))


def summary_row(summary: ExerciseSummary) -> str:
    """A summary as it is stored."""
    return orjson.dumps(list(summary)).decode()


def count_own(user_id: str, change: int, most: int | None = None) -> Action:
    """Count the user's custom exercises up or down; with `most`, the action fails once there are that many."""
    counter = CustomsItem(f"CREATOR#{user_id}", CUSTOMS)
    below = CustomsItem.number.does_not_exist() | (CustomsItem.number < most) if most is not None else None
    return store.update(counter, [CustomsItem.number.add(change)], below)


def user_key(user_id: str) -> str:
    return f"USER#{user_id}"


def rating_key(exercise_id: str) -> str:
    return RATING + exercise_id


def new_rating(exercise_id: str, user_id: str) -> RatingItem:
    return RatingItem(user_key(user_id), rating_key(exercise_id), stars=0)


def forget_rating(rating: RatingItem) -> list[Action]:
    """The writes that take a rating back."""
    user_id, exercise_id = rating.pk.removeprefix("USER#"), rating.sk.removeprefix(RATING)
    taken = [StatsItem.rating_sum.add(-int(rating.stars)), StatsItem.rating_count.add(-1)]
    return [store.delete(rating), store.update(_stats_item(exercise_id, user_id), taken, StatsItem.pk.exists())]


def deleted_by(creator_id: str) -> str:
    """What `creator` is for a tombstone, so that it is in the index, but not among what its creator has."""
    return f"DELETED#{creator_id}"


def made_by(creator_id: str, limit: int) -> list[str]:
    """The ids of custom exercises that a user made, deleted ones included."""
    found: list[str] = []
    for creator in (creator_id, deleted_by(creator_id)):
        page = store.query_page(ExerciseItem, creator, limit=limit, index="by_creator", consistent=False)
        found += [item.pk.removeprefix("EXERCISE#") for item in page.items]
    return found[:limit]


def count_use(exercise_id: str, workout_id: str) -> Action:
    """Count the exercise as part of one more workout."""
    return store.update(_stats_item(exercise_id, workout_id), [StatsItem.usage.add(1)])


def count_rating(exercise_id: str, user_id: str, stars: int, before: int | None) -> Action:
    """Add a rating to the sums, or the difference to the one it replaces."""
    changes = [StatsItem.rating_sum.add(stars - (before or 0)), StatsItem.rating_count.add(0 if before else 1)]
    return store.update(_stats_item(exercise_id, user_id), changes)


def stats_of_deleted(exercise_id: str) -> Action:
    """Forget how much a custom exercise was used and liked."""
    return store.delete(StatsItem(exercise_key(exercise_id), STATS))


def find_digest() -> DigestItem | None:
    return DigestItem.find(DIGEST, DIGEST)


def new_digest(digest: Digest) -> DigestItem:
    return DigestItem(DIGEST, DIGEST, digest=digest)


def all_stats() -> dict[str, Stats]:
    """The counters of the whole catalogue, summed over the shards, which are read side by side."""
    from concurrent.futures import ThreadPoolExecutor

    summed: dict[str, Stats] = {}
    with ThreadPoolExecutor(SHARDS) as pool:
        for shard in pool.map(_shard, range(SHARDS)):
            for item in shard:
                summed[item.sk] = summed.get(item.sk, Stats()) + item.stats
    return summed


def all_approved(limit: int) -> list[ExerciseSummary]:
    """Up to `limit` approved custom exercises in brief."""
    approved = store.query_all(ExerciseItem, APPROVED, page_size=limit, index="by_approval", consistent=False)
    return [summary_of(item) for item in islice(approved, limit)]


def stats_of(exercise_ids: Sequence[str]) -> dict[str, Stats]:
    """The counters of custom exercises; one request per hundred."""
    found: dict[str, Stats] = {}
    for some in _batches(exercise_ids):
        items = store.get_many(*((StatsItem, exercise_key(one), STATS) for one in some))
        found.update({one: item.stats for one, item in zip(some, items, strict=True) if isinstance(item, StatsItem)})
    return found


def _shard(number: int) -> list[StatsItem]:
    return list(store.query_all(StatsItem, f"STATS#{number}", page_size=1000, consistent=False))


def _stats_keys(exercise_id: str) -> list[tuple[str, str]]:
    if catalogue.get(exercise_id):
        return [(f"STATS#{shard}", exercise_id) for shard in range(SHARDS)]
    return [(exercise_key(exercise_id), STATS)]


def _stats_item(exercise_id: str, spread_by: str) -> StatsItem:
    """The counter to write to; what spreads a catalogue exercise over its shards is who or what counts."""
    keys = _stats_keys(exercise_id)
    return StatsItem(*keys[zlib.crc32(spread_by.encode()) % len(keys)])


def _first(items: Iterable[Item | None], kind: type[I]) -> I | None:
    return next((item for item in items if isinstance(item, kind)), None)


def _batches(values: Iterable[T]) -> Iterator[list[T]]:
    remaining = iter(values)
    while some := list(islice(remaining, store.BATCH_LIMIT)):
        yield some
