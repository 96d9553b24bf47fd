"""Wire models of what a template makes of a session: why its targets are what they are, and how to load the bar."""

from collections.abc import Mapping
from typing import Self

from pydantic import Field

from fitsync.kit.wire import Id, Number, WireModel
from fitsync.templates.documents import Breakdown, Weekday


class PlateLoadOut(WireModel):
    """So many plates of one weight on each side."""

    weight_kg: Number
    per_side: int


class BarLoadOut(WireModel):
    """How the bar is loaded for one of the loads, heaviest plates first."""

    load_kg: Number
    bar_kg: Number
    plates: list[PlateLoadOut]

    @classmethod
    def all_of(cls, plates: Mapping[str, Breakdown]) -> list[Self]:
        """One for every load that occurs."""
        return [
            cls.model_validate({"load_kg": load, "bar_kg": made.bar_kg, "plates": made.plates})
            for load, made in plates.items()
        ]


class TemplateTargetsOut(WireModel):
    """Why the targets of an exercise are what they are. `plates` is empty where there is no bar."""

    reason: str = Field(examples=["Last time 3\N{MULTIPLICATION SIGN}8 at 60 kg, all met: 62.5 kg."])
    plates: list[BarLoadOut]


class TemplateDayOut(WireModel):
    """The day of a template that a session was made from."""

    id: Id
    name: str
    version: int
    week: int = Field(description="Counted from 1 on.")
    weekday: Weekday
