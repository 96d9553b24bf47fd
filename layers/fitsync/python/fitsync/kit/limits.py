"""Rate limits per user and minute, counted in DynamoDB in leases.

A function takes a tenth of the limit at once and spends it from memory, so that a busy user costs one write per
several requests. All leases of a minute together never exceed the limit.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal, NamedTuple, TypeAlias

from pynamodb.attributes import NumberAttribute, TTLAttribute

from fitsync.kit import clock, snapshot
from fitsync.kit.auth import Principal, Role
from fitsync.kit.errors import RateLimited
from fitsync.kit.store import Item, change, optional

Bucket: TypeAlias = Literal["default", "ai", "uploads", "messages"]

WINDOW_SECONDS = 60

# Requests per user and minute, as the design's rate-limit row gives them.
_LIMITS: dict[Bucket, dict[Role, int]] = {
    "default": {Role.USER: 100, Role.PREMIUM: 500, Role.ADMIN: 1000},
    "ai": {Role.USER: 10, Role.PREMIUM: 20, Role.ADMIN: 20},
    "uploads": {Role.USER: 10, Role.PREMIUM: 10, Role.ADMIN: 10},
    # Per connection, on top of the user's own: two messages a second, pings included.
    "messages": {Role.USER: 120, Role.PREMIUM: 120, Role.ADMIN: 120},
}


class Window(Item):
    """pk `LIMIT#<bucket>#<user or connection>`, sk `<minute>`: how many requests of the minute are leased out."""

    table = "platform"
    leased = NumberAttribute(default=0)
    expires_at = optional(TTLAttribute())


@dataclass
class _Lease:
    minute: int
    left: int
    remaining: int


class Allowance(NamedTuple):
    """What is left of the minute after this request."""

    limit: int
    remaining: int
    reset_seconds: int

    def headers(self) -> dict[str, str]:
        """`RateLimit-*` headers (IETF draft-ietf-httpapi-ratelimit-headers, version 06)."""
        return {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(self.remaining),
            "RateLimit-Reset": str(self.reset_seconds),
        }


_leases: dict[tuple[str, str], _Lease] = {}
_KEPT_LEASES = 10_000


def limit_of(role: Role, bucket: Bucket) -> int:
    """Requests per minute that `role` has in `bucket`."""
    return _LIMITS[bucket][role]


def spend(principal: Principal, bucket: Bucket) -> Allowance:
    """Count one request; raises `RateLimited` when the minute is used up."""
    return spend_key(principal.user_id, bucket, principal.role)


def spend_key(counted: str, bucket: Bucket, role: Role) -> Allowance:
    """Count one request or message of whatever is `counted` (a user, a connection); raises `RateLimited`."""
    limit = limit_of(role, bucket)
    now = clock.epoch()
    minute, reset = now // WINDOW_SECONDS, WINDOW_SECONDS - now % WINDOW_SECONDS
    key = (counted, bucket)
    lease = _leases.get(key)
    if lease is None or lease.minute != minute or (lease.left == 0 and lease.remaining > 0):
        lease = _take(counted, bucket, minute, limit)
        _keep(key, lease)
    if lease.left == 0:
        raise _refused(limit, reset)
    lease.left -= 1
    return Allowance(limit, lease.remaining + lease.left, reset)


def _take(counted: str, bucket: Bucket, minute: int, limit: int) -> _Lease:
    size = max(1, limit // 10)
    window = change(
        Window(f"LIMIT#{bucket}#{counted}", str(minute)),
        [
            Window.leased.add(size),
            Window.expires_at.set(clock.now() + timedelta(seconds=2 * WINDOW_SECONDS)),
        ],
    )
    leased = int(window.leased)
    granted = max(0, min(size, limit - (leased - size)))
    return _Lease(minute, granted, max(0, limit - leased))


def _keep(key: tuple[str, str], lease: _Lease) -> None:
    if len(_leases) >= _KEPT_LEASES:
        _leases.clear()
    _leases[key] = lease


def _refused(limit: int, reset: int) -> RateLimited:
    refusal = RateLimited.until(reset)
    refusal.headers.update(Allowance(limit, 0, reset).headers())
    return refusal


@snapshot.forgets
def reset() -> None:
    """Forget every lease."""
    _leases.clear()
