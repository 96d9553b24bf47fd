"""How secrets of full entropy (tokens) are stored and compared. Passwords have bcrypt instead."""

from __future__ import annotations

import hashlib
import hmac


def digest(value: str) -> str:
    """The SHA-256 under which `value` is stored."""
    return hashlib.sha256(value.encode()).hexdigest()


def same(stored: str | None, value: str) -> bool:
    """Whether `stored` is the digest of `value`, in constant time."""
    return stored is not None and hmac.compare_digest(stored, digest(value))
