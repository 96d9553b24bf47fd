"""Names and notes from somebody else's file, made safe to keep, show and export again."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

# Control characters but line feed; characters that reorder or hide text; what no encoding can write.
_UNWANTED = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u2028\u2029\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff]+")
_LINE_ENDS = re.compile("\r\n?|\u2028|\u2029|\x85")
_SPACES = re.compile(r"\s+")
# What a spreadsheet would run when the text is exported again (OWASP, CSV Injection). A dash or a plus alone is
# how people write notes, so those need a call, a pipe or a sheet reference behind them.
_FORMULA = re.compile(r"=|[+\-@][^\n]*[(|!]")
_QUOTE: Final = "'"


def line(text: str, longest: int) -> tuple[str, bool, bool]:
    """A single line: (text, whether it was cleaned, whether it was shortened)."""
    spaced = _SPACES.sub(" ", _LINE_ENDS.sub(" ", text)).strip()
    return _safe(spaced, longest)


def paragraph(text: str, longest: int) -> tuple[str, bool, bool]:
    """Text of several lines: (text, whether it was cleaned, whether it was shortened)."""
    return _safe(_LINE_ENDS.sub("\n", text).strip(), longest)


def _safe(text: str, longest: int) -> tuple[str, bool, bool]:
    if text.isascii() and text.isprintable():
        safe = text
    else:
        safe = _UNWANTED.sub("", unicodedata.normalize("NFC", text.replace("\t", " "))).strip()
    if _FORMULA.match(safe):
        safe = _QUOTE + safe
    cleaned = safe != unicodedata.normalize("NFC", text)
    if len(safe) <= longest:
        return safe, cleaned, False
    return safe[:longest].rstrip(), cleaned, True


def name_key(name: str) -> str:
    """What makes two exercise names the same one: case, accents' encoding and spacing do not count."""
    return _SPACES.sub(" ", unicodedata.normalize("NFKC", name)).strip().casefold()
