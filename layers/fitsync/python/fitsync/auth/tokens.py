"""Access tokens (signed, 15 minutes) and refresh tokens (opaque, 7 days, rotated)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import jwt

from fitsync.auth import keys
from fitsync.auth.models import Account
from fitsync.kit import clock
from fitsync.kit.auth import scopes_of
from fitsync.kit.errors import Unauthenticated
from fitsync.kit.settings import settings

ACCESS_LIFETIME = timedelta(minutes=15)
REFRESH_LIFETIME = timedelta(days=7)

ALGORITHM = "ES256"
AUDIENCE = "fitsync-api"


def issuer() -> str:
    """Who signs: one issuer per stage, so that a token of one stage is worth nothing in another."""
    return f"fitsync:{settings().stage}"


def access_token(account: Account, session_id: str) -> str:
    """A signed access token for a session of `account`, with the claims of the FitAI document."""
    now = clock.now()
    key = keys.signing_key()
    role = account.acting_role
    claims = {
        "iss": issuer(),
        "aud": AUDIENCE,
        "sub": account.user_id,
        "email": account.email,
        "role": role.value,
        "subscription": account.plan,
        "scope": sorted(scopes_of(role)),
        "sid": session_id,
        "jti": clock.new_id(),
        "iat": int(now.timestamp()),
        "exp": int((now + ACCESS_LIFETIME).timestamp()),
    }
    return jwt.encode(claims, key.private, algorithm=ALGORITHM, headers={"kid": key.id})


class AccessClaims(NamedTuple):
    """What a verified access token says that the account itself cannot."""

    user_id: str
    session_id: str
    expires_at: datetime


def verify(token: str) -> AccessClaims:
    """The claims of a genuine, unexpired access token of this stage; raises `Unauthenticated` for any other."""
    try:
        key_id = jwt.get_unverified_header(token).get("kid")
        key = next((key for key in keys.accepted_keys() if key.id == key_id), None)
        if key is None:
            raise Unauthenticated()
        claims = jwt.decode(
            token,
            key.private.public_key(),
            algorithms=[ALGORITHM],
            audience=AUDIENCE,
            issuer=issuer(),
            # Expiry is checked below, by this package's clock.
            options={"require": ["iss", "aud", "sub", "sid", "iat", "exp"], "verify_exp": False, "verify_iat": False},
        )
        if claims["exp"] <= clock.epoch():
            raise Unauthenticated()
        return AccessClaims(str(claims["sub"]), str(claims["sid"]), datetime.fromtimestamp(claims["exp"], UTC))
    except (jwt.PyJWTError, TypeError, ValueError, OverflowError):
        raise Unauthenticated() from None


class RefreshToken(NamedTuple):
    """`<user>.<session>.<family secret>.<rotating secret>`.

    The family secret proves that a token once belonged to the session, so that the return of an old one is told
    apart from a guess.
    """

    user_id: str
    session_id: str
    family: str
    rotating: str

    def __str__(self) -> str:
        return f"{self.user_id}.{self.session_id}.{self.family}.{self.rotating}"

    def rotated(self) -> RefreshToken:
        """The next token of the same family."""
        return RefreshToken(self.user_id, self.session_id, self.family, clock.token())

    @classmethod
    def new(cls, user_id: str, session_id: str) -> RefreshToken:
        """The first token of a session."""
        return cls(user_id, session_id, clock.token(), clock.token())

    @classmethod
    def parse(cls, text: str) -> RefreshToken | None:
        """The parts of `text`; None when it is no refresh token."""
        parts = text.split(".")
        return cls(*parts) if len(parts) == 4 and all(parts) else None
