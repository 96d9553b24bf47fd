"""Writes the audit trail: an entry for every event that is about security or privacy, once.

Events of unknown people (a wrong password for an address without an account) are nobody's trail and are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from fitsync.auth.events import (
    AccountClosed,
    AllSessionsEnded,
    EmailVerified,
    PasswordRefused,
    PasswordReset,
    SessionEnded,
    SignedIn,
    UserRegistered,
)
from fitsync.kit.consumer import consumer
from fitsync.kit.events import EventEnvelope
from fitsync.privacy import service
from fitsync.privacy.events import AccountErased, ExportReady, ExportRequested
from fitsync.privacy.service import AuditAction
from fitsync.users.events import PreferencesUpdated, UserBlocked

_ACTIONS: Mapping[str, Callable[[EventEnvelope], AuditAction]] = {
    UserRegistered.name: lambda _: AuditAction.REGISTERED,
    EmailVerified.name: lambda _: AuditAction.EMAIL_VERIFIED,
    SignedIn.name: lambda _: AuditAction.SIGNED_IN,
    PasswordRefused.name: lambda event: (
        AuditAction.ACCOUNT_LOCKED if event.payload(PasswordRefused).locks else AuditAction.PASSWORD_REFUSED
    ),
    PasswordReset.name: lambda _: AuditAction.PASSWORD_RESET,
    SessionEnded.name: lambda event: (
        AuditAction.REFRESH_TOKEN_REUSED if event.payload(SessionEnded).reused else AuditAction.SESSION_ENDED
    ),
    AllSessionsEnded.name: lambda _: AuditAction.ALL_SESSIONS_ENDED,
    PreferencesUpdated.name: lambda _: AuditAction.PRIVACY_CHANGED,
    UserBlocked.name: lambda _: AuditAction.USER_BLOCKED,
    ExportRequested.name: lambda _: AuditAction.EXPORT_REQUESTED,
    ExportReady.name: lambda _: AuditAction.EXPORT_READY,
    AccountClosed.name: lambda _: AuditAction.ERASURE_REQUESTED,
    AccountErased.name: lambda _: AuditAction.ERASURE_FINISHED,
}
# What of an event is worth keeping: random ids and settings, no names and no texts.
_DETAILS = frozenset({"session_id", "export_id", "erasure_id"})

EVENTS = tuple(_ACTIONS)


def handle(event: EventEnvelope) -> None:
    """Keep one event."""
    if event.name == PreferencesUpdated.name and not event.payload(PreferencesUpdated).privacy_changed:
        return
    if event.name == AccountErased.name:
        subject = event.payload(AccountErased).subject
    elif event.user_id is not None:
        subject = service.subject_of(event.user_id)
    else:
        return
    service.record(
        subject,
        _ACTIONS[event.name](event),
        event.occurred_at,
        event.id,
        ip=str(event.data.get("ip", "")),
        user_agent=str(event.data.get("user_agent", "")),
        details={name: str(value) for name, value in event.data.items() if name in _DETAILS},
    )


handler = consumer(handle, also_of_erased=True)
