"""Names for users that tell nobody who they are.

An operator who is given a user's id can compute the subject and find what belongs to it; the subject alone leads
nowhere. The key is never rotated: what it has named must be found again for years.
"""

from __future__ import annotations

import hashlib
import hmac

from fitsync.kit.secrets import secret

_SECRET = "privacy"  # noqa: S105 - the name of a secret


def subject_of(user_id: str) -> str:
    """The keyed hash of a user's id: HMAC-SHA-256 (RFC 2104), the first 128 bits in hexadecimal."""
    key = secret(_SECRET).current.encode()
    return hmac.new(key, user_id.encode(), hashlib.sha256).hexdigest()[:32]
