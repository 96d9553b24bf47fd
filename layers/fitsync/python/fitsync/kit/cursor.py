"""Opaque, signed cursors. A cursor is good only for the listing, filters and user that it was made for."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import TypeAlias

from fitsync.kit.errors import InvalidCursor
from fitsync.kit.secrets import secret

Position: TypeAlias = Mapping[str, str | int]

# 128 bits of the HMAC: forging one takes 2^127 requests on average (RFC 2104, section 5 allows truncation to half).
_SIGNATURE_BYTES = 16


def encode(position: Position, *, scope: str) -> str:
    """A cursor for `position`, valid only for `scope` (route, filters and user)."""
    payload = json.dumps(position, separators=(",", ":"), sort_keys=True).encode()
    signature = _sign(payload, scope, secret("cursors").signing)
    return base64.urlsafe_b64encode(signature + payload).rstrip(b"=").decode()


def decode(cursor: str, *, scope: str) -> dict[str, str | int]:
    """The position in `cursor`; raises `InvalidCursor` when it was changed or made for something else."""
    try:
        raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise InvalidCursor() from None
    signature, payload = raw[:_SIGNATURE_BYTES], raw[_SIGNATURE_BYTES:]
    if not any(hmac.compare_digest(signature, _sign(payload, scope, key)) for key in secret("cursors").accepted):
        raise InvalidCursor()
    position: dict[str, str | int] = json.loads(payload)
    return position


def _sign(payload: bytes, scope: str, key: str) -> bytes:
    message = hashlib.sha256(scope.encode()).digest() + payload
    return hmac.digest(key.encode(), message, "sha256")[:_SIGNATURE_BYTES]
