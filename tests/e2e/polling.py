"""Waiting for what arrives by itself."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def eventually(look: Callable[[], T | None], seconds: float = 60, every: float = 0.1) -> T:
    """What `look` finds, as soon as it finds something; fails when that takes longer than `seconds`."""
    deadline = time.monotonic() + seconds
    while True:
        found = look()
        if found is not None:
            return found
        assert time.monotonic() < deadline, f"nothing came within {seconds} s"
        time.sleep(every)
