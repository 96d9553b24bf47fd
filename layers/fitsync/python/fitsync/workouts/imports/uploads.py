"""The way of an import's file into S3 and out again."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import BinaryIO, Final, NamedTuple

from fitsync.kit import uploads
from fitsync.kit.uploads import Upload
from fitsync.workouts.imports.documents import MAX_ACTIVITY_BYTES, ImportSource
from fitsync.workouts.imports.errors import FileGone, FileTooLarge

_PACKED: Final = ("gz", "zip")
# FIT, TCX and GPX have no type at IANA; these are what their makers and the services that take them use.
_TYPES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "csv": "text/csv",
        "fit": "application/vnd.ant.fit",
        "tcx": "application/vnd.garmin.tcx+xml",
        "gpx": "application/gpx+xml",
        "gz": "application/gzip",
        "zip": "application/zip",
    }
)
PREFIX: Final = "imports/"
_KEY = re.compile(r"imports/(?P<user>[0-9A-Z]{26})/(?P<id>[0-9A-Z]{26})")


class Arrival(NamedTuple):
    """A file that reached the bucket."""

    user_id: str
    import_id: str


def key_of(user_id: str, import_id: str) -> str:
    """The object's key."""
    return f"{PREFIX}{user_id}/{import_id}"


def content_type(source: ImportSource | None, file_name: str) -> str:
    """The type that the form asks for: of a packed file by its name, else of the named format, else by the name."""
    ending = file_name.rpartition(".")[2].casefold()
    if ending not in _PACKED and source is not None:
        ending = source.value if source.recording else "csv"
    return _TYPES.get(ending, _TYPES["csv"])


def arrival_of(key: str) -> Arrival:
    """Whose file an object is; raises ValueError for a key that no form allows."""
    found = _KEY.fullmatch(key)
    if found is None:
        raise ValueError("the object is no import")
    return Arrival(found["user"], found["id"])


def form(user_id: str, import_id: str, size: int, wanted: str) -> Upload:
    """A form that takes one file of up to `size` bytes and of the type `wanted`, for a quarter of an hour."""
    return uploads.form(key_of(user_id, import_id), wanted, size)


def fetch(user_id: str, import_id: str) -> BinaryIO:
    """The uploaded file, in memory. Raises FileGone or FileTooLarge."""
    try:
        return io.BytesIO(uploads.fetch(key_of(user_id, import_id), MAX_ACTIVITY_BYTES))
    except uploads.ObjectGone as error:
        raise FileGone from error
    except uploads.ObjectTooLarge as error:
        raise FileTooLarge(MAX_ACTIVITY_BYTES) from error
