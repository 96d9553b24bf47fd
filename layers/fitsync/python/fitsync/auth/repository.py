"""The store of accounts, sessions and everything around sign-in."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action as UpdateAction

from fitsync.auth import lockout
from fitsync.auth.digests import digest
from fitsync.auth.events import MailRequested, PasswordRefused
from fitsync.auth.models import (
    Account,
    Attempts,
    Device,
    EmailAddress,
    MailRequest,
    OneTimeToken,
    Session,
    TokenPurpose,
)
from fitsync.kit import clock, store
from fitsync.kit.events import enveloped
from fitsync.kit.store import Action

ACCOUNT, EMAIL, ATTEMPTS, MAIL = "ACCOUNT", "EMAIL", "ATTEMPTS", "MAIL"
SESSION, DEVICE, TOKEN = "SESSION#", "DEVICE#", "TOKEN#"
# A ULID in text.
_ID_LENGTH = 26


def user_key(user_id: str) -> str:
    return f"USER#{user_id}"


def normalised(email: str) -> str:
    """The form in which addresses are compared."""
    return email.strip().lower()


def email_key(email: str) -> str:
    return f"EMAIL#{normalised(email)}"


def session_key(session_id: str) -> str:
    return SESSION + session_id


def device_key(device_id: str) -> str:
    return DEVICE + _hidden(device_id)


def _hidden(value: str) -> str:
    return hashlib.sha256(value.encode()).hexdigest()[:32]


def account_attempts(email: str) -> Attempts:
    """The key of the failures of the account with this address."""
    return Attempts(f"ATTEMPTS#ACCOUNT#{_hidden(normalised(email))}", ATTEMPTS)


def address_attempts(ip: str) -> Attempts:
    """The key of the failures from a network address."""
    return Attempts(f"ATTEMPTS#ADDRESS#{_hidden(ip)}", ATTEMPTS)


def find_account(user_id: str) -> Account | None:
    return Account.find(user_key(user_id), ACCOUNT)


def find_account_by_email(email: str) -> Account | None:
    owner = EmailAddress.find(email_key(email), EMAIL)
    return find_account(owner.user_id) if owner else None


def find_session_and_account(user_id: str, session_id: str) -> tuple[Session | None, Account | None]:
    """A session and its account, in one request."""
    pk = user_key(user_id)
    session, account = store.get_many((Session, pk, session_key(session_id)), (Account, pk, ACCOUNT))
    assert session is None or isinstance(session, Session)
    assert account is None or isinstance(account, Account)
    return session, account


def find_sign_in(email: str, ip: str) -> tuple[EmailAddress | None, Attempts, Attempts]:
    """Who has the address, and the failures of the account and of the network address, in one request."""
    by_account, by_address = account_attempts(email), address_attempts(ip)
    owner, account, address = store.get_many(
        (EmailAddress, email_key(email), EMAIL),
        (Attempts, by_account.pk, by_account.sk),
        (Attempts, by_address.pk, by_address.sk),
    )
    assert owner is None or isinstance(owner, EmailAddress)
    return (
        owner,
        account if isinstance(account, Attempts) else by_account,
        address if isinstance(address, Attempts) else by_address,
    )


def find_account_and_device(user_id: str, device_id: str) -> tuple[Account | None, Device | None]:
    """An account, and whether it knows a device, in one request."""
    pk = user_key(user_id)
    account, device = store.get_many((Account, pk, ACCOUNT), (Device, pk, device_key(device_id)))
    assert account is None or isinstance(account, Account)
    assert device is None or isinstance(device, Device)
    return account, device


def count_account_failure(attempts: Attempts, now: datetime, user_id: str | None) -> Action:
    """One more failure of an account; fails when others counted since `attempts` were read.

    `user_id` is None where no account has the address: the same is written, so that it takes as long.
    """
    failures = int(attempts.failures) + 1
    raised = enveloped(
        PasswordRefused(locks=lockout.lock_after(failures) > timedelta(0)),
        aggregate_id=attempts.pk,
        aggregate_version=int(now.timestamp() * 1000),
        user_id=user_id,
    )
    return _count_failure(attempts, now, now + lockout.remembered_for(failures), Attempts.events.set(raised))


def count_address_failure(attempts: Attempts, now: datetime) -> Action:
    """One more failure from a network address; fails when others counted since `attempts` were read."""
    end = lockout.window_end(int(attempts.failures) + 1, attempts.expires_at, now)
    return _count_failure(attempts, now, end)


def _count_failure(attempts: Attempts, now: datetime, remembered_until: datetime, *more: UpdateAction) -> Action:
    changes = [
        *more,
        # Not added up: what is there may be expired.
        Attempts.failures.set(int(attempts.failures) + 1),
        Attempts.last_failure_at.set(now),
        Attempts.expires_at.set(remembered_until),
    ]
    return store.update(attempts, changes, _uncounted_since(attempts, now))


def forget_failures(attempts: Attempts, now: datetime) -> Action:
    """Let an account start afresh; fails when others counted since `attempts` were read."""
    unchanged = _uncounted_since(attempts, now)
    return store.delete(attempts, unchanged) if attempts.failures else store.check(attempts, unchanged)


def _uncounted_since(attempts: Attempts, now: datetime) -> Condition:
    unchanged: Condition = Attempts.failures == int(attempts.failures)
    if not attempts.failures:
        unchanged = Attempts.pk.does_not_exist() | (Attempts.expires_at <= now)
    return unchanged


def sessions_page(user_id: str, limit: int, before: str | None) -> tuple[list[Session], str | None]:
    """Sessions newest first, those before the session id `before` when given, and the id to go on from."""
    return store.newest(Session, user_key(user_id), SESSION, limit=limit, before=before)


def new_token(user_id: str) -> str:
    """A one-time token. It begins with the user's id, so that what is stored of it is found with the user."""
    return user_id + clock.token()


def token_item(token: str, user_id: str, purpose: TokenPurpose, expires_at: datetime) -> OneTimeToken:
    return OneTimeToken(
        user_key(user_id),
        TOKEN + digest(token),
        user_id=user_id,
        purpose=purpose.value,
        issued_at=clock.now(),
        expires_at=expires_at,
    )


def find_token(token: str, purpose: TokenPurpose) -> OneTimeToken | None:
    """The live one-time token for `purpose`."""
    item = OneTimeToken.find(user_key(token[:_ID_LENGTH]), TOKEN + digest(token))
    return item if item and item.purpose == purpose.value else None


def request_mail(email: str, purpose: TokenPurpose, now: datetime, pause: timedelta) -> Action:
    """Ask for a mail, unless one was asked for less than `pause` ago. Alike for known and unknown addresses."""
    request = mail_request(email, purpose)
    request.requested_at, request.expires_at = now, now + timedelta(days=1)
    request.events = enveloped(
        MailRequested(email=normalised(email), purpose=purpose),
        aggregate_id=request.pk,
        aggregate_version=int(now.timestamp() * 1000),
        user_id=None,
    )
    rested = MailRequest.requested_at.does_not_exist() | (MailRequest.requested_at <= now - pause)
    return store.put(request, rested)


def mail_request(email: str, purpose: TokenPurpose) -> MailRequest:
    """The key of the note that a mail was asked for."""
    return MailRequest(f"MAIL#{purpose.value}#{_hidden(normalised(email))}", MAIL)
