"""Doing things at the same moment."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


def together(calls: Sequence[Callable[[], T]]) -> list[T]:
    """Make all `calls` at once, each in a thread of its own; their results in the same order."""
    barrier = threading.Barrier(len(calls))

    def one(call: Callable[[], T]) -> T:
        # Mangum looks for the event loop of the thread it runs in.
        asyncio.set_event_loop(asyncio.new_event_loop())
        barrier.wait()
        try:
            return call()
        finally:
            asyncio.get_event_loop().close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(one, calls))
