"""Charts as text: well formed whatever the data, legible by their colours, and without anything to load or to run."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitsync.kit.charts.bars import Bar, BarChart, Column, ColumnChart, bar_chart, column_chart
from fitsync.kit.charts.drawing import WIDTH
from fitsync.kit.charts.frame import Heading
from fitsync.kit.charts.heat import Calendar, Cell, Grid, calendar_map, grid_map
from fitsync.kit.charts.lines import LineChart, Value, line_chart
from fitsync.kit.charts.scales import marks, step_marks, ticks
from fitsync.kit.charts.text import fitting, number, signed, width
from fitsync.kit.charts.theme import THEMES, Theme

START = date(2026, 1, 5)
SVG = "{http://www.w3.org/2000/svg}"
NAMES = st.text(max_size=120)
AMOUNTS = st.floats(0, 1e6, allow_subnormal=False)


def parsed(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


def words(root: ElementTree.Element) -> list[str]:
    return [element.text or "" for element in root.iter(f"{SVG}text")]


def line(values: Sequence[float], title: str = "Bench press") -> str:
    points = [Value(START + timedelta(days=3 * index), value) for index, value in enumerate(values)]
    chart = LineChart(
        Heading(title, "Estimated", "In words."), points, points[:: max(len(points) - 1, 1)], "a", "b", "!"
    )
    return line_chart(chart, "light")


class TestWhatIsDrawn:
    def test_a_chart_says_in_words_what_it_shows(self) -> None:
        root = parsed(line([60, 62, 61]))
        assert root.get("role") == "img"
        named = root.get("aria-labelledby")
        assert named is not None
        texts = {element.get("id"): element.text for element in root}
        assert [texts[name] for name in named.split()] == ["Bench press", "In words."]

    def test_a_name_is_text_and_never_markup(self) -> None:
        svg = line([60, 62], title='<script>alert(1)</script> & "co" ]]> \x00\x1b\ufffe')
        assert "<script" not in svg
        root = parsed(svg)
        assert root.find(f".//{SVG}script") is None
        assert any(text.startswith("<script>") for text in words(root))

    def test_it_loads_and_runs_nothing(self) -> None:
        allowed = {"svg", "title", "desc", "rect", "text", "line", "polyline", "circle"}
        for svg in every_kind():
            for element in parsed(svg).iter():
                assert element.tag.removeprefix(SVG) in allowed
                assert not {"style", "href", "class"} & {name.rpartition("}")[2] for name in element.attrib}
                assert not any(name.startswith("on") for name in element.attrib)
                assert "url(" not in "".join(element.attrib.values())

    def test_without_data_it_says_so(self) -> None:
        for svg in (
            line([]),
            column_chart(ColumnChart(Heading("a", "b", "c"), ["x"], [Column(START, "", [0])], "Do it"), "dark"),
            bar_chart(BarChart(Heading("a", "b", "c"), [], [5], "Do it"), "dark"),
            calendar_map(Calendar(Heading("a", "b", "c"), START, START, {}, "Do it"), "dark"),
            grid_map(Grid(Heading("a", "b", "c"), ["x"], [("y", [Cell(0, "")])], "Do it"), "dark"),
        ):
            assert "Nothing here yet" in words(parsed(svg))

    @given(title=NAMES, values=st.lists(st.floats(-1e5, 1e5), max_size=40))
    def test_any_name_and_any_values_make_a_document(self, title: str, values: list[float]) -> None:
        assert within(parsed(line(values, title)))

    @given(
        labels=st.lists(NAMES, min_size=1, max_size=17, unique=True),
        amounts=st.lists(AMOUNTS, min_size=17, max_size=17),
    )
    def test_any_bars_stay_inside(self, labels: list[str], amounts: list[float]) -> None:
        bars = [Bar(label, amount) for label, amount in zip(labels, amounts, strict=False)]
        assert within(parsed(bar_chart(BarChart(Heading("a", "b", "c"), bars, [5, 10, 20], "!"), "light")))

    @given(columns=st.lists(st.lists(AMOUNTS, min_size=3, max_size=3), min_size=1, max_size=62))
    def test_any_columns_stay_inside(self, columns: list[list[float]]) -> None:
        listed = [Column(START + timedelta(weeks=index), "", amounts) for index, amounts in enumerate(columns)]
        chart = ColumnChart(Heading("a", "b", "c"), ["x", "y", "z"], listed, "!")
        assert within(parsed(column_chart(chart, "light")))

    @given(days=st.integers(1, 371), values=st.dictionaries(st.integers(0, 370), AMOUNTS, max_size=60))
    def test_any_calendar_stays_inside(self, days: int, values: dict[int, float]) -> None:
        cells = {START + timedelta(days=day): Cell(value, "") for day, value in values.items() if day < days}
        chart = Calendar(Heading("a", "b", "c"), START, START + timedelta(days=days - 1), cells, "!")
        assert within(parsed(calendar_map(chart, "light")))


def every_kind() -> list[str]:
    heading = Heading("a", "b", "c")
    return [
        line([60, 61, 62]),
        line([]),
        column_chart(ColumnChart(heading, ["x", "y"], [Column(START, "!", [1, 2])], "!"), "light"),
        bar_chart(BarChart(heading, [Bar("x", 3)], [5], "!"), "light"),
        calendar_map(Calendar(heading, START, START + timedelta(days=30), {START: Cell(3, "!")}, "!"), "light"),
        grid_map(Grid(heading, ["x"], [("y", [Cell(2, "!"), None])], "!", shown=True), "light"),
    ]


def within(root: ElementTree.Element) -> bool:
    """Whether every shape but the surface is inside the picture."""
    _, _, across, down = map(float, (root.get("viewBox") or "").split())
    assert across == WIDTH
    for box in list(root.iter(f"{SVG}rect"))[1:]:
        x, y, wide, high = (float(box.get(name) or 0) for name in ("x", "y", "width", "height"))
        assert x >= -0.1
        assert x + wide <= across + 0.1
        assert y >= -0.1
        assert y + high <= down + 0.1
    for dot in root.iter(f"{SVG}circle"):
        x, y = float(dot.get("cx") or -1), float(dot.get("cy") or -1)
        assert 0 <= x <= across
        assert 0 <= y <= down
    return True


class TestColours:
    @pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES.keys())
    def test_text_and_data_stand_out_from_the_surface(self, theme: Theme) -> None:
        """WCAG 2.2: 4.5:1 for text (1.4.3), 3:1 for what carries data (1.4.11)."""
        assert min(contrast(colour, theme.surface) for colour in (theme.ink, theme.muted)) >= 4.5
        for colour in (theme.accent, theme.trend, *theme.series, *theme.ramp[-2:]):
            assert contrast(colour, theme.surface) >= 3, colour

    @pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES.keys())
    def test_written_values_stand_out_from_their_shade(self, theme: Theme) -> None:
        for level, shade in enumerate(theme.ramp[1:], 1):
            assert contrast(theme.ink if level <= 2 else theme.surface, shade) >= 4, (level, shade)

    @pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES.keys())
    def test_shades_grow_evenly_away_from_the_surface(self, theme: Theme) -> None:
        steps = [contrast(shade, theme.surface) for shade in theme.ramp]
        assert all(later > earlier * 1.25 for earlier, later in pairwise(steps))

    @pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES.keys())
    def test_neighbouring_series_differ_without_their_hue(self, theme: Theme) -> None:
        """Lightness is what every kind of colour blindness leaves."""
        for one, other in pairwise(theme.series):
            assert contrast(one, other) >= 1.25, (one, other)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


class TestScales:
    @pytest.mark.parametrize(
        ("low", "high", "expected"),
        [
            (0, 47, [0, 20, 40, 60]),
            (81.2, 84.9, [81, 82, 83, 84, 85]),
            (0.11, 0.43, [0.1, 0.2, 0.3, 0.4, 0.5]),
            (100, 100, [90, 95, 100, 105, 110]),
            (0, 0, [0, 0.5, 1]),
        ],
    )
    def test_ticks_are_round(self, low: float, high: float, expected: list[float]) -> None:
        assert ticks(low, high) == expected

    @given(low=st.floats(-1e6, 1e6), span=st.floats(1e-3, 1e6))
    def test_ticks_hold_the_values_and_are_few(self, low: float, span: float) -> None:
        found = ticks(low, low + span)
        step = found[1] - found[0]
        assert found[0] <= low + step * 1e-6
        assert found[-1] >= low + span - step * 1e-6
        assert 2 <= len(found) <= 9

    def test_days_months_and_years_are_named(self) -> None:
        def named(start: date, end: date, most: int = 6) -> list[str]:
            return [mark.label for mark in marks(start, end, most)]

        assert named(START, START + timedelta(days=27), 4) == ["5 Jan", "12 Jan", "19 Jan", "26 Jan"]
        assert named(date(2025, 10, 20), date(2026, 3, 20)) == ["Nov", "Dec", "2026", "Feb", "Mar"]
        assert named(date(2021, 3, 1), date(2026, 3, 1)) == ["2022", "2023", "2024", "2025", "2026"]

    @given(start=st.dates(date(2000, 1, 1), date(2100, 1, 1)), days=st.integers(0, 4000), most=st.integers(2, 8))
    def test_marks_lie_within_and_are_few(self, start: date, days: int, most: int) -> None:
        end = start + timedelta(days=days)
        found = [mark.day for mark in marks(start, end, most)]
        assert len(found) <= most
        assert found == sorted(day for day in found if start <= day <= end)

    @given(weeks=st.integers(1, 62), most=st.integers(2, 8))
    def test_columns_are_named_by_one_of_their_own(self, weeks: int, most: int) -> None:
        starts = [START + timedelta(weeks=week) for week in range(weeks)]
        found = step_marks(starts, most)
        assert {mark.day for mark in found} <= set(starts)
        assert len(found) <= most


class TestText:
    def test_what_is_too_long_ends_in_an_ellipsis(self) -> None:
        assert fitting("Bench press", 12, 200) == "Bench press"
        short = fitting("Bench press with a very long pause", 12, 100)
        assert short.startswith("Bench")
        assert short.endswith("\N{HORIZONTAL ELLIPSIS}")
        assert width(short, 12) <= 100

    @given(text=st.text(), room=st.floats(30, 400))
    def test_it_always_fits(self, text: str, room: float) -> None:
        assert width(fitting(text, 12, room), 12) <= room

    def test_numbers_as_people_read_them(self) -> None:
        assert [number(value) for value in (0, 5.0, 1234.56, 0.05, 100)] == ["0", "5", "1,234.6", "0.1", "100"]
        assert [signed(value, 2) for value in (0.5, -0.5, 0.001)] == [
            "+0.5",
            "\N{MINUS SIGN}0.5",
            "\N{PLUS-MINUS SIGN}0",
        ]
