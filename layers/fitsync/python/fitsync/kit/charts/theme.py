"""Colours of charts, for light and dark surroundings.

Text has a contrast of at least 4.5:1 against its surface and what carries data one of at least 3:1 (WCAG 2.2, success
criteria 1.4.3 and 1.4.11). Neighbouring series also differ in lightness, so that they stay apart for colour-blind
readers and in print; a test measures both.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple, TypeAlias

ThemeName: TypeAlias = Literal["light", "dark"]


class Theme(NamedTuple):
    """`series` tells categories apart, `ramp` goes from nothing to most, `accent` is the one line that matters."""

    surface: str
    ink: str
    muted: str
    grid: str
    accent: str
    trend: str
    series: tuple[str, ...]
    ramp: tuple[str, ...]


THEMES: Mapping[ThemeName, Theme] = MappingProxyType(
    {
        "light": Theme(
            surface="#ffffff",
            ink="#1b1f24",
            muted="#57606a",
            grid="#dfe3e8",
            accent="#2f6fb7",
            trend="#c2410c",
            series=("#1f4e96", "#d97706", "#0b5a53", "#d1558b", "#6b3f1d", "#5294d1"),
            ramp=("#eceff3", "#b9d3f0", "#76a9df", "#3a78bf", "#173f75"),
        ),
        "dark": Theme(
            surface="#16191d",
            ink="#f0f3f6",
            muted="#a8b1bb",
            grid="#343a41",
            accent="#6cb2f5",
            trend="#fb9a5a",
            series=("#5b8fe0", "#fdba4d", "#2aa198", "#f29bc1", "#b9dcff", "#b0703c"),
            ramp=("#262b31", "#1d4a7d", "#2f72b8", "#63a5e6", "#c3e0fd"),
        ),
    }
)
