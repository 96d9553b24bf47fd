"""Changing things that may change meanwhile: read, write on what was read, and once more when that is old."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from fitsync.kit import store
from fitsync.kit.errors import ConcurrentChange
from fitsync.kit.store import Action, Item

T = TypeVar("T")
I = TypeVar("I", bound=Item)  # noqa: E741

_TRIES = 3


class Overtaken(Exception):
    """What was read has changed before the write; nothing was written. `failed` are positions of actions."""

    def __init__(self, failed: tuple[int, ...]) -> None:
        super().__init__(f"overtaken at {failed}")
        self.failed = failed


def written(item: I, *actions: Action) -> I:
    """Do all of `actions`, or none of them and raise `Overtaken`; `item` for convenience."""
    try:
        store.write(*actions)
    except store.ConditionFailed as failure:
        raise Overtaken(failure.failed) from failure
    return item


def until_written(attempt: Callable[[], T]) -> T:
    """Attempt again while overtaken; raises `ConcurrentChange` when others kept being faster."""
    for _ in range(_TRIES):
        try:
            return attempt()
        except Overtaken:
            continue
    raise ConcurrentChange()
