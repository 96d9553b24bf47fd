"""Where the CPU of a request goes, by part of the platform, from a profile."""

from __future__ import annotations

import cProfile
import pstats
from collections import defaultdict
from typing import TypeAlias

PARTS = ("framework", "authorisation", "validation", "DynamoDB client", "logs", "domain")

Function: TypeAlias = tuple[str, int, str]

_ROUNDS = 30


def _own(function: Function) -> str | None:
    """The part that a function belongs to; None for those that work for whoever calls them."""
    path = function[0]
    for part, signs in _SIGNS:
        if any(sign in path for sign in signs):
            return part
    if "pydantic_core" in function[2]:
        return "validation"
    return None


_SIGNS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("authorisation", ("kit/auth.py", "kit/limits.py", "kit/http/dependencies.py", "kit/http/guarded.py")),
    ("DynamoDB client", ("kit/store/", "kit/direct/", "/pynamodb/", "/botocore/", "/urllib3/", "http/client.py")),
    ("logs", ("kit/log.py", "kit/metrics.py")),
    ("framework", ("/fastapi/", "/starlette/", "/mangum/", "/anyio/", "kit/http/")),
    ("validation", ("/pydantic/", "kit/wire.py")),
    ("domain", ("/fitsync/", "/functions/")),
)


def shares(profile: cProfile.Profile) -> dict[str, float]:
    """The share of each part in the time of a profile.

    Time of the standard library and of C functions counts for those that call them, in proportion.
    """
    stats = pstats.Stats(profile).stats  # type: ignore[attr-defined]
    belongs: dict[Function, dict[str, float]] = {}
    for function in stats:
        part = _own(function)
        belongs[function] = {part: 1.0} if part else {}
    for _ in range(_ROUNDS):
        for function, (_, _, _, _, callers) in stats.items():
            if _own(function) is None and callers:
                belongs[function] = _inherited(callers, belongs)
    spent: dict[str, float] = dict.fromkeys(PARTS, 0.0)
    for function, (_, _, own_time, _, _) in stats.items():
        known = belongs[function]
        for part, share in known.items():
            spent[part] += own_time * share
        spent["framework"] += own_time * (1 - sum(known.values()))
    total = sum(spent.values())
    return {part: time / total for part, time in spent.items()}


def _inherited(
    callers: dict[Function, tuple[int, int, float, float]], belongs: dict[Function, dict[str, float]]
) -> dict[str, float]:
    weights = {caller: numbers[2] or 1e-9 for caller, numbers in callers.items()}
    total = sum(weights.values())
    found: dict[str, float] = defaultdict(float)
    for caller, weight in weights.items():
        for part, share in belongs.get(caller, {}).items():
            found[part] += share * weight / total
    return dict(found)
