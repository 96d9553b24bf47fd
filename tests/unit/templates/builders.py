"""Short ways to plans and to sessions of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from fitsync.templates.documents import LaneOutcome
from fitsync.templates.loading import Carrier
from fitsync.templates.plan import Day, PlannedExercise, Reps, SetGroup, Slot, Week, WeeklyPlan, Weight, WeightType
from fitsync.templates.progression import Ceiling, Deload, Progression, Rule
from fitsync.templates.targets import ExerciseTargets, Training, performed, targets
from fitsync.templates.vocabulary import Weekday

LIFT = "lift"
MWF = (Weekday.MONDAY, Weekday.WEDNESDAY, Weekday.FRIDAY)
BARBELL = Training(carriers={LIFT: Carrier.BARBELL})


def group(
    count: int, low: int, high: int | None = None, *, load: Weight | None = None, open_end: bool = False
) -> SetGroup:
    """So many sets of a range; an open end is as many as possible."""
    top = None if open_end else high or low
    return SetGroup(count=count, reps=Reps(min=low, max=top), weight=load or kg(None))


def kg(value: float | None) -> Weight:
    return Weight(type=WeightType.FIXED, value=None if value is None else Decimal(str(value)))


def percent(value: float) -> Weight:
    return Weight(type=WeightType.PERCENTAGE, value=Decimal(str(value)))


def exercise(
    *sets: SetGroup,
    rules: Iterable[Rule] = (),
    deload: Deload | None = None,
    max_load: int | None = None,
    **more: object,
) -> PlannedExercise:
    progression = Progression(
        rules=tuple(rules), deload=deload, max_load_kg=None if max_load is None else Decimal(max_load)
    )
    return PlannedExercise.model_validate({"exercise_id": LIFT, "sets": sets, "progression": progression, **more})


def plan(*weeks: Sequence[SetGroup], days: Sequence[Weekday] = MWF, **about: Any) -> WeeklyPlan:
    """Weeks in which the exercise is done with these sets on every training day."""
    return plan_of(*(exercise(*sets, **about) for sets in weeks), days=days)


def plan_of(*exercises: PlannedExercise, days: Sequence[Weekday] = MWF) -> WeeklyPlan:
    weeks = tuple(Week(days={day: Day(name="Day", exercises=(one,)) for day in days}) for one in exercises)
    return WeeklyPlan(total_weeks=12, weeks=weeks)


def after(today: ExerciseTargets, *reps: int, load: float | None = None) -> LaneOutcome:
    """The outcome of today's exercise with these repetitions, one number a set; by default as planned."""
    done = performed(today)
    if not reps and load is None:
        return done
    sets = [
        one.model_copy(
            update={
                "reps": reps[index] if index < len(reps) else None if reps else one.reps,
                "weight_kg": one.weight_kg if load is None else Decimal(str(load)),
            }
        )
        for index, one in enumerate(done.sets)
    ]
    return done.model_copy(update={"sets": tuple(sets)})


class Lifter:
    """Somebody who goes through a plan session by session."""

    def __init__(self, followed: WeeklyPlan, training: Training = BARBELL) -> None:
        self.plan, self.training = followed, training
        self._slots = followed.slots()
        self._next = next(self._slots)

    @property
    def slot(self) -> Slot:
        return self._next

    @property
    def today(self) -> ExerciseTargets:
        [found] = targets(self.plan, self._next, self.training)
        return found

    @property
    def loads(self) -> list[float | None]:
        """The loads of today's sets."""
        return [None if one.weight_kg is None else float(one.weight_kg) for one in self.today.sets]

    def train(self, *reps: int, load: float | None = None) -> None:
        """Do today's session, as planned or with these repetitions, and go on to the next slot."""
        today = self.today
        lanes = {**self.training.lanes, today.lane: after(today, *reps, load=load)}
        self.training = replace(self.training, lanes=lanes)
        self._next = next(self._slots)


def rule(axis: str, step: float | str, when: str = "all_sets", **ceiling: object) -> Rule:
    text = str(step)
    unit = {"amount": text.rstrip("%"), "unit": "percent" if text.endswith("%") else "absolute"}
    return Rule.model_validate(
        {"axis": axis, "step": unit, "when": when, "ceiling": Ceiling.model_validate(ceiling) if ceiling else None}
    )
