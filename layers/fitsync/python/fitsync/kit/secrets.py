"""Secrets from Secrets Manager, kept in the process for a few minutes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from botocore.exceptions import ClientError

from fitsync.kit import clock, snapshot
from fitsync.kit.direct.client import client
from fitsync.kit.direct.services import SECRETS_MANAGER
from fitsync.kit.errors import Unavailable
from fitsync.kit.settings import settings

# How long a rotated secret may go unnoticed. Both versions are valid far longer than this.
KEEP = timedelta(minutes=5)
# A version is made a moment before it becomes the current one; as long again leaves time for that.
UNNOTICED = 2 * KEEP


class Secret(NamedTuple):
    """A secret's value now, the one before its last rotation while that is still honoured, and when that was."""

    current: str
    previous: str | None
    rotated_at: datetime

    @property
    def signing(self) -> str:
        """The value to sign with: the new one only when no process can have missed it any more."""
        if self.previous is None or clock.now() - self.rotated_at >= UNNOTICED:
            return self.current
        return self.previous

    @property
    def accepted(self) -> tuple[str, ...]:
        """Every value that may still be in use, newest first."""
        return (self.current,) if self.previous is None else (self.current, self.previous)


_kept: dict[str, tuple[datetime, Secret]] = {}


def secret(name: str) -> Secret:
    """The secret `name` (see `Settings.secret`); raises `Unavailable` when it cannot be read."""
    kept = _kept.get(name)
    if kept and clock.now() - kept[0] < KEEP:
        return kept[1]
    identifier = settings().secret(name)
    current, previous = _version(identifier, "AWSCURRENT"), _version(identifier, "AWSPREVIOUS")
    if current is None:
        raise Unavailable()
    value = Secret(current.text, previous.text if previous else None, current.created_at)
    _kept[name] = (clock.now(), value)
    return value


class _Version(NamedTuple):
    text: str
    created_at: datetime


def _version(identifier: str, stage: str) -> _Version | None:
    try:
        answer = client(SECRETS_MANAGER).call("GetSecretValue", {"SecretId": identifier, "VersionStage": stage})
    except ClientError as error:
        if error.response["Error"]["Code"] == "ResourceNotFoundException":
            return None
        raise
    return _Version(answer["SecretString"], datetime.fromtimestamp(answer["CreatedDate"], UTC))


@snapshot.forgets
def reset() -> None:
    """Forget every secret."""
    _kept.clear()
