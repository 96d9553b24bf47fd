"""Sends the mail that events about accounts and their data ask for.

One-time tokens are made here, when the mail is, so that no table or queue ever holds one in the clear.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from fitsync.auth import mailing
from fitsync.auth.events import AccountClosed, EmailVerified, MailRequested, SignedInOnNewDevice, UserRegistered
from fitsync.auth.models import Account, TokenPurpose
from fitsync.kit import mail, once
from fitsync.kit.consumer import consumer
from fitsync.kit.events import EventEnvelope
from fitsync.kit.settings import settings
from fitsync.privacy.events import ExportReady
from functions.mailer import templates

NAME = "mailer"


def handle(event: EventEnvelope) -> None:
    """Send the mail for one event, unless it has been sent."""
    compose = _COMPOSERS[event.name]
    if once.done(NAME, event.id):
        return
    message = compose(event)
    if message is not None:
        mail.send(message)
    # A crash between the two sends the mail twice, which is better than never.
    once.remember(NAME, event.id)


def _on_registered(event: EventEnvelope) -> mail.Message | None:
    return _verification(mailing.find_by_email(event.payload(UserRegistered).email))


def _on_requested(event: EventEnvelope) -> mail.Message | None:
    request = event.payload(MailRequested)
    account = mailing.find_by_email(request.email)
    if request.purpose is TokenPurpose.VERIFICATION:
        return _verification(account)
    return _reset(account)


def _verification(account: Account | None) -> mail.Message | None:
    if account is None or account.email_verified_at is not None:
        return None
    token = mailing.issue_token(account, TokenPurpose.VERIFICATION)
    link = f"{settings().api_url}/v1/auth/verify-email?{urlencode({'token': token})}"
    return templates.verification(account.email, account.username, link)


def _reset(account: Account | None) -> mail.Message | None:
    if account is None or not account.active:
        return None
    token = mailing.issue_token(account, TokenPurpose.PASSWORD_RESET)
    link = f"{settings().app_url}/reset-password?{urlencode({'token': token})}"
    return templates.password_reset(account.email, account.username, link)


def _on_verified(event: EventEnvelope) -> mail.Message:
    verified = event.payload(EmailVerified)
    return templates.welcome(verified.email, verified.username, settings().app_url)


def _on_new_device(event: EventEnvelope) -> mail.Message:
    sign_in = event.payload(SignedInOnNewDevice)
    return templates.new_device(sign_in)


def _on_closed(event: EventEnvelope) -> mail.Message:
    # The account itself may be gone by now.
    return templates.account_closed(event.payload(AccountClosed))


def _on_export(event: EventEnvelope) -> mail.Message | None:
    account = mailing.find(event.user_id or "")
    if account is None or not account.active:
        return None
    # Who opens it signs in first: a link that holds the archive has no place in a mailbox.
    return templates.export_ready(account.email, account.username, f"{settings().app_url}/settings/export")


_COMPOSERS: dict[str, Callable[[EventEnvelope], mail.Message | None]] = {
    UserRegistered.name: _on_registered,
    MailRequested.name: _on_requested,
    EmailVerified.name: _on_verified,
    SignedInOnNewDevice.name: _on_new_device,
    AccountClosed.name: _on_closed,
    ExportReady.name: _on_export,
}

EVENTS = tuple(_COMPOSERS)

handler = consumer(handle)
