"""Trying again when others were faster."""

from __future__ import annotations

from collections.abc import Iterator

from fitsync.kit import clock


def tries(count: int, *, first_seconds: float = 0.02, longest_seconds: float = 1) -> Iterator[int]:
    """The numbers of `count` tries, with a random pause before each but the first.

    The pause is anything up to a bound that doubles ("full jitter": M. Brooker, Exponential Backoff And Jitter, AWS
    Architecture Blog, 2015), so that those who met once do not meet again.
    """
    for number in range(count):
        if number:
            clock.pause(clock.fraction() * min(longest_seconds, first_seconds * 2 ** (number - 1)))
        yield number
