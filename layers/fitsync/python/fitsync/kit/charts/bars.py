"""Amounts: stacked columns over time, and bars of named things against a band."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from fitsync.kit.charts.drawing import SMALL, WIDTH
from fitsync.kit.charts.frame import MARGIN, Heading, Key, framed, label_room, nothing_yet, time_axis, value_axis
from fitsync.kit.charts.scales import Scale, step_marks, ticks
from fitsync.kit.charts.text import fitting, number, width
from fitsync.kit.charts.theme import THEMES, ThemeName

_PLOT_HEIGHT = 170
_AXIS_HEIGHT = 22
# Between stacked pieces, so that they stay apart whatever their colours.
_SEAM = 1
_ROW = 20
_WIDEST_COLUMN = 28


class Column(NamedTuple):
    """A period and its amounts, in the order of the chart's series."""

    start: date
    about: str
    amounts: Sequence[float]


class ColumnChart(NamedTuple):
    """At most as many `series` as a theme has colours."""

    heading: Heading
    series: Sequence[str]
    columns: Sequence[Column]
    hint: str


def column_chart(chart: ColumnChart, theme: ThemeName) -> str:
    """Stacked columns over time, as SVG."""
    highest = max((sum(column.amounts) for column in chart.columns), default=0)
    if highest <= 0:
        return nothing_yet(chart.heading, theme, chart.hint)
    colours = THEMES[theme].series[: len(chart.series)]
    shown = [any(column.amounts[index] > 0 for column in chart.columns) for index in range(len(chart.series))]
    keys = [Key(label, colour) for label, colour, seen in zip(chart.series, colours, shown, strict=True) if seen]
    drawing, top = framed(chart.heading, theme, _PLOT_HEIGHT + _AXIS_HEIGHT, keys if len(keys) > 1 else ())
    axis = ticks(0, highest)
    left = label_room(axis)
    vertical = Scale(0, axis[-1], top + _PLOT_HEIGHT, top + 6)
    value_axis(drawing, axis, vertical, left)
    slot = (WIDTH - MARGIN - left) / len(chart.columns)
    breadth = min(slot * 0.8, _WIDEST_COLUMN)
    for index, column in enumerate(chart.columns):
        x = left + slot * (index + 0.5) - breadth / 2
        base = vertical(0)
        for amount, colour in zip(column.amounts, colours, strict=True):
            if amount <= 0:
                continue
            height = vertical(0) - vertical(amount)
            base -= height
            drawing.box(x, base, breadth, max(height - _SEAM, 0.5), colour, about=column.about)
    places = {column.start: left + slot * (index + 0.5) for index, column in enumerate(chart.columns)}
    time_axis(drawing, step_marks(list(places)), places.__getitem__, top + _PLOT_HEIGHT)
    return drawing.svg()


class Bar(NamedTuple):
    """A named amount."""

    label: str
    amount: float


class BarChart(NamedTuple):
    """`marks_at` are amounts to compare with, drawn as lines across and named at the top."""

    heading: Heading
    bars: Sequence[Bar]
    marks_at: Sequence[float]
    hint: str


def bar_chart(chart: BarChart, theme: ThemeName) -> str:
    """Horizontal bars, one below the other, as SVG."""
    if not any(bar.amount > 0 for bar in chart.bars):
        return nothing_yet(chart.heading, theme, chart.hint)
    drawing, top = framed(chart.heading, theme, len(chart.bars) * _ROW + 20)
    colours = drawing.theme
    left = MARGIN + min(max(width(bar.label, SMALL) for bar in chart.bars), WIDTH * 0.36) + 6
    written = [number(bar.amount) for bar in chart.bars]
    right = WIDTH - MARGIN - max(width(text, SMALL) for text in written) - 6
    highest = max([bar.amount for bar in chart.bars] + list(chart.marks_at))
    horizontal = Scale(0, highest, left, right)
    first, bottom = top + 14, top + 14 + len(chart.bars) * _ROW
    for value in chart.marks_at:
        x = horizontal(value)
        drawing.text(x, first - 4, number(value), anchor="middle", fill=colours.muted)
    for index, (bar, text) in enumerate(zip(chart.bars, written, strict=True)):
        y = first + index * _ROW
        end = horizontal(bar.amount)
        drawing.text(left - 6, y + 14, fitting(bar.label, SMALL, left - MARGIN - 6), anchor="end")
        drawing.box(left, y + 4, max(end - left, 1), _ROW - 8, colours.accent, round_by=2)
        drawing.text(WIDTH - MARGIN, y + 14, text, anchor="end", fill=colours.muted)
    for value in chart.marks_at:
        x = horizontal(value)
        drawing.line((x, first), (x, bottom), colours.ink, dashed=True)
    return drawing.svg()
