"""Keeping the account's copy of the username, which sign-in and mails show, at the profile's."""

from __future__ import annotations

from fitsync.auth import repository
from fitsync.kit import store
from fitsync.kit.errors import ConcurrentChange


def take(user_id: str, username: str, profile_version: int) -> None:
    """Take over the username that a version of the profile has, unless a later one was taken over before.

    Raises `ConcurrentChange` when the account was changed at the same moment.
    """
    account = repository.find_account(user_id)
    if account is None or profile_version <= (account.profile_version or 0):
        return
    account.username, account.profile_version = username, profile_version
    account.raise_events(aggregate_id=user_id, user_id=user_id)
    try:
        store.write(store.put(account))
    except store.ConditionFailed as failure:
        raise ConcurrentChange() from failure
