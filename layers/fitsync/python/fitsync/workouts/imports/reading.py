"""From bytes to spreadsheet rows: encoding, delimiter, quoting. One row at a time, whatever the file holds."""

from __future__ import annotations

import codecs
import csv
import io
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, Final

from fitsync.workouts.imports.documents import MAX_BYTES
from fitsync.workouts.imports.errors import FileEmpty, FileTooLarge, NotText

_CHUNK: Final = 64 * 1024
# A note can hold line breaks; a quote that is never closed must not swallow the rest of the file.
_MAX_LINES: Final = 60
_WINDOWS_1252: Final = bytes(set(range(256)) - {0x81, 0x8D, 0x8F, 0x90, 0x9D})
MAX_CHARACTERS: Final = 40_000


@contextmanager
def opened(file: BinaryIO) -> Iterator[Iterator[str]]:
    """The lines of a seekable binary file, decoded. Raises FileTooLarge, FileEmpty or NotText."""
    size = file.seek(0, io.SEEK_END)
    if size > MAX_BYTES:
        raise FileTooLarge
    if size == 0:
        raise FileEmpty
    encoding = _encoding(file)
    file.seek(0)
    # A byte or two that a broken transfer left behind must not cost the whole file.
    text = io.TextIOWrapper(file, encoding=encoding, errors="replace", newline="")
    try:
        yield text
    finally:
        text.detach()


def _encoding(file: BinaryIO) -> str:
    """UTF-8 or UTF-16 by mark or by form; otherwise Windows-1252, which Excel writes in the West, if it can be."""
    file.seek(0)
    start = file.read(4)
    if start.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, b"PK\x03\x04")):
        raise NotText
    if start.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if b"\x00" in start[:2]:
        # Every header begins with a Latin letter, whose other byte is zero.
        return "utf-16-be" if start[0] == 0 else "utf-16-le"
    if _is_utf8(file):
        return "utf-8"
    if _is_windows_1252(file):
        return "cp1252"
    raise NotText


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    file.seek(0)
    while chunk := file.read(_CHUNK):
        yield chunk


def _is_utf8(file: BinaryIO) -> bool:
    """Whether more of what is not ASCII is well-formed UTF-8 than is not."""
    decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
    broken = beyond_ascii = 0
    for chunk in _chunks(file):
        text = decoder.decode(chunk)
        if not text.isascii():
            broken += text.count("\ufffd")
            beyond_ascii += sum(not c.isascii() for c in text)
    broken += len(decoder.decode(b"", final=True))
    return broken == 0 or beyond_ascii > 2 * broken


def _is_windows_1252(file: BinaryIO) -> bool:
    """Whether no byte is one of the five that the code page leaves undefined."""
    return not any(chunk.translate(None, delete=_WINDOWS_1252) for chunk in _chunks(file))


def cells_of(text: str, delimiter: str) -> list[str]:
    """The cells of one record; empty for a blank line. Raises csv.Error when there is no reading it."""
    for cells in csv.reader([text], delimiter=delimiter):
        if len(cells) == 1 and delimiter in cells[0]:
            # Some tools wrap each whole line in quotes and double those inside it.
            return next(csv.reader([cells[0]], delimiter=delimiter), [])
        return cells
    return []


def records(lines: Iterator[str], delimiter: str, width: int) -> Iterator[list[str] | None]:
    """The rows after the header, one list of cells each; None for a row that cannot be read.

    A quoted cell may span lines. When the quotes of a record never balance, or balance into the wrong number of
    cells, its first line is read alone and the following ones start afresh: one stray quote costs one row.
    """
    waiting: deque[str] = deque()
    while True:
        first = waiting.popleft() if waiting else next(lines, None)
        if first is None:
            return
        if first.count('"') % 2 == 0:
            yield _cells(first, delimiter)
            continue
        more = _balanced(first, lines, waiting)
        if more is not None:
            cells = _cells("".join((first, *more)), delimiter)
            if cells is not None and len(cells) == width:
                yield cells
                continue
            waiting.extendleft(reversed(more))
        cells = _cells(first, delimiter)
        yield cells if cells is not None and len(cells) == width else None


def _balanced(first: str, lines: Iterator[str], waiting: deque[str]) -> list[str] | None:
    """The lines that close the quotes of `first`; None, and all of them put back, when nothing near does."""
    more: list[str] = []
    odd = True
    length = len(first)
    while odd and len(more) < _MAX_LINES and length < MAX_CHARACTERS:
        line = waiting.popleft() if waiting else next(lines, None)
        if line is None:
            break
        more.append(line)
        length += len(line)
        odd ^= line.count('"') % 2 == 1
    if not odd:
        return more
    waiting.extendleft(reversed(more))
    return None


def _cells(text: str, delimiter: str) -> list[str] | None:
    try:
        return cells_of(text, delimiter) if len(text) <= MAX_CHARACTERS else None
    except csv.Error:
        return None
