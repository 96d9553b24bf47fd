"""Text in a picture: how wide it is about, shortened to fit, and numbers as people read them."""

from __future__ import annotations

import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal

ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"

# Characters that XML 1.0 cannot hold (section 2.2), and line breaks, which a single line has no room for.
_UNFIT = re.compile("[^\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")

# Widths in em, of the widest of the usual sans-serif faces (DejaVu Sans), so that text is never wider than expected.
_NORMAL, _THIN, _NARROW, _UPPER, _BROAD = 0.64, 0.34, 0.42, 0.78, 1.0
_THIN_LETTERS = frozenset("ijlI.,:;!'| ")
_NARROW_LETTERS = frozenset("frt()[]-")
_BROAD_LETTERS = frozenset("mwMW%@")


def clean(text: str) -> str:
    """`text` as a single line that XML can hold."""
    return _UNFIT.sub(" ", text)


def width(text: str, size: float) -> float:
    """About how wide a line is at a font size; rather too wide than too narrow."""
    return size * sum(_em(letter) for letter in text)


def _em(letter: str) -> float:
    if unicodedata.combining(letter):
        return 0
    if letter in _THIN_LETTERS:
        return _THIN
    if letter in _NARROW_LETTERS:
        return _NARROW
    if not letter.isascii() or letter in _BROAD_LETTERS:
        return _BROAD
    return _UPPER if letter.isupper() else _NORMAL


def fitting(text: str, size: float, room: float) -> str:
    """`text`, cut off with an ellipsis where it would be wider than `room`."""
    text = clean(text)
    if width(text, size) <= room:
        return text
    while text and width(text + ELLIPSIS, size) > room:
        text = text[:-1]
    return text.rstrip() + ELLIPSIS


def number(value: Decimal | float, places: int = 1) -> str:
    """`1,234.5`: groups of thousands, at most `places` decimals and no trailing zeros."""
    exact = Decimal(str(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    written = f"{exact:,f}"
    return written.rstrip("0").rstrip(".") if "." in written else written


def signed(value: Decimal | float, places: int = 1) -> str:
    """A number with its sign; a true minus, which is as wide as the plus."""
    written = number(abs(float(value)), places)
    if written == "0":
        return "\N{PLUS-MINUS SIGN}0"
    return ("\N{MINUS SIGN}" if value < 0 else "+") + written
