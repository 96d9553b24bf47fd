"""What happens to accounts."""

from datetime import datetime
from typing import ClassVar

from fitsync.auth.models import TokenPurpose
from fitsync.kit.events import AuditedEvent, DomainEvent


class UserRegistered(AuditedEvent):
    name: ClassVar[str] = "auth.user_registered"

    email: str
    username: str


class MailRequested(DomainEvent):
    """Somebody asked for a mail; whether the address has an account is found out later, out of sight."""

    name: ClassVar[str] = "auth.mail_requested"

    email: str
    purpose: TokenPurpose


class EmailVerified(AuditedEvent):
    name: ClassVar[str] = "auth.email_verified"

    email: str
    username: str


class SignedIn(AuditedEvent):
    name: ClassVar[str] = "auth.signed_in"

    session_id: str
    device_name: str


class PasswordRefused(AuditedEvent):
    """A wrong password, at sign-in or where one is asked for again; with `locks`, the account is locked by it."""

    name: ClassVar[str] = "auth.password_refused"

    locks: bool


class SignedInOnNewDevice(DomainEvent):
    name: ClassVar[str] = "auth.signed_in_on_new_device"

    email: str
    username: str
    device_name: str
    ip: str
    at: datetime


class PasswordReset(AuditedEvent):
    name: ClassVar[str] = "auth.password_reset"


class SessionEnded(AuditedEvent):
    """A session is over: by sign-out, or because an old refresh token came back (`reused`)."""

    name: ClassVar[str] = "auth.session_ended"

    session_id: str
    reused: bool


class AllSessionsEnded(AuditedEvent):
    """Every device was signed out by its owner; the sessions themselves are not touched."""

    name: ClassVar[str] = "auth.all_sessions_ended"


class AccountClosed(AuditedEvent):
    """Its owner asked for the account, and everything else of theirs, to be erased; nobody can sign in any more."""

    name: ClassVar[str] = "auth.account_closed"

    erasure_id: str
    email: str
    username: str
