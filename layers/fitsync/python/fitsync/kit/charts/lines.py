"""Measured values over time, with their trend."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from fitsync.kit.charts.drawing import WIDTH
from fitsync.kit.charts.frame import (
    MARGIN,
    Heading,
    Key,
    days_scale,
    framed,
    label_room,
    nothing_yet,
    time_axis,
    value_axis,
)
from fitsync.kit.charts.scales import Scale, marks, ticks
from fitsync.kit.charts.theme import THEMES, ThemeName

_PLOT_HEIGHT = 170
_AXIS_HEIGHT = 22
# So many points fill the width of the plot; more are drawn smaller.
_MANY = 60


class Value(NamedTuple):
    """A value on a day."""

    day: date
    value: float


class LineChart(NamedTuple):
    """`values` are drawn as dots, `trend` as a line through its values."""

    heading: Heading
    values: Sequence[Value]
    trend: Sequence[Value]
    values_label: str
    trend_label: str
    hint: str


def line_chart(chart: LineChart, theme: ThemeName) -> str:
    """The chart as SVG. The value axis does not start at zero: what matters is the change."""
    if not chart.values:
        return nothing_yet(chart.heading, theme, chart.hint)
    colours = THEMES[theme]
    keys = [Key(chart.values_label, colours.accent, "dot")]
    if len(chart.trend) > 1:
        keys.append(Key(chart.trend_label, colours.trend, "line"))
    drawing, top = framed(chart.heading, theme, _PLOT_HEIGHT + _AXIS_HEIGHT, keys)
    everything = [*chart.values, *chart.trend]
    axis = ticks(min(one.value for one in everything), max(one.value for one in everything))
    left = label_room(axis)
    days = [one.day for one in chart.values]
    horizontal = days_scale(min(days), max(days), left + 4, WIDTH - MARGIN - 4)
    vertical = Scale(axis[0], axis[-1], top + _PLOT_HEIGHT, top + 6)
    value_axis(drawing, axis, vertical, left)
    time_axis(drawing, marks(min(days), max(days)), lambda day: horizontal(day.toordinal()), top + _PLOT_HEIGHT)
    places = [(horizontal(one.day.toordinal()), vertical(one.value)) for one in chart.values]
    if len(chart.trend) > 1:
        drawing.polyline(
            [(horizontal(one.day.toordinal()), vertical(one.value)) for one in chart.trend], colours.trend, 2.5
        )
    for place in places:
        drawing.dot(place, 3 if len(places) <= _MANY else 2, colours.accent)
    return drawing.svg()
