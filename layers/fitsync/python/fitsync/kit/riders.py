"""Letting a marker ride along with the first write of a block, whoever makes it.

That is how a message acts once: its marker and its effect are one transaction, though the area that writes the effect
knows nothing of messages.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fitsync.kit.store import Action


class AlreadyDone(Exception):
    """The condition of the rider did not hold: what the block was about to do has been done before."""


@dataclass
class Rider:
    """An action that waits for a write, and whether it was written."""

    action: Action
    written: bool = False


_waiting: ContextVar[Rider | None] = ContextVar("rider", default=None)


def waiting() -> Rider | None:
    """The rider that the next write must take along; None when there is none, or it was written already."""
    rider = _waiting.get()
    return None if rider is None or rider.written else rider


@contextlib.contextmanager
def riding(action: Action) -> Iterator[Rider]:
    """Let `action` be part of the first write of the block.

    When its condition fails, that write does not happen and raises `AlreadyDone`. A block that writes nothing leaves
    it unwritten.
    """
    rider = Rider(action)
    token = _waiting.set(rider)
    try:
        yield rider
    finally:
        _waiting.reset(token)
