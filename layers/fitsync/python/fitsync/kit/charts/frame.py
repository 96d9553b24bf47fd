"""What every chart has around its data: title, subtitle, legend, axes, and a word when there is nothing to show."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Literal, NamedTuple, TypeAlias

from fitsync.kit.charts.drawing import LARGE, NORMAL, SMALL, WIDTH, Drawing
from fitsync.kit.charts.scales import Mark, Scale
from fitsync.kit.charts.text import fitting, number, width
from fitsync.kit.charts.theme import THEMES, ThemeName

MARGIN = 16
_TITLE_LINE, _SUBTITLE_LINE, _LEGEND_LINE = 28, 47, 68
_LEGEND_ROW = 17
_SWATCH = 10
_EMPTY_HEIGHT = 180
_LABEL_GAP = 6

Shape: TypeAlias = Literal["box", "dot", "line"]


class Heading(NamedTuple):
    """What a chart says of itself: `about` is the whole of it in words, for who cannot see it."""

    title: str
    subtitle: str
    about: str


class Key(NamedTuple):
    """An entry of the legend."""

    label: str
    colour: str
    shape: Shape = "box"


def framed(heading: Heading, theme: ThemeName, body_height: float, keys: Sequence[Key] = ()) -> tuple[Drawing, float]:
    """A drawing with its heading, and where its body, `body_height` high, begins."""
    rows = _rows(keys)
    top = _LEGEND_LINE - 8 + len(rows) * _LEGEND_ROW
    drawing = Drawing(heading.title, heading.about, top + body_height + MARGIN, THEMES[theme])
    room = WIDTH - 2 * MARGIN
    drawing.text(MARGIN, _TITLE_LINE, fitting(heading.title, LARGE * 1.06, room), size=LARGE, bold=True)
    drawing.text(MARGIN, _SUBTITLE_LINE, fitting(heading.subtitle, NORMAL, room), size=NORMAL, fill=drawing.theme.muted)
    for number_of_row, row in enumerate(rows):
        _legend(drawing, row, _LEGEND_LINE + number_of_row * _LEGEND_ROW)
    return drawing, top


def nothing_yet(heading: Heading, theme: ThemeName, hint: str) -> str:
    """The picture of a chart without data; `hint` says what would fill it."""
    drawing, top = framed(heading, theme, _EMPTY_HEIGHT - _LEGEND_LINE)
    middle = (top + drawing.height - MARGIN) / 2
    drawing.text(WIDTH / 2, middle, "Nothing here yet", size=LARGE - 2, anchor="middle", bold=True)
    room = WIDTH - 2 * MARGIN
    drawing.text(
        WIDTH / 2, middle + 21, fitting(hint, NORMAL, room), size=NORMAL, anchor="middle", fill=drawing.theme.muted
    )
    return drawing.svg()


def label_room(values: Iterable[float], places: int = 1) -> float:
    """How far from the left edge a plot begins whose value axis has these labels."""
    return MARGIN + max(width(number(value, places), SMALL) for value in values) + _LABEL_GAP


def value_axis(drawing: Drawing, values: Sequence[float], vertical: Scale, left: float) -> None:
    """Horizontal lines at `values`, named at the left."""
    for value in values:
        y = vertical(value)
        drawing.line((left, y), (WIDTH - MARGIN, y), drawing.theme.grid)
        drawing.text(left - _LABEL_GAP, y + 4, number(value), anchor="end", fill=drawing.theme.muted)


def time_axis(drawing: Drawing, marks: Sequence[Mark], place: Callable[[date], float], bottom: float) -> None:
    """Days named below the plot; a name that would run into the one before, or out of the picture, is left out."""
    edge = 0.0
    for mark in marks:
        x, half = place(mark.day), width(mark.label, SMALL) / 2
        if x - half < edge or x + half > WIDTH - 2:
            continue
        drawing.line((x, bottom), (x, bottom + 4), drawing.theme.muted)
        drawing.text(x, bottom + 17, mark.label, anchor="middle", fill=drawing.theme.muted)
        edge = x + half + _LABEL_GAP


def days_scale(start: date, end: date, left: float, right: float) -> Scale:
    """Days along the width; a single day stands in the middle."""
    first, last = start.toordinal(), end.toordinal()
    return Scale(first, last, left, right) if last > first else Scale(first - 1, last + 1, left, right)


def _rows(keys: Sequence[Key]) -> list[list[Key]]:
    rows: list[list[Key]] = []
    used = float(WIDTH)
    for key in keys:
        needed = _key_width(key)
        if used + needed > WIDTH - MARGIN + 8:
            rows.append([])
            used = MARGIN
        rows[-1].append(key)
        used += needed
    return rows


def _key_width(key: Key) -> float:
    return _SWATCH + 5 + width(key.label, SMALL) + 8


def _legend(drawing: Drawing, row: Sequence[Key], y: float) -> None:
    x: float = MARGIN
    for key in row:
        middle = y - 4
        if key.shape == "box":
            drawing.box(x, middle - _SWATCH / 2, _SWATCH, _SWATCH, key.colour, round_by=2)
        elif key.shape == "dot":
            drawing.dot((x + _SWATCH / 2, middle), 3, key.colour)
        else:
            drawing.line((x, middle), (x + _SWATCH, middle), key.colour, 2.5)
        drawing.text(x + _SWATCH + 5, y, key.label, fill=drawing.theme.muted)
        x += _key_width(key)
