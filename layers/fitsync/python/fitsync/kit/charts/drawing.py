"""An SVG document in the making.

Only presentation attributes are used: no style sheet, script, font or address, so that a picture needs nothing but
itself under the strictest content security policy. Text goes through an XML writer, which escapes it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, TypeAlias
from xml.etree import ElementTree

from fitsync.kit.charts.text import clean
from fitsync.kit.charts.theme import Theme

Anchor: TypeAlias = Literal["start", "middle", "end"]
Point: TypeAlias = tuple[float, float]

# A phone in the hand: 360 CSS pixels is the narrowest common screen. Lengths are then pixels on a phone.
WIDTH = 360
# What is read at arm's length on it.
SMALL, NORMAL, LARGE = 11, 12, 16

_FONTS = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'DejaVu Sans', Arial, sans-serif"
_NAMESPACE = "http://www.w3.org/2000/svg"
# The surface goes on beyond the picture, where a window of another shape would show its own colour.
_BEYOND = 4000


def coordinate(value: float) -> str:
    """A length with one decimal, which is finer than a pixel."""
    return f"{value:.1f}".removesuffix(".0")


class Drawing:
    """A picture of `WIDTH` by `height` pixels. `title` and `description` are what a screen reader says."""

    def __init__(self, title: str, description: str, height: float, theme: Theme) -> None:
        self.height = height
        self.theme = theme
        self._root = ElementTree.Element(
            "svg",
            {
                "xmlns": _NAMESPACE,
                "viewBox": f"0 0 {WIDTH} {coordinate(height)}",
                "role": "img",
                "aria-labelledby": "title description",
                "font-family": _FONTS,
                "font-size": str(SMALL),
                "fill": theme.ink,
            },
        )
        ElementTree.SubElement(self._root, "title", {"id": "title"}).text = clean(title)
        ElementTree.SubElement(self._root, "desc", {"id": "description"}).text = clean(description)
        self._element(
            "rect",
            x=-_BEYOND,
            y=-_BEYOND,
            width=WIDTH + 2 * _BEYOND,
            height=height + 2 * _BEYOND,
            fill=theme.surface,
        )

    def text(
        self,
        x: float,
        y: float,
        value: str,
        *,
        size: float = SMALL,
        anchor: Anchor = "start",
        fill: str | None = None,
        bold: bool = False,
    ) -> None:
        """A line of text; `y` is its base line."""
        element = self._element("text", x=x, y=y)
        if size != SMALL:
            element.set("font-size", coordinate(size))
        if anchor != "start":
            element.set("text-anchor", anchor)
        if fill:
            element.set("fill", fill)
        if bold:
            element.set("font-weight", "600")
        element.text = clean(value)

    def line(self, start: Point, end: Point, stroke: str, thickness: float = 1, *, dashed: bool = False) -> None:
        """A straight line."""
        element = self._element("line", x1=start[0], y1=start[1], x2=end[0], y2=end[1], stroke=stroke)
        element.set("stroke-width", coordinate(thickness))
        if dashed:
            element.set("stroke-dasharray", "4 3")

    def polyline(self, points: Iterable[Point], stroke: str, thickness: float = 2) -> None:
        """A line through points."""
        written = " ".join(f"{coordinate(x)},{coordinate(y)}" for x, y in points)
        element = self._element("polyline", points=written, fill="none", stroke=stroke)
        element.set("stroke-width", coordinate(thickness))
        element.set("stroke-linejoin", "round")
        element.set("stroke-linecap", "round")

    def dot(self, centre: Point, radius: float, fill: str) -> None:
        """A filled circle."""
        self._element("circle", cx=centre[0], cy=centre[1], r=radius, fill=fill)

    def box(
        self, x: float, y: float, width: float, height: float, fill: str, *, round_by: float = 0, about: str = ""
    ) -> None:
        """A filled rectangle; `about` says what it stands for."""
        element = self._element("rect", x=x, y=y, width=max(width, 0), height=max(height, 0), fill=fill)
        if round_by:
            element.set("rx", coordinate(round_by))
        if about:
            ElementTree.SubElement(element, "title").text = clean(about)

    def svg(self) -> str:
        """The document."""
        return ElementTree.tostring(self._root, encoding="unicode")

    def _element(self, name: str, **attributes: str | float) -> ElementTree.Element:
        written = {key: value if isinstance(value, str) else coordinate(value) for key, value in attributes.items()}
        return ElementTree.SubElement(self._root, name, written)
