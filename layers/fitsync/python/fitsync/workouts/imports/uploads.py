"""The way of an import's file into S3 and out again."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import BinaryIO, Final

from fitsync.kit import uploads
from fitsync.kit.uploads import Upload
from fitsync.workouts.imports.documents import MAX_BYTES
from fitsync.workouts.imports.errors import FileGone, FileTooLarge

CONTENT_TYPE: Final = "text/csv"
PREFIX: Final = "imports/"
_KEY = re.compile(r"imports/(?P<user>[0-9A-Z]{26})/(?P<id>[0-9A-Z]{26})\.csv")


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
    return uploads.form(key_of(user_id, import_id), CONTENT_TYPE, size)


def fetch(user_id: str, import_id: str) -> BinaryIO:
    """The uploaded file, in memory. Raises FileGone or FileTooLarge."""
    try:
        return io.BytesIO(uploads.fetch(key_of(user_id, import_id), MAX_BYTES))
    except uploads.ObjectGone as error:
        raise FileGone from error
    except uploads.ObjectTooLarge as error:
        raise FileTooLarge from error
