"""Where the files of pictures are: uploads on their way in, and the versions that were made of them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Final, NamedTuple

from fitsync.kit import aws, clock, uploads
from fitsync.kit.settings import settings
from fitsync.kit.uploads import Upload
from fitsync.progress.documents import Picture, PictureKind
from fitsync.progress.limits import LINKS_LIVE

BUCKET: Final = "media"
UPLOAD_PREFIX: Final = "media/"
FULL, THUMBNAIL = "full", "thumbnail"
NAMES: Final = (FULL, THUMBNAIL)
FOLDERS = {PictureKind.PHOTO: "photos", PictureKind.AVATAR: "avatars"}
_KEY = re.compile(rf"{UPLOAD_PREFIX}(?P<folder>photos|avatars)/(?P<user>[0-9A-Z]{{26}})/(?P<id>[0-9A-Z]{{26}})")


class PictureRef(NamedTuple):
    """Which picture a file is about."""

    kind: PictureKind
    user_id: str
    id: str


class Links(NamedTuple):
    """Where a picture can be looked at, and until when."""

    full: str
    thumbnail: str
    expires_at: datetime


def ref_of(picture: Picture) -> PictureRef:
    return PictureRef(picture.kind, picture.user_id, picture.id)


def prefix_of(kind: PictureKind, user_id: str) -> str:
    """What the keys of a user's pictures begin with, in either bucket (uploads: below `UPLOAD_PREFIX`)."""
    return f"{FOLDERS[kind]}/{user_id}/"


def arrival_of(key: str) -> PictureRef:
    """Which picture an uploaded object is; raises ValueError for a key that no form allows."""
    found = _KEY.fullmatch(key)
    if found is None:
        raise ValueError("the object is no picture")
    kind = next(kind for kind, folder in FOLDERS.items() if folder == found["folder"])
    return PictureRef(kind, found["user"], found["id"])


def upload_key(ref: PictureRef) -> str:
    return f"{UPLOAD_PREFIX}{prefix_of(ref.kind, ref.user_id)}{ref.id}"


def object_key(ref: PictureRef, name: str) -> str:
    """The key of one version of a picture."""
    return f"{prefix_of(ref.kind, ref.user_id)}{ref.id}/{name}.jpg"


def form(picture: Picture) -> Upload:
    """The form to upload the picture's file with."""
    return uploads.form(upload_key(ref_of(picture)), picture.content_type.value, picture.size)


def keep(ref: PictureRef, versions: Iterable[tuple[str, bytes]], content_type: str) -> None:
    """Store the versions of a picture by name."""
    for name, content in versions:
        aws.client("s3").put_object(
            Bucket=settings().bucket(BUCKET),
            Key=object_key(ref, name),
            Body=content,
            ContentType=content_type,
            CacheControl="private, no-store",
        )


def remove(ref: PictureRef) -> None:
    """Remove everything there is of a picture; what is gone already is fine."""
    for name in NAMES:
        aws.client("s3").delete_object(Bucket=settings().bucket(BUCKET), Key=object_key(ref, name))
    uploads.discard(upload_key(ref))


def links(ref: PictureRef) -> Links:
    """Links to the versions of a picture; they live for minutes."""
    full, thumbnail = (
        aws.client("s3").generate_presigned_url(
            "get_object",
            Params={"Bucket": settings().bucket(BUCKET), "Key": object_key(ref, name)},
            ExpiresIn=int(LINKS_LIVE.total_seconds()),
        )
        for name in NAMES
    )
    return Links(full, thumbnail, clock.now() + LINKS_LIVE)
