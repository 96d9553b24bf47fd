"""Hashing and judging passwords."""

from __future__ import annotations

import functools

import bcrypt

from fitsync.auth.errors import WeakPassword
from fitsync.kit import snapshot
from fitsync.kit.settings import settings

# NIST SP 800-63B, section 5.1.1.2: at least 8 characters, and lists of common and breached ones refused.
MIN_LENGTH = 8
# bcrypt reads no more than 72 bytes (Provos and Mazieres 1999); beyond that two passwords would be the same.
MAX_BYTES = 72

_FIXED_SALT = "CCCCCCCCCCCCCCCCCCCCC."


def hash_password(password: str) -> str:
    """The bcrypt hash of `password` at the configured cost."""
    return bcrypt.hashpw(password.encode(), bcrypt.gensalt(settings().bcrypt_cost)).decode()


def matches(password: str, hashed: str | None) -> bool:
    """Whether `password` is the one behind `hashed`; takes as long when there is no hash to compare with."""
    raw = password.encode()[:MAX_BYTES]
    if hashed is None:
        bcrypt.hashpw(raw, f"$2b${settings().bcrypt_cost:02}${_FIXED_SALT}".encode())
        return False
    return bcrypt.checkpw(raw, hashed.encode())


def judge(password: str, *, email: str, username: str) -> None:
    """Raise `WeakPassword` for a password that is known from breaches or made of the user's own names."""
    lowered = password.lower()
    personal = {email.lower(), email.lower().partition("@")[0], username.lower()}
    if lowered in personal or lowered in _breached():
        raise WeakPassword(details={"fields": [{"field": "body.password", "reason": "too easy to guess"}]})


@snapshot.ahead
@functools.cache
def _breached() -> frozenset[str]:
    # 30,000 of the most frequent passwords of public breaches, ranked by Dropbox's zxcvbn project.
    from zxcvbn.frequency_lists import FREQUENCY_LISTS

    return frozenset(FREQUENCY_LISTS["passwords"])
