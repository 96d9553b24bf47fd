"""What can be loaded: the weights that bar, plates, dumbbells and machines allow, and which plates make one of them."""

from __future__ import annotations

import functools
import math
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from enum import StrEnum

from fitsync.exercises.documents import Equipment
from fitsync.templates.documents import Breakdown, PlateLoad
from fitsync.templates.limits import MAX_WEIGHT_KG
from fitsync.users.reading import EquipmentSettings, Plate

_GRAMS = 1000


class Carrier(StrEnum):
    """What carries the load of an exercise."""

    BARBELL = "barbell"
    DUMBBELL = "dumbbell"
    MACHINE = "machine"
    OTHER_BAR = "other_bar"
    """Loaded with pairs of plates, but of no standard weight itself (EZ bar, trap bar, sled)."""
    BELT = "belt"
    """Hung on the body, one plate at a time."""


_CARRIERS: dict[Equipment, Carrier] = {
    "barbell": Carrier.BARBELL,
    "dumbbell": Carrier.DUMBBELL,
    "kettlebell": Carrier.DUMBBELL,
    "medicine_ball": Carrier.DUMBBELL,
    "sandbag": Carrier.DUMBBELL,
    "cable": Carrier.MACHINE,
    "machine": Carrier.MACHINE,
    "cardio_machine": Carrier.MACHINE,
    "ez_bar": Carrier.OTHER_BAR,
    "trap_bar": Carrier.OTHER_BAR,
    "smith_machine": Carrier.OTHER_BAR,
    "landmine": Carrier.OTHER_BAR,
    "sled": Carrier.OTHER_BAR,
    "strongman": Carrier.OTHER_BAR,
}


def carrier_of(equipment: Equipment | None) -> Carrier:
    """What carries the load of an exercise whose first piece of equipment this is."""
    return _CARRIERS.get(equipment, Carrier.BELT) if equipment else Carrier.BELT


class _Rack:
    """The weights that one side of a bar can take, as bits of an integer: bit n stands for n units."""

    def __init__(self, plates: tuple[Plate, ...]) -> None:
        self.plates = tuple(sorted(plates, key=lambda plate: -plate.weight))
        grams = [int(plate.weight * _GRAMS) for plate in self.plates]
        self.unit = math.gcd(*grams)
        self._sizes = [weight // self.unit for weight in grams]
        self._mask = (1 << (MAX_WEIGHT_KG * _GRAMS // 2 // self.unit + 1)) - 1
        # reachable[n]: what the plates from the nth on can make.
        self.reachable = [1]
        for plate, size in zip(reversed(self.plates), reversed(self._sizes), strict=True):
            self.reachable.insert(0, self._with(self.reachable[0], size, plate.pairs))

    def _with(self, reachable: int, size: int, pairs: int | None) -> int:
        """`reachable` with up to `pairs` plates of `size` more, by doubling."""
        left = self._mask.bit_length() // size if pairs is None else pairs
        chunk = 1
        while left > 0:
            take = min(chunk, left)
            reachable |= (reachable << (size * take)) & self._mask
            left -= take
            chunk *= 2
        return reachable

    def below(self, units: int) -> int:
        """The most units, at most `units`, that can be made."""
        return (self.reachable[0] & ((1 << (units + 1)) - 1)).bit_length() - 1

    def above(self, units: int) -> int | None:
        """The fewest units, at least `units`, that can be made; None when there are not enough plates."""
        rest = self.reachable[0] >> units
        return units + (rest & -rest).bit_length() - 1 if rest else None

    def made_of(self, units: int) -> tuple[PlateLoad, ...]:
        """Plates that make `units`, as many heavy ones as possible."""
        loads = []
        for n, (plate, size) in enumerate(zip(self.plates, self._sizes, strict=True)):
            most = units // size if plate.pairs is None else min(units // size, plate.pairs)
            count = next(c for c in range(most, -1, -1) if self.reachable[n + 1] >> (units - c * size) & 1)
            units -= count * size
            if count:
                loads.append(PlateLoad(weight_kg=plate.weight, per_side=count))
        return tuple(loads)


@functools.lru_cache(maxsize=64)
def _rack(plates: tuple[Plate, ...]) -> _Rack:
    return _Rack(plates)


def down(load: Decimal, carrier: Carrier, equipment: EquipmentSettings) -> Decimal:
    """The heaviest load that is at most `load` kg; the lightest there is when none is."""
    if carrier is Carrier.BARBELL:
        rack = _rack(equipment.plates)
        side = int((load - equipment.bar_weight) / 2 * _GRAMS / rack.unit) if load > equipment.bar_weight else 0
        return _on_bar(rack.below(side), rack, equipment)
    step = step_of(carrier, equipment)
    return max(lightest(carrier, equipment), _stepped(load, step, ROUND_FLOOR))


def nearest(load: Decimal, carrier: Carrier, equipment: EquipmentSettings, at_most: Decimal | None = None) -> Decimal:
    """The load closest to `load` kg, the lighter of two as close; none above `at_most`, if anything is that light."""
    below = down(load, carrier, equipment)
    above = up(load, carrier, equipment)
    chosen = above if above is not None and abs(above - load) < abs(load - below) else below
    return chosen if at_most is None or chosen <= at_most else down(at_most, carrier, equipment)


def up(load: Decimal, carrier: Carrier, equipment: EquipmentSettings) -> Decimal | None:
    """The lightest load that is at least `load` kg; None when there are not enough plates."""
    if carrier is Carrier.BARBELL:
        rack = _rack(equipment.plates)
        side = max(Decimal(0), load - equipment.bar_weight) / 2 * _GRAMS / rack.unit
        units = rack.above(int(side.to_integral_value(ROUND_CEILING)))
        return None if units is None else _on_bar(units, rack, equipment)
    return max(lightest(carrier, equipment), _stepped(load, step_of(carrier, equipment), ROUND_CEILING))


def lightest(carrier: Carrier, equipment: EquipmentSettings) -> Decimal:
    """The lightest load there is, in kg: the empty bar, the first dumbbell, nothing on the belt."""
    if carrier is Carrier.BARBELL:
        return equipment.bar_weight
    return Decimal(0) if carrier is Carrier.BELT else step_of(carrier, equipment)


def step_of(carrier: Carrier, equipment: EquipmentSettings) -> Decimal:
    """By how much the load can be changed at the least, in kg."""
    smallest = min(plate.weight for plate in equipment.plates)
    return {
        Carrier.DUMBBELL: equipment.dumbbell_step,
        Carrier.MACHINE: equipment.machine_step,
        Carrier.BELT: smallest,
    }.get(carrier, smallest * 2)


def breakdown(load: Decimal, carrier: Carrier, equipment: EquipmentSettings) -> Breakdown | None:
    """The plates of a barbell loaded to `load` kg; None for other carriers and for loads that cannot be made."""
    if carrier is not Carrier.BARBELL or load < equipment.bar_weight:
        return None
    rack = _rack(equipment.plates)
    units, odd = divmod((load - equipment.bar_weight) * _GRAMS, 2 * rack.unit)
    if odd or not rack.reachable[0] >> int(units) & 1:
        return None
    return Breakdown(bar_kg=equipment.bar_weight, plates=rack.made_of(int(units)))


def _on_bar(units: int, rack: _Rack, equipment: EquipmentSettings) -> Decimal:
    return equipment.bar_weight + Decimal(units * rack.unit * 2) / _GRAMS


def _stepped(load: Decimal, step: Decimal, rounding: str) -> Decimal:
    return (load / step).to_integral_value(rounding) * step
