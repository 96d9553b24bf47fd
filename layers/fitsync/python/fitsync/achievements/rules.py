"""What an achievement is: a name for having done so much of something."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from fitsync.achievements.documents import Facts


class AchievementCategory(StrEnum):
    TRAINING = "training"
    CONSISTENCY = "consistency"
    STRENGTH = "strength"
    ENDURANCE = "endurance"
    PROGRESS = "progress"
    GOALS = "goals"


class Rule(NamedTuple):
    """An achievement: it is unlocked while the fact is at the threshold or above. `tier` counts within its family."""

    key: str
    family: str
    tier: int
    category: AchievementCategory
    name: str
    description: str
    fact: str
    unit: str
    threshold: Decimal

    def value(self, facts: Facts) -> Decimal:
        """How far it has come."""
        return Decimal(getattr(facts, self.fact))

    def met(self, facts: Facts) -> bool:
        """Whether it is unlocked."""
        return self.value(facts) >= self.threshold


class Family(NamedTuple):
    """Achievements of one fact: names by threshold. `{}` in the text is the threshold, divided by `scale`."""

    name: str
    category: AchievementCategory
    fact: str
    unit: str
    text: str
    tiers: Sequence[tuple[str, str]]
    scale: Decimal = Decimal(1)
    one: str = ""

    def rules(self) -> Iterator[Rule]:
        for number, (threshold, name) in enumerate(self.tiers, 1):
            value = Decimal(threshold)
            shown = value / self.scale
            text = self.one if self.one and shown == 1 else self.text.format(f"{shown.normalize():,f}")
            key = f"{self.name}_{number}"
            yield Rule(key, self.name, number, self.category, name, text, self.fact, self.unit, value)
