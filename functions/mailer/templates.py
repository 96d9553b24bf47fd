"""The mails about accounts, as text and as HTML from the same words."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from fitsync.auth.events import AccountClosed, SignedInOnNewDevice
from fitsync.auth.mailing import RESET_LIFETIME, VERIFICATION_LIFETIME
from fitsync.kit.mail import Message
from fitsync.privacy.service import EXPORT_GOOD_FOR

_HOUR = 3600


def verification(to: str, username: str, link: str) -> Message:
    """Asks a new user to confirm the address."""
    return _message(
        to,
        "Confirm your e-mail address",
        username,
        ["Welcome to FitSync. Please confirm that this address is yours."],
        ("Confirm the address", link),
        f"The link works once and for {int(VERIFICATION_LIFETIME.total_seconds()) // _HOUR} hours. "
        "If you did not sign up, ignore this mail.",
    )


def welcome(to: str, username: str, app_url: str) -> Message:
    """Greets a user whose address is confirmed."""
    return _message(
        to,
        "Welcome to FitSync",
        username,
        [
            "Your address is confirmed and your account is ready.",
            "Bring your history from Hevy or Strong with you, or start with your first workout right away.",
        ],
        ("Open FitSync", app_url),
        "You get this mail once, because you signed up for FitSync.",
    )


def password_reset(to: str, username: str, link: str) -> Message:
    """Carries the link that sets a new password."""
    return _message(
        to,
        "Reset your password",
        username,
        ["Somebody, hopefully you, asked to reset the password of this account."],
        ("Choose a new password", link),
        f"The link works once and for {int(RESET_LIFETIME.total_seconds()) // _HOUR} hour. "
        "If it was not you, ignore this mail: your password stays as it is.",
    )


def new_device(sign_in: SignedInOnNewDevice) -> Message:
    """Warns of a sign-in on a device that was not seen before."""
    return _message(
        sign_in.email,
        "New sign-in to your account",
        sign_in.username,
        [
            f"Your account was signed in on a new device: {sign_in.device_name}.",
            f"When: {sign_in.at:%d %B %Y, %H:%M} UTC. Network address: {sign_in.ip or 'unknown'}.",
        ],
        None,
        "If it was not you, reset your password: that signs every device out.",
    )


def account_closed(closed: AccountClosed) -> Message:
    """Confirms that an erasure has begun; the last mail there is."""
    return _message(
        closed.email,
        "Your account is being erased",
        closed.username,
        [
            "Your account is closed, and everything you kept with us is being removed. It takes about an hour in all.",
            f"Keep this number if you want to ask about it later: {closed.erasure_id}",
        ],
        None,
        "If it was not you, somebody knows your password: change it wherever else you use it.",
    )


def export_ready(to: str, username: str, link: str) -> Message:
    """Says that the archive which the user asked for can be fetched."""
    return _message(
        to,
        "Your data are ready",
        username,
        ["The archive of everything you keep with us is ready: your data as JSON, your workouts as CSV, your photos."],
        ("Download it in the app", link),
        f"It can be downloaded for {int(EXPORT_GOOD_FOR.total_seconds()) // _HOUR} hours. "
        "If you did not ask for it, reset your password: that signs every device out.",
    )


def _message(
    to: str, subject: str, username: str, paragraphs: Sequence[str], button: tuple[str, str] | None, small: str
) -> Message:
    greeting = f"Hello {username},"
    lines = [greeting, *paragraphs]
    html = [f"<p>{escape(line)}</p>" for line in lines]
    if button:
        label, link = button
        lines.append(f"{label}: {link}")
        html.append(f'<p><a href="{escape(link, quote=True)}">{escape(label)}</a></p>')
    html.append(f'<p style="color:#666;font-size:small">{escape(small)}</p>')
    body = f'<!doctype html><html lang="en"><body style="font-family:sans-serif">{"".join(html)}</body></html>'
    return Message(to, subject, "\n\n".join([*lines, small]) + "\n", body)
