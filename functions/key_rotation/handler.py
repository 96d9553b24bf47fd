"""Secrets Manager's rotation of a generated secret.

Signing keys are derived from the secret's string, so rotating is storing a new random one; the one before stays
readable as AWSPREVIOUS and is honoured until the next rotation.
"""

from __future__ import annotations

import secrets  # noqa: TID251 - the seam of the clock would bring a layer along that nothing else here needs
from typing import TypedDict

from botocore.exceptions import ClientError

from fitsync.kit import aws

# More than the 256 bits that a key needs; base64url writes them as 64 characters.
_RANDOM_BYTES = 48


class RotationEvent(TypedDict):
    """One of the four steps that Secrets Manager calls in turn."""

    SecretId: str
    ClientRequestToken: str
    Step: str


def handler(event: RotationEvent, _context: object) -> None:
    """Do one step; each may be repeated. There is nothing to set elsewhere or to test, so two steps do nothing."""
    secret, version = event["SecretId"], event["ClientRequestToken"]
    if event["Step"] == "createSecret":
        _create(secret, version)
    elif event["Step"] == "finishSecret":
        _finish(secret, version)


def _create(secret: str, version: str) -> None:
    manager = aws.client("secretsmanager")
    try:
        manager.get_secret_value(SecretId=secret, VersionId=version, VersionStage="AWSPENDING")
    except ClientError as error:
        if error.response["Error"]["Code"] != "ResourceNotFoundException":
            raise
    else:
        return
    # Made here: Secrets Manager's own generator is a permission on every resource.
    value = secrets.token_urlsafe(_RANDOM_BYTES)
    manager.put_secret_value(
        SecretId=secret, ClientRequestToken=version, SecretString=value, VersionStages=["AWSPENDING"]
    )


def _finish(secret: str, version: str) -> None:
    manager = aws.client("secretsmanager")
    stages = manager.describe_secret(SecretId=secret)["VersionIdsToStages"]
    current = next((held for held, labels in stages.items() if "AWSCURRENT" in labels), None)
    if current == version:
        return
    move = {"RemoveFromVersionId": current} if current else {}
    manager.update_secret_version_stage(SecretId=secret, VersionStage="AWSCURRENT", MoveToVersionId=version, **move)
