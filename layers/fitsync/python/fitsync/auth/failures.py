"""Counting wrong passwords, and refusing those who gave too many."""

from __future__ import annotations

from fitsync.auth import lockout, repository
from fitsync.auth.errors import AccountLocked
from fitsync.auth.models import Account, Attempts
from fitsync.kit import clock, store
from fitsync.kit.errors import RateLimited

# How often a guess is judged anew when others were counted at the same moment: five that are counted lock the account.
TRIES = 10


def count(account: Account | None, by_account: Attempts, by_address: Attempts) -> None:
    """Count a wrong password; `ConditionFailed` when others were counted since the failures were read."""
    now = clock.now()
    user_id = account.user_id if account else None
    store.write(
        repository.count_account_failure(by_account, now, user_id), repository.count_address_failure(by_address, now)
    )


def refuse_locked(by_account: Attempts, by_address: Attempts) -> None:
    """Raise `AccountLocked`, or `RateLimited` for a network address, while there were too many failures."""
    now = clock.now()
    left = lockout.seconds_left(int(by_account.failures), by_account.last_failure_at, now)
    if left:
        raise AccountLocked.until(left)
    # An address is shared by many people, so its lock does not grow.
    failures = min(int(by_address.failures), lockout.ALLOWED_FAILURES)
    left = lockout.seconds_left(failures, by_address.last_failure_at, now)
    if left:
        raise RateLimited.until(left)
