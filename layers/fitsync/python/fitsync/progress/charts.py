"""The picture of body weight."""

from __future__ import annotations

import calendar
from datetime import date

from fitsync.kit.charts.frame import Heading
from fitsync.kit.charts.lines import LineChart, Value, line_chart
from fitsync.kit.charts.text import number, signed
from fitsync.kit.charts.theme import ThemeName
from fitsync.kit.units import mass, mass_unit
from fitsync.progress.weight import Weighing, WeightTrend

# As many dots as a phone shows side by side; of more weighings every second, third … is drawn, the last one included.
_MOST_DOTS = 320


def weight_chart(found: WeightTrend, theme: ThemeName, *, imperial: bool) -> str:
    """What was measured as dots, and the trend behind it as a line."""
    unit = mass_unit(imperial=imperial)
    latest = found.latest
    if latest is None:
        heading = Heading("Body weight", f"In {unit}", "No weight was measured in this time.")
        return line_chart(LineChart(heading, (), (), "", "", "Add your weight and the line begins"), theme)
    weekly = ""
    if found.weekly is not None:
        weekly = f" \N{MIDDLE DOT} {signed(mass(found.weekly, imperial=imperial), 2)} {unit} a week"
    shown = f"{number(mass(latest.measured, imperial=imperial))} {unit}"
    first = found.weighings[0]
    heading = Heading(
        "Body weight",
        f"{shown}{weekly}",
        f"Body weight, measured {len(found.weighings)} times from {_day(first.day)} to {_day(latest.day)}: at last "
        f"{shown}, trend {number(mass(latest.trend, imperial=imperial))} {unit}{weekly}.",
    )
    step = -(-len(found.weighings) // _MOST_DOTS)
    drawn: list[Weighing] = list(found.weighings[::-1][::step][::-1])
    return line_chart(
        LineChart(
            heading,
            [Value(one.day, mass(one.measured, imperial=imperial)) for one in drawn],
            [Value(one.day, mass(one.trend, imperial=imperial)) for one in drawn],
            f"Measured, {unit}",
            "Trend (smoothed)",
            "",
        ),
        theme,
    )


def _day(day: date) -> str:
    return f"{day.day} {calendar.month_abbr[day.month]} {day.year}"
