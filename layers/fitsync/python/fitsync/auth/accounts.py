"""Accounts: registration, confirming an address, resetting a password."""

from __future__ import annotations

from typing import NamedTuple

from fitsync.auth import passwords, repository
from fitsync.auth.errors import EmailTaken, InvalidOneTimeToken
from fitsync.auth.events import EmailVerified, PasswordReset, UserRegistered
from fitsync.auth.models import Account, EmailAddress, TokenPurpose
from fitsync.kit import clock, store
from fitsync.users import service as users
from fitsync.users.errors import UsernameTaken


class Registration(NamedTuple):
    """What a new user gives."""

    email: str
    password: str
    username: str
    profile: users.Profile


def register(registration: Registration) -> Account:
    """Create the account and its profile together; of two at the same moment for one address, one wins.

    Raises `EmailTaken`, `UsernameTaken` or `WeakPassword`.
    """
    passwords.judge(registration.password, email=registration.email, username=registration.username)
    user_id, email = clock.new_id(), repository.normalised(registration.email)
    account = Account(
        repository.user_key(user_id),
        repository.ACCOUNT,
        user_id=user_id,
        email=email,
        username=registration.username,
        password_hash=passwords.hash_password(registration.password),
        created_at=clock.now(),
    )
    account.raise_events(
        UserRegistered(email=email, username=registration.username), aggregate_id=user_id, user_id=user_id
    )
    owner = EmailAddress(repository.email_key(email), repository.EMAIL, user_id=user_id)
    profile_actions = users.new_user_actions(user_id, registration.username, registration.profile)
    try:
        store.write(store.create(owner), *profile_actions, store.put(account))
    except store.ConditionFailed as failure:
        raise (EmailTaken() if 0 in failure.failed else UsernameTaken()) from failure
    return account


def verify_email(token: str) -> Account:
    """Confirm an address with the token mailed to it; raises `InvalidOneTimeToken`."""
    item, account = _redeemed(token, TokenPurpose.VERIFICATION)
    if account.email_verified_at is None:
        account.email_verified_at = clock.now()
        account.raise_events(
            EmailVerified(email=account.email, username=account.username),
            aggregate_id=account.user_id,
            user_id=account.user_id,
        )
    _write_with_token(item, account)
    return account


def reset_password(token: str, password: str) -> None:
    """Set a new password and end every session; raises `InvalidOneTimeToken` or `WeakPassword`."""
    item, account = _redeemed(token, TokenPurpose.PASSWORD_RESET)
    passwords.judge(password, email=account.email, username=account.username)
    account.password_hash = passwords.hash_password(password)
    account.sessions_valid_from = clock.now()
    # Whoever can read the mail has shown that the address is theirs.
    account.email_verified_at = account.email_verified_at or clock.now()
    account.raise_events(PasswordReset(), aggregate_id=account.user_id, user_id=account.user_id)
    _write_with_token(item, account, store.delete(repository.account_attempts(account.email)))


def _redeemed(token: str, purpose: TokenPurpose) -> tuple[store.Item, Account]:
    item = repository.find_token(token, purpose)
    account = repository.find_account(item.user_id) if item else None
    if item is None or account is None or not item.is_valid(account):
        raise InvalidOneTimeToken()
    return item, account


def _write_with_token(token: store.Item, account: Account, *more: store.Action) -> None:
    try:
        store.write(store.delete(token, type(token).pk.exists()), store.put(account), *more)
    except store.ConditionFailed as failure:
        raise InvalidOneTimeToken() from failure
