"""The way of a file into S3 and out again: a presigned form whose limits S3 itself enforces."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import BinaryIO, Final

from botocore.exceptions import ClientError

from fitsync.kit import aws, clock
from fitsync.kit.settings import settings
from fitsync.workouts.imports.documents import MAX_BYTES
from fitsync.workouts.imports.errors import FileGone, FileTooLarge

CONTENT_TYPE: Final = "text/csv"
PREFIX: Final = "imports/"
_BUCKET: Final = "uploads"
_OPEN: Final = timedelta(minutes=15)
_KEY = re.compile(r"imports/(?P<user>[0-9A-Z]{26})/(?P<id>[0-9A-Z]{26})\.csv")


@dataclass(frozen=True)
class Upload:
    """A form to send the file with: a multipart POST of `fields`, then the file as `file`."""

    url: str
    fields: Mapping[str, str]
    expires_at: datetime


@dataclass(frozen=True)
class Arrival:
    """A file that reached the bucket."""

    user_id: str
    import_id: str


def key_of(user_id: str, import_id: str) -> str:
    """The object's key."""
    return f"{PREFIX}{user_id}/{import_id}.csv"


def arrival_of(key: str) -> Arrival:
    """Whose file an object is; raises ValueError for a key that no form allows."""
    found = _KEY.fullmatch(key)
    if found is None:
        raise ValueError("the object is no import")
    return Arrival(found["user"], found["id"])


def form(user_id: str, import_id: str, size: int) -> Upload:
    """A form that takes one file of up to `size` bytes and the type text/csv, for a quarter of an hour."""
    fields = {"Content-Type": CONTENT_TYPE}
    presigned = aws.client("s3").generate_presigned_post(
        settings().bucket(_BUCKET),
        key_of(user_id, import_id),
        Fields=dict(fields),
        Conditions=[fields, ["content-length-range", 1, size]],
        ExpiresIn=int(_OPEN.total_seconds()),
    )
    return Upload(presigned["url"], presigned["fields"], clock.now() + _OPEN)


def fetch(user_id: str, import_id: str) -> BinaryIO:
    """The uploaded file, in memory. Raises FileGone or FileTooLarge."""
    try:
        answer = aws.client("s3").get_object(Bucket=settings().bucket(_BUCKET), Key=key_of(user_id, import_id))
    except ClientError as error:
        # Without ListBucket, S3 answers 403 for a key that does not exist.
        if error.response["Error"]["Code"] in ("NoSuchKey", "AccessDenied", "404", "403"):
            raise FileGone from error
        raise
    if answer["ContentLength"] > MAX_BYTES:
        raise FileTooLarge
    return io.BytesIO(answer["Body"].read())
