"""Energy cost of an activity from its MET value."""

from __future__ import annotations

from typing import Final

# Millilitres of oxygen per kilogram and minute at 1 MET, and kilocalories per litre of oxygen.
# Source: ACSM's Guidelines for Exercise Testing and Prescription: kcal/min = MET x 3.5 x kg / 200.
_OXYGEN_PER_MET: Final = 3.5
_DIVISOR: Final = 200

REFERENCE_KG: Final = 70
"""Body weight behind the calories of the catalogue, which knows no user."""


def kcal_per_minute(met: float, body_kg: float = REFERENCE_KG) -> float:
    """Kilocalories per minute of an activity of `met` for a body of `body_kg`, to two decimals."""
    return round(met * _OXYGEN_PER_MET * body_kg / _DIVISOR, 2)
