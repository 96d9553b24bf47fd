"""The way of a file into S3 and out again: a presigned form whose limits S3 itself enforces."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from botocore.exceptions import ClientError

from fitsync.kit import aws, clock
from fitsync.kit.settings import settings

BUCKET: Final = "uploads"
_OPEN: Final = timedelta(minutes=15)
# Without ListBucket, S3 answers 403 for a key that does not exist.
GONE: Final = frozenset({"NoSuchKey", "AccessDenied", "404", "403"})


class Upload(NamedTuple):
    """A form to send the file with: a multipart POST of `fields`, then the file as `file`."""

    url: str
    fields: Mapping[str, str]
    expires_at: datetime


class ObjectGone(Exception):
    """There is no such object (any more)."""


class ObjectTooLarge(Exception):
    """The object is larger than its reader takes."""


def form(key: str, content_type: str, size: int) -> Upload:
    """A form that takes one file of up to `size` bytes and that type, for a quarter of an hour."""
    fields = {"Content-Type": content_type}
    presigned = aws.client("s3").generate_presigned_post(
        settings().bucket(BUCKET),
        key,
        Fields=dict(fields),
        Conditions=[fields, ["content-length-range", 1, size]],
        ExpiresIn=int(_OPEN.total_seconds()),
    )
    return Upload(presigned["url"], presigned["fields"], clock.now() + _OPEN)


def fetch(key: str, max_bytes: int) -> bytes:
    """An uploaded file. Raises ObjectGone or ObjectTooLarge."""
    try:
        answer = aws.client("s3").get_object(Bucket=settings().bucket(BUCKET), Key=key)
    except ClientError as error:
        if error.response["Error"]["Code"] in GONE:
            raise ObjectGone from error
        raise
    if answer["ContentLength"] > max_bytes:
        raise ObjectTooLarge
    return answer["Body"].read()


def discard(key: str) -> None:
    """Remove an uploaded file; one that is gone already is fine."""
    aws.client("s3").delete_object(Bucket=settings().bucket(BUCKET), Key=key)
