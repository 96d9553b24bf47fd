"""Answers as pictures: what a route that draws asks for, and how the drawing goes out."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from fastapi import Query, Response

from fitsync.kit.charts.theme import ThemeName
from fitsync.kit.http.openapi import SVG

# A picture needs nothing, loads nothing and runs nothing, and may not be shown inside another page.
_POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"


class Format(StrEnum):
    """How an answer is given."""

    JSON = "json"
    SVG = "svg"


WantedFormat = Annotated[Format, Query(alias="format", description="`svg` gives a finished chart.")]
WantedTheme = Annotated[ThemeName, Query(alias="theme", description="The colours of a chart.")]


def picture(svg: str) -> Response:
    """An SVG document as an answer."""
    return Response(svg, media_type=SVG, headers={"Content-Security-Policy": _POLICY})
