"""The terms of a goal: what has to be said of it, what fits together, and what can be changed later."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple, TypeAlias

from fitsync.goals.errors import GoalEnded, TargetAlreadyMet, TooManyMilestones
from fitsync.goals.goal import TRAITS, USUAL, Goal, GoalMetric, GoalStatus, GoalType, Milestone, Point, Source, Traits
from fitsync.goals.limits import FURTHEST_DATE, LONGEST_SPAN, MAX_LOG, MAX_MILESTONES, MAX_WEEKS_IN_A_ROW
from fitsync.kit.errors import ValidationFailed
from fitsync.progress.documents import BODY_FAT, RESTING_HEART_RATE, WEIGHT

Problem: TypeAlias = tuple[str, str]
"""A field of the body, and what is wrong with it."""

_FIGURES = {WEIGHT: "kg", BODY_FAT: "%", RESTING_HEART_RATE: "bpm"}


class NewGoal(NamedTuple):
    """What a user asks for. `start_value` is used where nothing is known."""

    id: str
    user_id: str
    type: GoalType
    title: str
    target_value: Decimal
    description: str = ""
    metric: GoalMetric | None = None
    exercise_id: str | None = None
    measurement: str | None = None
    sessions_per_week: int | None = None
    unit: str | None = None
    start_value: Decimal | None = None
    target_date: date | None = None
    milestones: Sequence[Milestone] = ()

    @property
    def what(self) -> GoalMetric:
        """What it measures: what usually is for its type unless it says so."""
        return self.metric or USUAL[self.type]

    @property
    def traits(self) -> Traits:
        """What is fixed about its metric."""
        return TRAITS[self.what]

    @property
    def figure(self) -> str | None:
        """The measurement that it follows."""
        return (self.measurement or WEIGHT) if self.what is GoalMetric.MEASUREMENT else None

    @property
    def known_unit(self) -> str:
        """The unit of its values: a named measurement is a length."""
        return self.traits.unit or (_FIGURES.get(self.figure, "cm") if self.figure else self.unit or "")


class Changes(NamedTuple):
    """What a user changes; None leaves it, and so does a target date unless it `dates`."""

    title: str | None = None
    description: str | None = None
    target_value: Decimal | None = None
    target_date: date | None = None
    dates: bool = False
    current_value: Decimal | None = None
    paused: bool | None = None
    milestones: Sequence[Milestone] | None = None


def check_new(new: NewGoal, today: date) -> None:
    """Raise `ValidationFailed` with everything that does not fit together."""
    _refuse([*_misfits(new), *_date_problems(new.traits, new.target_date, today)])


def _misfits(new: NewGoal) -> Iterator[Problem]:
    traits = new.traits
    if traits.type is not new.type:
        yield "body.metric", f"belongs to goals of the type {traits.type.value}"
        return
    if traits.exercise is True and new.exercise_id is None:
        yield "body.exerciseId", "is needed for this metric"
    if traits.exercise is False and new.exercise_id is not None:
        yield "body.exerciseId", "means nothing for this metric"
    if new.measurement is not None and new.figure is None:
        yield "body.measurement", "means nothing for this metric"
    if (new.sessions_per_week is None) is (traits.type is GoalType.HABIT):
        yield "body.sessionsPerWeek", "is what a habit is made of, and of nothing else"
    if new.unit is not None and traits.type is not GoalType.CUSTOM:
        yield "body.unit", f"is {new.known_unit} for this metric"
    if new.start_value is not None and traits.source is Source.SESSIONS:
        yield "body.startValue", "is 0 for what is counted from the goal's first day"


def _date_problems(traits: Traits, target_date: date | None, today: date) -> Iterator[Problem]:
    if target_date is None:
        if traits.sums:
            yield "body.targetDate", "is needed for what is added up"
        return
    if target_date < today:
        yield "body.targetDate", "is over"
    furthest = LONGEST_SPAN if traits.sums else FURTHEST_DATE
    if target_date > today + furthest:
        yield "body.targetDate", f"is more than {furthest.days} days ahead"


def _refuse(problems: Sequence[Problem]) -> None:
    if problems:
        raise ValidationFailed(details={"fields": [{"field": at, "reason": reason} for at, reason in problems]})


def check_values(goal: Goal) -> Goal:
    """The goal with its milestones in order; raises when values do not lie on the way from start to target."""
    if goal.direction.meets(goal.start_value, goal.target_value):
        raise TargetAlreadyMet.at("body.targetValue", f"is reached already: it begins at {goal.start_value:f}")
    if goal.traits.whole and any(value % 1 for value in (goal.target_value, *(one.value for one in goal.milestones))):
        raise ValidationFailed.at("body.targetValue", "and milestones are whole numbers for this metric")
    if goal.metric is GoalMetric.WEEK_STREAK and goal.target_value > MAX_WEEKS_IN_A_ROW:
        raise ValidationFailed.at("body.targetValue", f"is at most {MAX_WEEKS_IN_A_ROW} weeks in a row")
    if len(goal.milestones) > MAX_MILESTONES:
        raise TooManyMilestones()
    if len({one.value for one in goal.milestones}) < len(goal.milestones):
        raise ValidationFailed.at("body.milestones", "must not repeat a value")
    meets = goal.direction.meets
    for milestone in goal.milestones:
        if meets(goal.start_value, milestone.value) or meets(milestone.value, goal.target_value):
            raise ValidationFailed.at(
                "body.milestones",
                f"{milestone.value:f} is not between {goal.start_value:f} and {goal.target_value:f}",
            )
    ordered = sorted(goal.milestones, key=lambda one: abs(one.value - goal.start_value))
    return goal.model_copy(update={"milestones": tuple(ordered)})


def changed(goal: Goal, changes: Changes, today: date) -> Goal:
    """The goal with its terms changed, not judged yet; a target that moves has to be reached anew."""
    update: dict[str, object] = {
        name: value
        for name, value in (("title", changes.title), ("description", changes.description))
        if value is not None
    }
    if changes.target_value is not None:
        update["target_value"] = changes.target_value
    if changes.dates:
        _refuse([] if changes.target_date == goal.target_date else [*_of_date(goal, changes, today)])
        update["target_date"] = changes.target_date
    if changes.milestones is not None:
        update["milestones"] = _kept(goal, changes.milestones)
    update |= _status(goal, changes) | _log(goal, changes, today)
    after = goal.model_copy(update=update)
    if (after.target_value, after.target_date) != (goal.target_value, goal.target_date):
        after = after.model_copy(update={"achieved_on": None, "achieved_at": None, "milestones": _anew(after)})
    if after.target_value != goal.target_value or after.milestones != goal.milestones:
        after = check_values(after)
    return after


def _of_date(goal: Goal, changes: Changes, today: date) -> Iterator[Problem]:
    yield from _date_problems(goal.traits, changes.target_date, today)
    if goal.traits.sums and changes.target_date and changes.target_date > goal.start_date + LONGEST_SPAN:
        yield "body.targetDate", f"is more than {LONGEST_SPAN.days} days after the goal's first day"


def _kept(goal: Goal, wanted: Sequence[Milestone]) -> tuple[Milestone, ...]:
    """The wanted milestones, those that were there with what is known of them."""
    known = {one.value: one for one in goal.milestones}
    return tuple(known.get(one.value, one).model_copy(update={"notes": one.notes}) for one in wanted)


def _anew(goal: Goal) -> tuple[Milestone, ...]:
    """The milestones as far as their days are still in time."""
    return tuple(
        one.model_copy(update={"achieved_on": None, "achieved_at": None})
        if one.achieved_on and goal.target_date and one.achieved_on > goal.target_date
        else one
        for one in goal.milestones
    )


def _status(goal: Goal, changes: Changes) -> dict[str, object]:
    if changes.paused and not goal.status.is_open:
        raise GoalEnded()
    if changes.paused is None or not goal.status.is_open:
        return {}
    return {"status": GoalStatus.PAUSED if changes.paused else GoalStatus.ACTIVE}


def _log(goal: Goal, changes: Changes, today: date) -> dict[str, object]:
    """The values that the user set, the last one of each day."""
    if changes.current_value is None:
        return {}
    if goal.traits.source is not Source.USER:
        raise ValidationFailed.at("body.currentValue", "follows the data for this metric")
    others = [point for point in goal.log if point.day != today]
    log = sorted([*others, Point(today, changes.current_value)])
    return {"log": tuple(log[-MAX_LOG:]), "current_value": changes.current_value}


Check: TypeAlias = Callable[[int], None]
"""Raises when a change may not be made to this version."""
