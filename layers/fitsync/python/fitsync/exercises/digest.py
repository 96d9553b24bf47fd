"""What lists show of everybody's exercises: how much they are used and liked, and the approved custom ones.

Readers keep the digest for a minute; whoever counts something rebuilds it once it is older than that.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final, NamedTuple

from fitsync.exercises import repository
from fitsync.exercises.models import Digest, Stats
from fitsync.exercises.summary import ExerciseSummary
from fitsync.kit import clock, snapshot, store

KEPT: Final = timedelta(minutes=1)
# With its counters each takes about 400 bytes, and an item holds 400 KB.
MAX_APPROVED: Final = 500


class Overview(NamedTuple):
    """The digest as lists use it. `stamp` changes whenever it does."""

    stamp: str
    stats: dict[str, Stats]
    approved: tuple[ExerciseSummary, ...]

    @property
    def popularity(self) -> dict[str, int]:
        """How often each exercise was used, by id."""
        return {exercise_id: stats.usage for exercise_id, stats in self.stats.items()}


_kept: list[tuple[float, Overview]] = []
"""The overview of this process, and when it is to be read again (seconds since the epoch)."""


def overview() -> Overview:
    """Everybody's exercises, at most two minutes old while people train; one request a minute and process."""
    now = clock.now().timestamp()
    # A clock that went back (tests) must not keep an overview of the future.
    if _kept and now < _kept[0][0] <= now + KEPT.total_seconds():
        return _kept[0][1]
    item = repository.find_digest()
    digest = item.digest if item else None
    return _keep(digest)


def rebuild(*, even_if_fresh: bool = False) -> None:
    """Sum up the counters and list the approved exercises anew, unless that was done within the last minute."""
    item = repository.find_digest()
    if item and not even_if_fresh and item.digest.built_at > clock.now() - KEPT:
        return
    digest = _built()
    if item:
        item.digest = digest
    try:
        store.write(store.put(item or repository.new_digest(digest)))
    except store.ConditionFailed:
        # Somebody else rebuilt it at the same moment.
        return
    _keep(digest)


@snapshot.forgets
def forget() -> None:
    """Drop what this process keeps."""
    _kept.clear()


def _built() -> Digest:
    approved = repository.all_approved(MAX_APPROVED)
    stats = repository.all_stats() | repository.stats_of([summary.id for summary in approved])
    return Digest(
        built_at=clock.now(),
        stats={exercise_id: one for exercise_id, one in sorted(stats.items()) if one != Stats()},
        approved=tuple(tuple(summary) for summary in sorted(approved, key=lambda summary: summary.sort_key)),
    )


def _keep(digest: Digest | None) -> Overview:
    found = Overview(
        stamp=digest.built_at.isoformat() if digest else "",
        stats=digest.stats if digest else {},
        approved=tuple(ExerciseSummary.of_row(row) for row in digest.approved) if digest else (),
    )
    _kept[:] = [((clock.now() + KEPT).timestamp(), found)]
    return found
