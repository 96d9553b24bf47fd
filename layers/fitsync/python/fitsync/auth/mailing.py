"""Mail that accounts ask for, and the one-time tokens in it. Kept free of password hashing for the mailer's sake."""

from __future__ import annotations

from datetime import timedelta

from fitsync.auth import repository
from fitsync.auth.models import Account, TokenPurpose
from fitsync.kit import clock, store

# OWASP's Forgot Password Cheat Sheet asks for short-lived links; an hour leaves time for slow mail.
RESET_LIFETIME = timedelta(hours=1)
VERIFICATION_LIFETIME = timedelta(hours=24)
# One mail a minute to one address is enough for anybody who is waiting for it.
MAIL_PAUSE = timedelta(minutes=1)

_LIFETIMES = {TokenPurpose.PASSWORD_RESET: RESET_LIFETIME, TokenPurpose.VERIFICATION: VERIFICATION_LIFETIME}


def request_mail(email: str, purpose: TokenPurpose) -> None:
    """Ask for a mail. Does the same work, and says nothing, whether or not the address has an account."""
    try:
        store.write(repository.request_mail(email, purpose, clock.now(), MAIL_PAUSE))
    except store.ConditionFailed:
        return


def find_by_email(email: str) -> Account | None:
    """The account with this address."""
    return repository.find_account_by_email(email)


def find(user_id: str) -> Account | None:
    """The account of a user."""
    return repository.find_account(user_id)


def issue_token(account: Account, purpose: TokenPurpose) -> str:
    """A new one-time token; only its hash is kept."""
    token = repository.new_token(account.user_id)
    expires_at = clock.now() + _LIFETIMES[purpose]
    store.write(store.create(repository.token_item(token, account.user_id, purpose, expires_at)))
    return token
