"""XML made safe to hand on: decoded once, well formed, bounded, and without a document type.

What makes XML dangerous (entities that multiply, entities that fetch files and addresses) is declared in a document
type, which neither GPX nor TCX has. So a file with one is refused before anything builds a tree of it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final
from xml.parsers import expat

from fitsync.workouts.imports.activities.limits import MAX_DEPTH, MAX_ELEMENTS, MAX_NAMESPACES, MAX_POINTS
from fitsync.workouts.imports.errors import FileDamaged, TooManyPoints, UnsafeXml

_CHUNK: Final = 256 * 1024
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
# What apps write, by the names of the registry. Python knows others, of which some take hours for a hostile file.
_ENCODINGS = re.compile(
    r"utf-?16(le|be)?|iso-?8859-\d{1,2}|latin-?1|(windows-|cp)125\d|koi8-[ru]|shift_jis|euc-(jp|kr)|gb\w+|big5"
)
_POINTS: Final = frozenset({"trkpt", "Trackpoint"})


def checked(raw: bytes) -> str:
    """The text of a well-formed document. Raises FileDamaged, UnsafeXml or TooManyPoints."""
    text = _decoded(raw)
    if text.count("xmlns") > MAX_NAMESPACES:
        raise UnsafeXml("It declares more namespaces than any app does.")
    _Scan().read(text)
    return text


def _decoded(raw: bytes) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    else:
        declared = _DECLARED.match(raw[:400])
        encoding = declared[1].decode("ascii").lower() if declared else "utf-8"
        encoding = "utf-8-sig" if encoding in ("utf-8", "utf8", "us-ascii", "ascii") else encoding
        if encoding != "utf-8-sig" and not _ENCODINGS.fullmatch(encoding):
            raise FileDamaged(f"It says that it is {encoding} text, which no app writes.")
    try:
        return raw.decode(encoding).lstrip("\ufeff \t\r\n")
    except (UnicodeError, LookupError) as error:
        raise FileDamaged(f"It is no {encoding} text.") from error


class _Scan:
    """One pass of the parser that builds nothing."""

    def __init__(self) -> None:
        self._depth = self._elements = self._points = 0
        # With namespaces, as those who build trees of it parse: a prefix that nobody declared is an error too.
        self._parser = expat.ParserCreate(namespace_separator="}")
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.StartDoctypeDeclHandler = self._doctype

    def read(self, text: str) -> None:
        try:
            for start in range(0, len(text), _CHUNK):
                self._parser.Parse(text[start : start + _CHUNK], False)
            self._parser.Parse("", True)
        except expat.ExpatError as error:
            reason = expat.ErrorString(error.code) or "not well-formed"
            raise FileDamaged(f"It is broken or cut off in line {error.lineno}: {reason}.") from error
        except UnicodeEncodeError as error:
            raise FileDamaged("It holds characters that are none.") from error

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        self._depth += 1
        self._elements += 1 + len(attributes)
        if self._depth > MAX_DEPTH or self._elements > MAX_ELEMENTS:
            raise UnsafeXml("It has more elements, or deeper ones, than any recording.")
        if name.rpartition("}")[2] in _POINTS:
            self._points += 1
            if self._points > MAX_POINTS:
                raise TooManyPoints

    def _end(self, _: str) -> None:
        self._depth -= 1

    def _doctype(self, *_: object) -> None:
        raise UnsafeXml("It has a document type declaration, which a recording never needs.")
