"""Heat maps: days of a calendar, months of years, hours of a week."""

from __future__ import annotations

import calendar
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from fitsync.kit.charts.drawing import SMALL, WIDTH, Drawing
from fitsync.kit.charts.frame import MARGIN, Heading, framed, nothing_yet
from fitsync.kit.charts.text import number, width
from fitsync.kit.charts.theme import ThemeName

_GAP = 2
# More weeks than this beside each other and a day would be too small to see on a phone.
_WEEKS_ACROSS = 27
_LARGEST_CELL = 22
_LABELS_ABOVE = 16
_BAND_GAP = 12
_LEGEND_HEIGHT = 26


class Cell(NamedTuple):
    """What stands for a place in the map: its value, and what it is in words."""

    value: float
    about: str


class Calendar(NamedTuple):
    """Days from a Monday `start` to `end`; a day without a cell had nothing."""

    heading: Heading
    start: date
    end: date
    cells: Mapping[date, Cell]
    hint: str


class Grid(NamedTuple):
    """Rows of cells with their names; None is a place that does not exist. `shown` writes the value into its cell."""

    heading: Heading
    columns: Sequence[str]
    rows: Sequence[tuple[str, Sequence[Cell | None]]]
    hint: str
    shown: bool = False
    row_height: float = 22


def calendar_map(chart: Calendar, theme: ThemeName) -> str:
    """Weeks as columns, Monday on top; a long time goes on in a band below."""
    if not any(cell.value > 0 for cell in chart.cells.values()):
        return nothing_yet(chart.heading, theme, chart.hint)
    weeks = (chart.end - chart.start).days // 7 + 1
    bands = -(-weeks // _WEEKS_ACROSS)
    across = -(-weeks // bands)
    left = MARGIN + width("Mon", SMALL) + 4
    step = min((WIDTH - MARGIN - left + _GAP) / across, _LARGEST_CELL)
    band_height = _LABELS_ABOVE + 7 * step + _BAND_GAP
    drawing, top = framed(chart.heading, theme, bands * band_height + _LEGEND_HEIGHT)
    limits = _limits([cell.value for cell in chart.cells.values()])
    for band in range(bands):
        first = chart.start + timedelta(weeks=band * across)
        last = min(first + timedelta(weeks=across, days=-1), chart.end)
        y = top + band * band_height
        _month_names(drawing, first, last, left, step, y + 10)
        for weekday in (0, 2, 4, 6):
            name = calendar.day_abbr[weekday]
            drawing.text(MARGIN, y + _LABELS_ABOVE + weekday * step + step / 2 + 3, name, fill=drawing.theme.muted)
        for offset in range((last - first).days + 1):
            day = first + timedelta(days=offset)
            cell = chart.cells.get(day)
            place = left + offset // 7 * step, y + _LABELS_ABOVE + offset % 7 * step
            _cell(drawing, place, (step - _GAP, step - _GAP), cell or Cell(0, ""), limits)
    _ramp(drawing, drawing.height - MARGIN - 4)
    return drawing.svg()


def grid_map(chart: Grid, theme: ThemeName) -> str:
    """A table of shades."""
    cells = [cell for _, row in chart.rows for cell in row if cell]
    if not any(cell.value > 0 for cell in cells):
        return nothing_yet(chart.heading, theme, chart.hint)
    left = MARGIN + max(width(name, SMALL) for name, _ in chart.rows) + 4
    step = (WIDTH - MARGIN - left + _GAP) / len(chart.columns)
    body = _LABELS_ABOVE + len(chart.rows) * chart.row_height + 8 + _LEGEND_HEIGHT
    drawing, top = framed(chart.heading, theme, body)
    limits = _limits([cell.value for cell in cells])
    for index, name in enumerate(chart.columns):
        drawing.text(left + index * step + (step - _GAP) / 2, top + 10, name, anchor="middle", fill=drawing.theme.muted)
    for order, (name, row) in enumerate(chart.rows):
        y = top + _LABELS_ABOVE + order * chart.row_height
        drawing.text(MARGIN, y + chart.row_height / 2 + 3, name, fill=drawing.theme.muted)
        for index, cell in enumerate(row):
            if cell is None:
                continue
            size = step - _GAP, chart.row_height - _GAP
            level = _cell(drawing, (left + index * step, y), size, cell, limits)
            if chart.shown and cell.value > 0:
                middle = left + index * step + size[0] / 2, y + size[1] / 2 + 4
                drawing.text(*middle, number(cell.value), anchor="middle", fill=_on(drawing, level))
    _ramp(drawing, drawing.height - MARGIN - 4)
    return drawing.svg()


def _limits(values: Sequence[float]) -> list[float]:
    """Where the shades change: quarters of the largest value, up to twice the median, which one giant must not hide."""
    present = sorted(value for value in values if value > 0)
    top = min(present[-1], 2 * present[len(present) // 2])
    return [top / 4, top / 2, top * 3 / 4]


def _level(value: float, limits: Sequence[float]) -> int:
    return 0 if value <= 0 else 1 + bisect_right(limits, value)


def _cell(
    drawing: Drawing, place: tuple[float, float], size: tuple[float, float], cell: Cell, limits: Sequence[float]
) -> int:
    level = _level(cell.value, limits)
    drawing.box(*place, *size, drawing.theme.ramp[level], round_by=2, about=cell.about if level else "")
    return level


def _on(drawing: Drawing, level: int) -> str:
    """The colour of text on a shade: the ramp's own far end, whichever is farther."""
    theme = drawing.theme
    return theme.ink if level <= 2 else theme.surface


def _month_names(drawing: Drawing, first: date, last: date, left: float, step: float, y: float) -> None:
    edge = 0.0
    for week in range((last - first).days // 7 + 1):
        monday = first + timedelta(weeks=week)
        begins = next((day for day in (monday + timedelta(days=n) for n in range(7)) if day.day == 1), None)
        if begins is None and week > 0:
            continue
        day = begins or monday
        name = calendar.month_abbr[day.month] + (f" {day.year}" if day.month == 1 and step >= 11 else "")
        x = left + week * step
        if x < edge or x + width(name, SMALL) > WIDTH - 2:
            continue
        drawing.text(x, y, name, fill=drawing.theme.muted)
        edge = x + width(name, SMALL) + 4


def _ramp(drawing: Drawing, y: float) -> None:
    """The legend of the shades, at the right."""
    swatch = 10
    x = WIDTH - MARGIN - width("more", SMALL)
    drawing.text(x, y, "more", fill=drawing.theme.muted)
    x -= 3
    for colour in reversed(drawing.theme.ramp):
        x -= swatch + _GAP
        drawing.box(x, y - 9, swatch, swatch, colour, round_by=2)
    drawing.text(x - 5, y, "less", anchor="end", fill=drawing.theme.muted)
