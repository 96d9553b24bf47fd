"""Botocore's clients, created when first used and kept for the life of the process, and what all clients go by."""

from __future__ import annotations

import functools
import importlib
from typing import TYPE_CHECKING, Literal, overload

from fitsync.kit import snapshot

if TYPE_CHECKING:
    from botocore.session import Session
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_secretsmanager import SecretsManagerClient
    from mypy_boto3_ses import SESClient

# A device that does not take a message in this time is left to catch up by itself.
PUSH_TIMEOUT_SECONDS = 2
# Devices written to at the same moment; each takes a socket, and a function may hold 1,024 files open (Lambda quotas).
PUSH_CONCURRENCY = 32

# Short enough that a stuck dependency shows as an error before the gateway's 29 s run out.
CONNECT_TIMEOUT_SECONDS = 1
READ_TIMEOUT_SECONDS = 5
# The first one counts.
ATTEMPTS = 3


@functools.cache
def session() -> Session:
    """The one botocore session of this process, imported when it is needed: it is half of a cold start without it."""
    import botocore.session

    return botocore.session.get_session()


@overload
def client(service: Literal["s3"]) -> S3Client: ...
@overload
def client(service: Literal["secretsmanager"]) -> SecretsManagerClient: ...
@overload
def client(service: Literal["ses"]) -> SESClient: ...
def client(service: str) -> object:
    """The client of `service`; one per process. Tests call `client.cache_clear()` via `reset`."""
    return _client(service)


@functools.cache
def _client(service: str) -> object:
    from botocore.config import Config

    return session().create_client(
        service,
        config=Config(
            connect_timeout=CONNECT_TIMEOUT_SECONDS,
            read_timeout=READ_TIMEOUT_SECONDS,
            retries={"total_max_attempts": ATTEMPTS, "mode": "standard"},
            # Virtual-host bucket names do not resolve on a laptop.
            s3={"addressing_style": "path"} if _is_local() else {"addressing_style": "virtual"},
            signature_version="s3v4" if service == "s3" else None,
        ),
    )


@snapshot.ahead
def prepare() -> None:
    """Import what finds credentials (every copy asks for its own), and read what botocore knows about S3."""
    from fitsync.kit.settings import settings

    for module in ("botocore.awsrequest", "botocore.credentials", "botocore.httpsession"):
        importlib.import_module(module)
    session().get_component("credential_provider")
    if settings().named("bucket"):
        read_description("s3")


def read_description(service: str) -> None:
    """Let the session read what it knows about a service. A client that is kept would want credentials."""
    session().create_client(service, aws_access_key_id="none", aws_secret_access_key="none")  # noqa: S106 - no password


def _is_local() -> bool:
    from fitsync.kit.settings import settings

    return settings().is_local


def reset() -> None:
    """Forget every client and the session (tests, after the environment changed)."""
    _client.cache_clear()
    session.cache_clear()
