"""AWS Signature Version 4.

Follows "Create a signed AWS API request" of the IAM User Guide, for requests without a query.
"""

from __future__ import annotations

import functools
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import quote

from botocore.exceptions import NoCredentialsError

from fitsync.kit import aws, snapshot
from fitsync.kit.settings import settings


@dataclass(frozen=True)
class Credentials:
    """What requests are signed with; `token` belongs to temporary ones."""

    access_key: str
    secret_key: str = field(repr=False)
    token: str | None = field(default=None, repr=False)


def credentials() -> Credentials:
    """The function's credentials as of now.

    Lambda puts them into the environment for the life of the process. Where it does not (SnapStart, a laptop),
    botocore's chain finds them and renews them before they expire. Raises botocore's `NoCredentialsError`.
    """
    environment = settings().environment
    access_key, secret_key = environment.get("AWS_ACCESS_KEY_ID"), environment.get("AWS_SECRET_ACCESS_KEY")
    if access_key and secret_key:
        return Credentials(access_key, secret_key, environment.get("AWS_SESSION_TOKEN"))
    found = aws.session().get_credentials()
    if found is None:
        raise NoCredentialsError
    frozen = found.get_frozen_credentials()
    return Credentials(str(frozen.access_key), str(frozen.secret_key), frozen.token)


def signed(
    headers: Mapping[str, str],
    by: Credentials,
    *,
    service: str,
    region: str,
    method: str,
    host: str,
    path: str,
    body: bytes,
    at: datetime,
) -> dict[str, str]:
    """The headers of a request, the signature among them.

    `headers` are named in lower case; `path` is as it is sent, with what it escapes.
    """
    # As `strftime` would do it, which asks the C library for the locale first.
    moment = f"{at.replace(tzinfo=None).isoformat(timespec='seconds')}Z".replace("-", "").replace(":", "")
    together = {**headers, "host": host, "x-amz-date": moment}
    if by.token:
        together["x-amz-security-token"] = by.token
    together = dict(sorted(together.items()))
    names = ";".join(together)
    listed = "".join(f"{name}:{value}\n" for name, value in together.items())
    # All services but S3 have what is escaped in a path escaped again here.
    request = f"{method}\n{_quoted(path)}\n\n{listed}\n{names}\n{hashlib.sha256(body).hexdigest()}"
    scope = f"{moment[:8]}/{region}/{service}/aws4_request"
    text = f"AWS4-HMAC-SHA256\n{moment}\n{scope}\n{hashlib.sha256(request.encode()).hexdigest()}"
    signature = hmac.digest(_key(by.secret_key, moment[:8], region, service), text.encode(), "sha256").hex()
    together["authorization"] = (
        f"AWS4-HMAC-SHA256 Credential={by.access_key}/{scope}, SignedHeaders={names}, Signature={signature}"
    )
    return together


@functools.lru_cache(maxsize=64)
def _quoted(path: str) -> str:
    return quote(path)


@functools.lru_cache(maxsize=8)
def _key(secret_key: str, day: str, region: str, service: str) -> bytes:
    """The signing key, which is good for a day."""
    key = f"AWS4{secret_key}".encode()
    for part in (day, region, service, "aws4_request"):
        key = hmac.digest(key, part.encode(), "sha256")
    return key


snapshot.forgets(_key.cache_clear)
