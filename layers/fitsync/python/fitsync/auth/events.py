"""What happens to accounts."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from fitsync.auth.models import TokenPurpose
from fitsync.kit.events import DomainEvent


class UserRegistered(DomainEvent):
    name: ClassVar[str] = "auth.user_registered"

    email: str
    username: str


class MailRequested(DomainEvent):
    """Somebody asked for a mail; whether the address has an account is found out later, out of sight."""

    name: ClassVar[str] = "auth.mail_requested"

    email: str
    purpose: TokenPurpose


class EmailVerified(DomainEvent):
    name: ClassVar[str] = "auth.email_verified"

    email: str
    username: str


class SignedInOnNewDevice(DomainEvent):
    name: ClassVar[str] = "auth.signed_in_on_new_device"

    email: str
    username: str
    device_name: str
    ip: str
    at: datetime


class PasswordReset(DomainEvent):
    name: ClassVar[str] = "auth.password_reset"


class SessionEnded(DomainEvent):
    """A session is over: by sign-out, or because an old refresh token came back (`reused`)."""

    name: ClassVar[str] = "auth.session_ended"

    session_id: str
    reused: bool


class AllSessionsEnded(DomainEvent):
    """Every device was signed out by its owner; the sessions themselves are not touched."""

    name: ClassVar[str] = "auth.all_sessions_ended"
