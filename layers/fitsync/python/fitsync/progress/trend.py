"""The trend behind a figure that scatters from day to day, such as weight."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from decimal import Decimal
from typing import Final

# John Walker, The Hacker's Diet (4th ed. 2005), chapter "Signal and Noise": each day the trend moves by a tenth of its
# distance to the weight of that day. Days without a measurement: each of them would have kept 9/10 of the distance,
# which is what exponential smoothing of irregularly spaced series does (Wright 1986, Management Science 32(4):499-510).
DAILY_SHARE: Final = 0.1
_DAY_SECONDS = 86_400


def smoothed(values: Iterable[tuple[datetime, Decimal]]) -> Iterator[tuple[datetime, float]]:
    """The trend at each measurement, in the figure's own unit; `values` come in time order.

    It begins at the first value. Of several on the same day each moves it by its share of that day.
    """
    before: tuple[datetime, float] | None = None
    for at, value in values:
        if before is None:
            trend = float(value)
        else:
            days = (at - before[0]).total_seconds() / _DAY_SECONDS
            kept = float((1 - DAILY_SHARE) ** days)
            trend = kept * before[1] + (1 - kept) * float(value)
        before = (at, trend)
        yield before


def body_mass_index(weight_kg: Decimal, height_cm: Decimal) -> Decimal:
    """kg/m², to one decimal (Quetelet's index)."""
    metres = height_cm / 100
    return (weight_kg / (metres * metres)).quantize(Decimal("0.1"))
