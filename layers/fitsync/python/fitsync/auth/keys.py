"""The signing keys of access tokens, derived from the random strings that Secrets Manager keeps and rotates.

A P-256 key is a number below the order of the curve; it is taken from the secret by HKDF (RFC 5869) with 128 bits to
spare, as FIPS 186-5, A.2.1 has it. So the secret needs no format of its own, and rotating it is generating a string.
The key before the last rotation stays good for verifying, and signs until every process knows the new one.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import json
from typing import NamedTuple

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from fitsync.kit import snapshot
from fitsync.kit.secrets import secret

# The order of the group of P-256 (SEC 2, version 2, section 2.4.2).
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_DERIVED_BYTES = 48
_PURPOSE = b"fitsync access token ES256"

# Verifying imports it.
snapshot.imports("cryptography.hazmat.backends.openssl.backend")


class SigningKey(NamedTuple):
    """A key pair and the id that tokens name it by (RFC 7638 thumbprint)."""

    id: str
    private: ec.EllipticCurvePrivateKey

    def jwk(self) -> dict[str, str]:
        """The public half as a JSON Web Key (RFC 7517)."""
        numbers = self.private.public_key().public_numbers()
        return {
            "kty": "EC",
            "crv": "P-256",
            "x": _coordinate(numbers.x),
            "y": _coordinate(numbers.y),
            "use": "sig",
            "alg": "ES256",
            "kid": self.id,
        }


def signing_key() -> SigningKey:
    """The key that new tokens are signed with."""
    return derive(secret("tokens").signing)


def accepted_keys() -> list[SigningKey]:
    """The keys that a token may be signed with, newest first."""
    return [derive(value) for value in secret("tokens").accepted]


@functools.lru_cache(maxsize=4)
def derive(value: str) -> SigningKey:
    """The key pair that belongs to a secret's value."""
    material = HKDF(SHA256(), _DERIVED_BYTES, salt=None, info=_PURPOSE).derive(value.encode())
    private = ec.derive_private_key(int.from_bytes(material, "big") % (_ORDER - 1) + 1, ec.SECP256R1())
    numbers = private.public_key().public_numbers()
    members = {"crv": "P-256", "kty": "EC", "x": _coordinate(numbers.x), "y": _coordinate(numbers.y)}
    thumbprint = hashlib.sha256(json.dumps(members, separators=(",", ":")).encode()).digest()
    return SigningKey(_base64url(thumbprint), private)


snapshot.forgets(derive.cache_clear)


def _coordinate(value: int) -> str:
    return _base64url(value.to_bytes(32, "big"))


def _base64url(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
