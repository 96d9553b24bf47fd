"""What training adds up to, for whoever asks, and how the news of sessions gets in."""

from __future__ import annotations

from collections.abc import Iterable

from fitsync.analytics import repository
from fitsync.analytics.documents import ExerciseUse, SessionStats, Standing
from fitsync.analytics.projection import Effect, TotalsChange, applied, chunks
from fitsync.analytics.reading import sessions_between, standing, standing_ref, streaks, week_start
from fitsync.analytics.streaks import Streaks
from fitsync.analytics.summing import moved
from fitsync.kit import backoff, clock, store
from fitsync.kit.errors import ConcurrentChange

__all__ = [
    "ExerciseUse",
    "SessionStats",
    "Standing",
    "Streaks",
    "TotalsChange",
    "record",
    "sessions_between",
    "standing",
    "standing_ref",
    "streaks",
    "week_start",
]

# A transaction takes 4 MB (DynamoDB quota), an item 400 KB: ten of any size fit, and the standing with nine months.
_MONTHS = 9
_TRIES = 10


def record(user_id: str, changes: Iterable[TotalsChange]) -> None:
    """Take note of changed sessions of one user, in any order and as often as one likes.

    Raises `ConcurrentChange` when other writers kept being faster.
    """
    for effects in chunks(changes, _MONTHS):
        _record(user_id, effects)


def _record(user_id: str, effects: list[Effect]) -> None:
    for _ in backoff.tries(_TRIES):
        standing_item, items = repository.find(user_id, (effect.month for effect in effects))
        summed, changed = standing_item.standing, []
        for name, item in items.items():
            month = applied(item.month, [effect for effect in effects if effect.month == name], clock.now())
            if month is not item.month:
                summed = moved(summed, item.month, month)
                item.month = month
                changed.append(item)
        if not changed:
            return
        standing_item.standing = summed
        try:
            repository.write(standing_item, changed)
        except (store.ConditionFailed, store.TransactionConflict):
            continue
        return
    raise ConcurrentChange()
