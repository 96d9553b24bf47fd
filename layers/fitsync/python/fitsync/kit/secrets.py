"""Secrets from Secrets Manager, kept in the process for a few minutes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from botocore.exceptions import ClientError

from fitsync.kit import aws, clock
from fitsync.kit.errors import Unavailable
from fitsync.kit.settings import settings

# How long a rotated secret may go unnoticed. Both versions are valid far longer than this.
KEEP = timedelta(minutes=5)


@dataclass(frozen=True)
class Secret:
    """A secret's value now, and the one before its last rotation while that is still honoured."""

    current: str
    previous: str | None

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
    current = _value(identifier, "AWSCURRENT")
    if current is None:
        raise Unavailable()
    value = Secret(current, _value(identifier, "AWSPREVIOUS"))
    _kept[name] = (clock.now(), value)
    return value


def _value(identifier: str, stage: str) -> str | None:
    try:
        answer = aws.client("secretsmanager").get_secret_value(SecretId=identifier, VersionStage=stage)
    except ClientError as error:
        if error.response.get("Error", {}).get("Code") == "ResourceNotFoundException":
            return None
        raise
    return answer["SecretString"]


def reset() -> None:
    """Forget every secret (tests)."""
    _kept.clear()
