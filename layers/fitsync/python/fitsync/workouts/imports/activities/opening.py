"""What a file is, told by its content, and what is inside when it was packed. Names say nothing.

Watches and their services pack what they export: Garmin's "Export Original" is a ZIP of one FIT file, Strava's archive
holds `.fit.gz` and its like. One file inside is taken as if it had come alone; an archive of several is refused,
because its size and its report would have no bounds.
"""

from __future__ import annotations

import io
import re
import zlib
from typing import BinaryIO, Final

from fitsync.workouts.imports.documents import MAX_ACTIVITY_BYTES, ImportSource
from fitsync.workouts.imports.errors import (
    ArchiveOfSeveral,
    FileDamaged,
    FileEmpty,
    FileTooLarge,
    NotAnActivity,
)

_GZIP: Final = b"\x1f\x8b"
# A ZIP begins with its first member or, when it is empty, with its directory.
_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")
_FIT: Final = b".FIT"
_CHUNK: Final = 256 * 1024
_FIRST_TAG = re.compile(r"<(?:[A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)")
_ROOTS: Final = {"TrainingCenterDatabase": ImportSource.TCX, "gpx": ImportSource.GPX}
# A spreadsheet is a ZIP too; it is left to the reader of tables, which names it as what it is.
_OFFICE: Final = "[Content_Types].xml"


def unpacked(file: BinaryIO) -> bytes:
    """The content, out of a GZIP or a ZIP of one file. Raises FileEmpty, FileTooLarge and what archives can be."""
    raw = _bounded(file)
    if raw.startswith(_GZIP):
        raw = _out_of_gzip(raw)
        if raw.startswith(_GZIP):
            raise FileDamaged("It is packed more than once.")
    elif raw.startswith(_ZIP):
        raw = _out_of_zip(raw)
    if not raw:
        raise FileEmpty
    return raw


def format_of(raw: bytes) -> ImportSource | None:
    """FIT, TCX or GPX; None for what may be a table. Raises NotAnActivity for other XML."""
    if raw[8:12] == _FIT and raw[0] in (12, 14):
        return ImportSource.FIT
    start = beginning(raw)
    if not start.startswith("<"):
        return None
    found = _FIRST_TAG.search(start)
    if found is None or found[1] not in _ROOTS:
        raise NotAnActivity(f"an XML document of another kind ({found[1][:40]})" if found else "no activity")
    return _ROOTS[found[1]]


def beginning(raw: bytes) -> str:
    """The first characters, whatever the encoding; leading space, which some exporters write, left out."""
    head = raw[:4096]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = head.decode("utf-16", errors="replace")
    else:
        text = head.decode("utf-8-sig", errors="replace")
    return text.lstrip("\ufeff \t\r\n")


def _bounded(file: BinaryIO) -> bytes:
    file.seek(0)
    raw = file.read(MAX_ACTIVITY_BYTES + 1)
    if len(raw) > MAX_ACTIVITY_BYTES:
        raise FileTooLarge(MAX_ACTIVITY_BYTES)
    return raw


def _out_of_gzip(raw: bytes) -> bytes:
    reader = zlib.decompressobj(wbits=31)
    out = io.BytesIO()
    try:
        for start in range(0, len(raw), _CHUNK):
            waiting = raw[start : start + _CHUNK]
            while waiting and not reader.eof:
                out.write(reader.decompress(waiting, _CHUNK))
                waiting = reader.unconsumed_tail
                if out.tell() > MAX_ACTIVITY_BYTES:
                    raise FileTooLarge(MAX_ACTIVITY_BYTES)
    except zlib.error as error:
        raise FileDamaged("The GZIP archive around it is broken.") from error
    if not reader.eof:
        raise FileDamaged("The GZIP archive around it ends too early.")
    return out.getvalue()


def _out_of_zip(raw: bytes) -> bytes:
    # Most files come unpacked.
    import zipfile

    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            inside = [each for each in archive.infolist() if not each.is_dir()]
            if any(each.filename == _OFFICE for each in inside):
                return raw
            if not inside:
                raise FileEmpty
            if len(inside) > 1:
                raise ArchiveOfSeveral(len(inside))
            with archive.open(inside[0]) as member:
                content = member.read(MAX_ACTIVITY_BYTES + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError) as error:
        # Encrypted members raise RuntimeError, unknown ways of packing NotImplementedError.
        raise FileDamaged("The ZIP archive around it cannot be opened.") from error
    if len(content) > MAX_ACTIVITY_BYTES:
        raise FileTooLarge(MAX_ACTIVITY_BYTES)
    return content
