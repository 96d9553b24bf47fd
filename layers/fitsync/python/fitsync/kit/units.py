"""Units for text and pictures made for people; everything else is metric."""

from __future__ import annotations

from decimal import Decimal

# The international pound is exactly 0.45359237 kg (International Yard and Pound Agreement, 1959).
KG_PER_POUND = Decimal("0.45359237")


def mass(kilograms: Decimal | float, *, imperial: bool) -> float:
    """A mass in the unit that the reader uses."""
    exact = Decimal(str(kilograms))
    return float(exact / KG_PER_POUND if imperial else exact)


def mass_unit(*, imperial: bool) -> str:
    """The name of that unit."""
    return "lb" if imperial else "kg"
