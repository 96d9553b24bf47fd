"""What users make of the built-in programmes, kept for a minute: every list shows it, and it changes slowly."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from fitsync.kit import clock, snapshot
from fitsync.templates import repository
from fitsync.templates.template import Stats

KEPT: Final = timedelta(minutes=1)

_kept: list[tuple[float, dict[str, Stats]]] = []
"""The statistics as this process read them, and when they are to be read again (seconds since the epoch)."""


def stats() -> dict[str, Stats]:
    """The statistics of those that have any, at most a minute old; one request a minute and process."""
    now = clock.now().timestamp()
    # A clock that went back (tests) must not keep what was read in the future.
    if _kept and now < _kept[0][0] <= now + KEPT.total_seconds():
        return _kept[0][1]
    found = repository.built_in_stats()
    _kept[:] = [(now + KEPT.total_seconds(), found)]
    return found


@snapshot.forgets
def forget() -> None:
    """Drop what this process keeps."""
    _kept.clear()
