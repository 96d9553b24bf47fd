"""Pauses between tries."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime

from fitsync.kit import backoff, clock

START = datetime(2026, 3, 2, tzinfo=UTC)


def _pauses(count: int, seed: int = 1) -> list[float]:
    with clock.fixed(START, seed):
        instants = [clock.now() for _ in backoff.tries(count, first_seconds=0.5, longest_seconds=4)]
    return [(after - before).total_seconds() for before, after in itertools.pairwise(instants)]


def test_the_first_try_is_made_at_once() -> None:
    assert _pauses(1) == []


def test_pauses_grow_up_to_a_bound_and_differ() -> None:
    for seed in range(20):
        pauses = _pauses(7, seed)
        assert all(pause <= most for pause, most in zip(pauses, (0.5, 1, 2, 4, 4, 4), strict=True))
    assert _pauses(7, 1) != _pauses(7, 2)
