"""The one seam for time, identifiers and randomness, so that tests can fix all three."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import random
import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from fitsync.kit import snapshot

snapshot.imports("ulid")


@dataclass
class _Fixed:
    instant: datetime
    random: random.Random = field(repr=False)


_fixed: _Fixed | None = None
_SEED_BYTES = 32
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LAST = datetime(9999, 12, 31, tzinfo=UTC)


def now() -> datetime:
    """The current instant in UTC, cut to milliseconds (what the wire and the store keep)."""
    instant = _fixed.instant if _fixed else datetime.now(UTC)
    return instant.replace(microsecond=instant.microsecond // 1000 * 1000)


def sort_key(instant: datetime) -> str:
    """`2026-01-31T06:30:00.000` of an instant in UTC: sorts by it, to the millisecond, in every year there is."""
    return instant.replace(tzinfo=None).isoformat(timespec="milliseconds")


def epoch() -> int:
    """The current instant in whole seconds since 1970, as TTL attributes want it."""
    return int(now().timestamp())


def random_bytes(length: int) -> bytes:
    """`length` bytes fit for secrets (predictable only while a test fixes the clock)."""
    return _fixed.random.randbytes(length) if _fixed else secrets.token_bytes(length)


def token(length: int = 32) -> str:
    """An unguessable URL-safe token made of `length` random bytes."""
    return base64.urlsafe_b64encode(random_bytes(length)).rstrip(b"=").decode()


def nonce() -> str:
    """32 characters that nobody has had before, also while a test fixes the clock: for the idempotency of requests."""
    return secrets.token_hex(16)


def new_id() -> str:
    """A new ULID: 48 bits of milliseconds, then 80 random bits; sorts by creation time."""
    return _ulid(_milliseconds(now()), random_bytes(10))


def made_at(ulid: str) -> datetime:
    """The instant that an id was made at, as its time half tells; an id may be made up to say any."""
    from ulid import ULID

    milliseconds = int.from_bytes(ULID.from_str(ulid).bytes[:6], "big")
    return _EPOCH + timedelta(milliseconds=min(milliseconds, _milliseconds(_LAST)))


def derived_id(*parts: str, at: datetime | None = None) -> str:
    """A ULID that is a function of `parts` (and of `at`, which gives its time half).

    Used where the same input must give the same resource again: imports, consumers, retries.
    """
    digest = hashlib.sha256("\x1f".join(parts).encode()).digest()
    milliseconds = _milliseconds(at) if at else int.from_bytes(digest[10:16], "big") >> 1
    return _ulid(max(0, milliseconds), digest[:10])


def _milliseconds(instant: datetime) -> int:
    # Exact: a float of seconds times a thousand may fall just short of the millisecond.
    return (instant - _EPOCH) // timedelta(milliseconds=1)


def _ulid(milliseconds: int, tail: bytes) -> str:
    # Importing it reads the metadata of its package: a tenth of a consumer's start, and most make no ids.
    from ulid import ULID

    return str(ULID.from_bytes((milliseconds & (1 << 48) - 1).to_bytes(6, "big") + tail))


def fraction() -> float:
    """A random number from 0 up to 1, without 1."""
    return int.from_bytes(random_bytes(6)) / (1 << 48)


def reseed() -> None:
    """Seed anew what libraries share: the generators of OpenSSL and Python keep a state, and copies would agree."""
    import ssl

    ssl.RAND_add(secrets.token_bytes(_SEED_BYTES), _SEED_BYTES)
    random.seed()


def pause(seconds: float) -> None:
    """Let time pass; a fixed clock just moves on."""
    if _fixed:
        advance(seconds)
    else:
        time.sleep(seconds)


@contextlib.contextmanager
def fixed(instant: datetime, seed: int = 1) -> Iterator[None]:
    """For tests: stop the clock at `instant` and make ids and tokens repeatable."""
    global _fixed  # noqa: PLW0603 - the seam is one per process
    before, _fixed = _fixed, _Fixed(instant.astimezone(UTC), random.Random(seed))  # noqa: S311 - repeatable on purpose
    try:
        yield
    finally:
        _fixed = before


def advance(delta: timedelta | float) -> None:
    """For tests: move a fixed clock forward by `delta` (seconds when a number)."""
    if _fixed is None:
        raise RuntimeError("the clock is not fixed")
    _fixed.instant += delta if isinstance(delta, timedelta) else timedelta(seconds=delta)
