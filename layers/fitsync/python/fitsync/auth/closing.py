"""Closing an account, the first step of erasing whom it belongs to."""

from __future__ import annotations

from fitsync.auth import failures, passwords, repository
from fitsync.auth.errors import WrongPassword
from fitsync.auth.events import AccountClosed, AllSessionsEnded
from fitsync.auth.models import Account, Attempts
from fitsync.kit import clock, context, store
from fitsync.kit.errors import ConcurrentChange, Unauthenticated


def close_account(user_id: str, password: str) -> Account:
    """End every session and let nobody sign in any more; what follows is the erasure that the account then names.

    Raises `WrongPassword`, `AccountLocked` or `RateLimited` (wrong passwords count as failed sign-ins do), and
    `Unauthenticated` when the account is closed or gone.
    """
    account = _open(user_id)
    _, by_account, by_address = repository.find_sign_in(account.email, context.current().ip)
    failures.refuse_locked(by_account, by_address)
    right = passwords.matches(password, account.password_hash)
    for _ in range(failures.TRIES):
        try:
            if not right:
                failures.count(account, by_account, by_address)
                raise WrongPassword()
            _close(account, by_account)
            return account
        except store.ConditionFailed:
            # Somebody was counted, or changed the account, at the same moment.
            account = _open(user_id)
            _, by_account, by_address = repository.find_sign_in(account.email, context.current().ip)
            failures.refuse_locked(by_account, by_address)
    raise ConcurrentChange()


def _open(user_id: str) -> Account:
    account = repository.find_account(user_id)
    if account is None or not account.active:
        raise Unauthenticated()
    return account


def _close(account: Account, attempts: Attempts) -> None:
    now, erasure_id = clock.now(), clock.new_id()
    account.active, account.sessions_valid_from, account.erasure_id = False, now, erasure_id
    account.raise_events(
        AccountClosed(erasure_id=erasure_id, email=account.email, username=account.username),
        AllSessionsEnded(),
        aggregate_id=account.user_id,
        user_id=account.user_id,
    )
    store.write(store.put(account), repository.forget_failures(attempts, now))
