"""How long sign-in is refused after failures: functions of the count and of the time of the last failure."""

from __future__ import annotations

from datetime import datetime, timedelta

# Five failures per 15 minutes, per account and per network address (the design's rate-limit row).
ALLOWED_FAILURES = 5
FIRST_LOCK = timedelta(minutes=15)
LONGEST_LOCK = timedelta(hours=24)


def lock_after(failures: int) -> timedelta:
    """How long an account is locked after its `failures`-th failure in a row: 15 min, doubling up to a day."""
    if failures < ALLOWED_FAILURES:
        return timedelta(0)
    doublings = min(failures - ALLOWED_FAILURES, 10)
    return min(FIRST_LOCK * (1 << doublings), LONGEST_LOCK)


def seconds_left(failures: int, last_failure_at: datetime | None, now: datetime) -> int:
    """Whole seconds until sign-in is possible again; 0 when it is."""
    if last_failure_at is None:
        return 0
    left = last_failure_at + lock_after(failures) - now
    return max(0, -(-left // timedelta(seconds=1)))


def remembered_for(failures: int) -> timedelta:
    """How long failures count: the window of the limit, or the lock and as much again for its growth."""
    return max(FIRST_LOCK, 2 * lock_after(failures))


def window_end(failures: int, end: datetime | None, now: datetime) -> datetime:
    """Until when the `failures` of a network address count, the last of them just now.

    Its window ends a quarter of an hour after the first failure, its lock as long after the last one that it allows.
    Many people share an address, so nothing of it is remembered beyond that.
    """
    return now + FIRST_LOCK if end is None or failures >= ALLOWED_FAILURES else end
