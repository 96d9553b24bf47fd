"""The rules by which an exercise of a template gets harder, and lighter again."""

from decimal import Decimal
from enum import StrEnum

from fitsync.kit.documents import Document


class Axis(StrEnum):
    """What a rule changes: the load in kg, target repetitions, working sets, rest in seconds, target RPE, or the time
    of a set in seconds.
    """

    LOAD = "load"
    REPS = "reps"
    SETS = "sets"
    REST = "rest"
    RPE = "rpe"
    DURATION = "duration"


class StepUnit(StrEnum):
    ABSOLUTE = "absolute"
    PERCENT = "percent"


class Step(Document):
    """By how much; negative goes down (rest, the help of an assisted exercise)."""

    amount: Decimal
    unit: StepUnit = StepUnit.ABSOLUTE

    def applied(self, value: Decimal) -> Decimal:
        """`value` one step further."""
        if self.unit is StepUnit.PERCENT:
            return value * (100 + self.amount) / 100
        return value + self.amount


class When(StrEnum):
    """When a rule takes its step.

    `every_session`: after each. `all_sets`: every working set reached the target, that is the top of its range.
    `lowest_set`: the lowest working set was still within its range. `every_cycle`: when the plan's weeks begin anew.
    """

    EVERY_SESSION = "every_session"
    ALL_SETS = "all_sets"
    LOWEST_SET = "lowest_set"
    EVERY_CYCLE = "every_cycle"


class AtCeiling(StrEnum):
    """`hold` stays there; `raise_load` starts over at `reset_to` with more load."""

    HOLD = "hold"
    RAISE_LOAD = "raise_load"


class Ceiling(Document):
    """The last value of a rule's axis (the lowest one, when its step is negative) and what happens there."""

    value: Decimal
    then: AtCeiling = AtCeiling.HOLD
    reset_to: Decimal | None = None
    load_step: Step | None = None


class Rule(Document):
    axis: Axis
    step: Step
    when: When = When.ALL_SETS
    ceiling: Ceiling | None = None


class Deload(Document):
    """`percent` off the load (of repetitions or time, where there is none): for good after so many misses in a row,
    for the week in every so manyth week.
    """

    percent: Decimal = Decimal(10)
    after_misses: int | None = None
    every_weeks: int | None = None

    def due_in(self, week: int) -> bool:
        """Whether week number `week` (from 1) is a lighter one."""
        return self.every_weeks is not None and week % self.every_weeks == 0


class Progression(Document):
    """The rules of one exercise. `max_load_kg` is never exceeded, whichever rule raises the load."""

    rules: tuple[Rule, ...] = ()
    deload: Deload | None = None
    max_load_kg: Decimal | None = None

    @property
    def load_ceiling(self) -> Decimal | None:
        """The highest load that the rules allow, in kg."""
        ceilings = [
            rule.ceiling.value
            for rule in self.rules
            if rule.axis is Axis.LOAD and rule.ceiling is not None and rule.step.amount > 0
        ]
        if self.max_load_kg is not None:
            ceilings.append(self.max_load_kg)
        return min(ceilings, default=None)
