"""The archive of an export: a zip that is written straight into the bucket, one part after the other.

It is never held as a whole, neither in memory nor on a disk: rows are read from the store as they are written.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime

from botocore.exceptions import ClientError
from pydantic import BaseModel

from fitsync.kit import aws, clock
from fitsync.kit.log import logger
from fitsync.kit.parts import PartedObject
from fitsync.kit.personal import ExportFile, ExportObject, ExportRows
from fitsync.kit.settings import settings
from fitsync.kit.uploads import GONE
from fitsync.privacy import exports
from fitsync.privacy.areas import areas

_CHUNK = 256 * 1024

_README = """Your data from FitSync, as of {made_at:%d %B %Y, %H:%M} UTC

Every .json file is a list of what its name says; schemas/ has a JSON schema for each of them. Weights are in kilograms,
lengths in centimetres or metres, durations in seconds, times in UTC unless they name their offset.
Files of other kinds:
{others}
"""


def make(user_id: str, export_id: str) -> int:
    """Write the archive of everything the user owns into the bucket; its size in bytes."""
    target = PartedObject(exports.BUCKET, exports.key_of(user_id, export_id), "application/zip")
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        others = list(_fill(archive, _files(user_id)))
        readme = _README.format(made_at=clock.now(), others="\n".join(others) or "none")
        archive.writestr(_entry("README.txt", clock.now()), readme)
    return target.complete()


def _files(user_id: str) -> Iterator[ExportFile]:
    for area in areas():
        yield from area.export(user_id)


def _fill(archive: zipfile.ZipFile, files: Iterable[ExportFile]) -> Iterator[str]:
    """Write the files; what the reader should know of those that are no JSON."""
    now = clock.now()
    for file in files:
        if isinstance(file, ExportRows):
            _write(archive, _entry(f"{file.name}.json", now), _rows(file.rows))
            schema = json.dumps(file.model.model_json_schema(mode="serialization"), indent=1)
            archive.writestr(_entry(f"schemas/{file.name}.schema.json", now), schema)
        elif isinstance(file, ExportObject):
            if chunks := _object(file):
                # Pictures are compressed already.
                _write(archive, _entry(file.name, now, zipfile.ZIP_STORED), chunks)
        else:
            _write(archive, _entry(file.name, now), (line.encode() for line in file.lines))
            yield f"{file.name}: {file.about}"


def _entry(name: str, at: datetime, compression: int = zipfile.ZIP_DEFLATED) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, (at.year, at.month, at.day, at.hour, at.minute, at.second))
    entry.compress_type = compression
    return entry


def _write(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, chunks: Iterable[bytes]) -> None:
    # Nobody knows how large it will be.
    with archive.open(entry, "w", force_zip64=True) as file:
        for chunk in chunks:
            file.write(chunk)


def _rows(rows: Iterable[BaseModel]) -> Iterator[bytes]:
    before = "[\n"
    for row in rows:
        yield f"{before}{row.model_dump_json()}".encode()
        before = ",\n"
    yield b"\n]\n" if before != "[\n" else b"[]\n"


def _object(file: ExportObject) -> Iterator[bytes] | None:
    """What is in the object; None when its owner deleted it while the archive was being made."""
    try:
        answer = aws.client("s3").get_object(Bucket=settings().bucket(file.bucket), Key=file.key)
    except ClientError as error:
        if error.response["Error"]["Code"] not in GONE:
            raise
        logger().warning("an object is gone and not in the archive", key=file.key, exc_info=error)
        return None
    return answer["Body"].iter_chunks(_CHUNK)
