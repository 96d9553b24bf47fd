"""Units of mass and length, exactly; and the numbers in front of them as apps write them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from types import MappingProxyType
from typing import Final, NamedTuple

from fitsync.kit.units import KG_PER_POUND
from fitsync.workouts import limits
from fitsync.workouts.imports.documents import Column, RowReason
from fitsync.workouts.imports.parsed import RowRefused

# International yard and pound agreement of 1959, exactly.
_YARD_M: Final = Decimal("0.9144")

_GRAM: Final = Decimal("0.001")
_TEN_GRAMS: Final = Decimal("0.01")
_CENTIMETRE: Final = Decimal("0.01")
_NUMBER = re.compile(r"[+-]?(\d{1,9}(?:[.,]\d{0,20})?|[.,]\d{1,20})")


class Unit(NamedTuple):
    """How many kilograms or metres one of it is, and to what step the product is rounded (half up)."""

    column: Column
    factor: Decimal
    step: Decimal


# A pound is rounded to 10 g, the nearest that a plate is made to, because the exporting app has rounded before:
# 40 kg leaves Hevy as 88.18 lb, which is 39.998 kg. To a tenth of a pound nothing is lost either way.
_POUND: Final = Unit(Column.WEIGHT, KG_PER_POUND, _TEN_GRAMS)
_KILOGRAM: Final = Unit(Column.WEIGHT, Decimal(1), _GRAM)


def _length(metres: Decimal | int) -> Unit:
    return Unit(Column.DISTANCE, Decimal(metres), _CENTIMETRE)


_UNITS: Final[Mapping[str, Unit]] = MappingProxyType(
    {
        name: unit
        for names, unit in (
            ("kg kgs kilogram kilograms", _KILOGRAM),
            ("lb lbs pound pounds", _POUND),
            ("m meter meters metre metres", _length(1)),
            ("km kms kilometer kilometers kilometre kilometres", _length(1000)),
            ("mi mile miles", _length(1760 * _YARD_M)),
            ("yd yds yard yards", _length(_YARD_M)),
            ("ft foot feet", _length(_YARD_M / 3)),
        )
        for name in names.split()
    }
)


def unit_of(name: str) -> Unit | None:
    """The unit called `name` in an export (`lbs`, `mi.`, `meters`); None when there is no such."""
    return _UNITS.get(name.strip().rstrip(".").casefold())


def number(text: str, column: Column) -> Decimal | None:
    """A number with a decimal point or comma; None when the cell is empty or zero, which apps write for "none".

    Raises RowRefused for what is no number and for a negative one.
    """
    text = text.strip()
    if not text:
        return None
    if not _NUMBER.fullmatch(text):
        raise RowRefused(RowReason.NUMBER_UNREADABLE, column)
    value = Decimal(text.replace(",", "."))
    if value < 0:
        raise RowRefused(RowReason.NUMBER_OUT_OF_RANGE, column)
    return value or None


def whole(text: str, column: Column, highest: int) -> int | None:
    """A whole number from 1 to `highest`; `12.0` is one. None when empty or zero."""
    value = number(text, column)
    if value is None:
        return None
    if value != value.to_integral_value():
        raise RowRefused(RowReason.NUMBER_UNREADABLE, column)
    if value > highest:
        raise RowRefused(RowReason.NUMBER_OUT_OF_RANGE, column)
    return int(value)


def seconds(text: str) -> int | None:
    """Seconds of a set, fractions rounded half up; None when empty or zero."""
    value = number(text, Column.SECONDS)
    if value is None:
        return None
    if value > limits.MAX_SET_SECONDS:
        raise RowRefused(RowReason.NUMBER_OUT_OF_RANGE, Column.SECONDS)
    return int(value.to_integral_value(ROUND_HALF_UP)) or None


def measure(value: Decimal, unit: Unit) -> Decimal | None:
    """`value` of `unit` in kilograms or metres; None when it rounds to nothing."""
    highest = limits.MAX_WEIGHT_KG if unit.column is Column.WEIGHT else limits.MAX_DISTANCE_M
    converted = (value * unit.factor).quantize(unit.step, ROUND_HALF_UP)
    if converted > highest:
        raise RowRefused(RowReason.NUMBER_OUT_OF_RANGE, unit.column)
    return plain(converted) if converted else None


def rpe(text: str) -> Decimal | None:
    """An RPE from 6 to 10 in halves; None for anything else, which the scale of FitSync does not have."""
    try:
        value = number(text, Column.RPE)
    except RowRefused:
        return None
    if value is None or not 6 <= value <= 10 or value * 2 % 1:
        return None
    return plain(value)


def plain(value: Decimal) -> Decimal:
    """The same number without trailing zeros and without an exponent."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()
