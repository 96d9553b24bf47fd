"""Which achievements follow from the facts: nothing but the facts decides, so that the past can be repaired."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from fitsync.achievements.catalogue import RULES
from fitsync.achievements.documents import Facts, Trophies
from fitsync.achievements.rules import Rule


def judged(before: Trophies, facts: Facts, now: datetime) -> Trophies:
    """The achievements that the facts give. Those that were there keep the time they were awarded at."""
    awarded = {rule.key: before.awarded.get(rule.key, now) for rule in RULES if rule.met(facts)}
    return Trophies(facts=facts, awarded=awarded)


def came(before: Trophies, after: Trophies) -> list[Rule]:
    """The achievements that `after` has more."""
    return [rule for rule in RULES if rule.key in after.awarded and rule.key not in before.awarded]


class Ahead(NamedTuple):
    """The next achievement of a family, and how far it has come."""

    rule: Rule
    value: Decimal

    @property
    def percent(self) -> Decimal:
        """From 0 to 100 in tenths, rounded down."""
        share = min(max(self.value, Decimal(0)) * 100 / self.rule.threshold, Decimal(100))
        return share.quantize(Decimal("0.1"), rounding="ROUND_FLOOR")


def ahead(trophies: Trophies) -> list[Ahead]:
    """The next achievement of each family that has one, the nearest first."""
    found = [Ahead(rule, rule.value(trophies.facts)) for rule in _next(trophies)]
    return sorted(found, key=lambda one: (-one.percent, one.rule.key))


def _next(trophies: Trophies) -> Iterator[Rule]:
    shown: set[str] = set()
    for rule in RULES:
        if rule.family not in shown and rule.key not in trophies.awarded:
            shown.add(rule.family)
            yield rule


def unlocked(trophies: Trophies) -> list[tuple[Rule, datetime]]:
    """The achievements that were awarded, the latest first."""
    found = [(rule, trophies.awarded[rule.key]) for rule in RULES if rule.key in trophies.awarded]
    return sorted(found, key=lambda one: one[1], reverse=True)
