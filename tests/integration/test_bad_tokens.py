"""Access tokens that the authorizer must refuse though they look right, signed with whatever a forger may have."""

from __future__ import annotations

import base64
import hmac
import json
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519

from fitsync.auth import keys
from functions.authorizer.handler import handler
from tests.support.accounts import STARTED, authorized, login, verified
from tests.support.api import Api

pytestmark = pytest.mark.usefixtures("stopped_clock")

HOUR = 3600


@pytest.fixture
def genuine(_aws: None) -> str:
    verified(Api())
    return str(login(Api()).data["accessToken"])


def claims_of(token: str) -> dict[str, Any]:
    claims: dict[str, Any] = jwt.decode(token, options={"verify_signature": False})
    return claims


def signed(claims: dict[str, Any], *, key: Any = None, algorithm: str = "ES256", **header: Any) -> str:
    """A token with the real key (unless another is given) and its id in the header."""
    real = keys.signing_key()
    return jwt.encode(claims, key or real.private, algorithm=algorithm, headers={"kid": real.id, **header})


def pem() -> bytes:
    """The public key, as a forger gets it from the published key set."""
    public = keys.signing_key().private.public_key()
    return public.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)


def test_the_genuine_one_is_taken(genuine: str) -> None:
    assert authorized(genuine)
    assert authorized(signed(claims_of(genuine)))


@pytest.mark.parametrize(
    "change",
    [
        {"aud": "another-api"},
        {"aud": ["another-api"]},
        {"aud": []},
        {"iss": "fitsync:prod"},
        {"iss": ""},
        {"exp": int(STARTED.timestamp())},
        {"exp": int(STARTED.timestamp()) - HOUR},
        {"exp": "tomorrow"},
        {"nbf": int(STARTED.timestamp()) + 10 * 365 * 24 * HOUR},
        {"sub": "01JD8Z5Q4M9V6T3X2R7C0B1N8K"},
        {"sub": ""},
        {"sub": {"$ne": None}},
        {"sid": "01JD8Z5Q4M9V6T3X2R7C0B1N8K"},
        {"sid": None},
        {"sid": ["x"]},
    ],
    ids=json.dumps,
)
def test_a_wrong_claim(genuine: str, change: dict[str, Any]) -> None:
    assert authorized(signed({**claims_of(genuine), **change})) is None


@pytest.mark.parametrize("claim", ["iss", "aud", "sub", "sid", "iat", "exp"])
def test_a_missing_claim(genuine: str, claim: str) -> None:
    claims = claims_of(genuine)
    del claims[claim]
    assert authorized(signed(claims)) is None


def test_a_role_in_the_claims_gives_nothing_that_the_account_does_not_have(genuine: str) -> None:
    context = authorized(signed({**claims_of(genuine), "role": "admin", "scope": ["write:all_users"]}))
    assert context
    assert context["role"] == "user"
    assert "write:all_users" not in context["scopes"].split()


def test_a_key_of_somebody_else_under_our_key_id(genuine: str) -> None:
    assert authorized(signed(claims_of(genuine), key=ec.generate_private_key(ec.SECP256R1()))) is None


def test_a_key_that_the_token_brings_along(genuine: str) -> None:
    own = ec.generate_private_key(ec.SECP256R1())
    public = json.loads(jwt.algorithms.ECAlgorithm.to_jwk(own.public_key()))
    header = {"jwk": public, "jku": "https://forger.example.org/keys", "x5u": "https://forger.example.org"}
    assert authorized(signed(claims_of(genuine), key=own, **header)) is None


@pytest.mark.parametrize("algorithm", ["HS256", "HS384", "HS512"])
def test_the_public_key_as_a_shared_secret(genuine: str, algorithm: str) -> None:
    header = _segment({"alg": algorithm, "typ": "JWT", "kid": keys.signing_key().id})
    payload = genuine.split(".")[1]
    digest = {"HS256": "sha256", "HS384": "sha384", "HS512": "sha512"}[algorithm]
    signature = base64.urlsafe_b64encode(hmac.digest(pem(), f"{header}.{payload}".encode(), digest)).rstrip(b"=")
    assert authorized(f"{header}.{payload}.{signature.decode()}") is None


def test_other_algorithms(genuine: str) -> None:
    claims = claims_of(genuine)
    assert authorized(signed(claims, key=ec.generate_private_key(ec.SECP384R1()), algorithm="ES384")) is None
    assert authorized(signed(claims, key=ed25519.Ed25519PrivateKey.generate(), algorithm="EdDSA")) is None
    for name in ("none", "None", "NONE", "nOnE", ""):
        header = _segment({"alg": name, "typ": "JWT", "kid": keys.signing_key().id})
        for signature in ("", genuine.split(".")[2]):
            assert authorized(f"{header}.{genuine.split('.')[1]}.{signature}") is None


@pytest.mark.parametrize("kid", [None, "", "unknown", "../../etc/passwd", 7, ["x"], {"x": 1}, "x" * 10_000])
def test_a_key_id_that_is_none(genuine: str, kid: Any) -> None:
    header = _segment({"alg": "ES256", "typ": "JWT", "kid": kid})
    _, payload, signature = genuine.split(".")
    assert authorized(f"{header}.{payload}.{signature}") is None


@pytest.mark.parametrize(
    "text", ["", ".", "..", "a.b.c", "a.b.c.d", "\u00e9.\u00e9.\u00e9", "x" * 100_000, "e30.e30.e30", "null.null.null"]
)
def test_what_is_no_token(genuine: str, text: str) -> None:
    assert authorized(text) is None


@pytest.mark.parametrize("header", [None, {}, {"Authorization": None}, {"Authorization": "Basic YWRhOmFkYQ=="}])
def test_no_bearer_token(genuine: str, header: dict[str, str] | None) -> None:
    event = {"methodArn": "arn:aws:execute-api:eu-west-1:123456789012:fitsync/test/GET/v1/x", "headers": header}
    assert effect(event) == "Deny"


def test_the_token_alone_and_in_another_case(genuine: str) -> None:
    arn = "arn:aws:execute-api:eu-west-1:123456789012:fitsync/test/GET/v1/x"
    assert effect({"methodArn": arn, "headers": {"authorization": f"bearer {genuine}"}}) == "Allow"
    assert effect({"methodArn": arn, "headers": {"Authorization": genuine}}) == "Deny"


def effect(event: dict[str, Any]) -> str:
    """What the gateway is told to do, for the whole API: its answer is kept for other routes, too."""
    (statement,) = handler(event, None)["policyDocument"]["Statement"]
    assert statement["Resource"] == "arn:aws:execute-api:eu-west-1:123456789012:fitsync/test/*"
    return str(statement["Effect"])


def _segment(value: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()
