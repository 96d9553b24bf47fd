"""What fits together in a plan. Bounds of single values are the wire's; here is what takes more than one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from fitsync.exercises.documents import Kind
from fitsync.kit.errors import ValidationFailed
from fitsync.templates.errors import ProgressionInvalid, TemplateTooLarge
from fitsync.templates.limits import MAX_DAY_SETS, MAX_EXERCISES, MAX_TOTAL_NOTES_LENGTH
from fitsync.templates.plan import Day, PlannedExercise, SetGroup, WeeklyPlan, WeightType
from fitsync.templates.progression import AtCeiling, Axis, Ceiling, Rule, StepUnit

_AT = "body.weeklyPlan"
_LOADED: frozenset[Kind] = frozenset({"weight_reps", "assisted_bodyweight", "weight_distance", "bodyweight_reps"})
_REPEATED: frozenset[Kind] = frozenset({"weight_reps", "bodyweight_reps", "assisted_bodyweight", "reps_only"})
_TIMED: frozenset[Kind] = frozenset({"duration", "distance_duration", "weight_distance"})
_FAR: frozenset[Kind] = frozenset({"distance_duration", "weight_distance"})


def check_plan(plan: WeeklyPlan, kinds: Mapping[str, Kind]) -> None:
    """Raise unless the plan holds together; `kinds` are those of its exercises.

    Raises `ValidationFailed`, `ProgressionInvalid` or `TemplateTooLarge`, each naming the field.
    """
    if len(plan.weeks) > plan.total_weeks:
        raise ValidationFailed.at(f"{_AT}.totalWeeks", "is less than the number of weeks")
    if not any(week.training for week in plan.weeks):
        raise ValidationFailed.at(f"{_AT}.weeks", "have no training day")
    for week_index, week in enumerate(plan.weeks):
        for weekday, day in week.days.items():
            _check_day(day, f"{_AT}.weeks.{week_index}.days.{weekday}")
    listed = list(plan.exercises())
    if len(listed) > MAX_EXERCISES:
        raise TemplateTooLarge.at(f"{_AT}.weeks", f"hold more than {MAX_EXERCISES} exercises")
    notes = sum(len(planned.notes) for _, planned in listed) + sum(
        len(activity.instructions)
        for week in plan.weeks
        for day in week.days.values()
        for activity in (*day.warmup, *day.cooldown)
    )
    if notes > MAX_TOTAL_NOTES_LENGTH:
        raise TemplateTooLarge.at(f"{_AT}.weeks", f"hold more than {MAX_TOTAL_NOTES_LENGTH} characters of notes")
    for where, planned in listed:
        _check_exercise(planned, kinds[planned.exercise_id], f"{_AT}.{where}")


def _check_day(day: Day, at: str) -> None:
    if day.is_rest_day and day.exercises:
        raise ValidationFailed.at(f"{at}.exercises", "a rest day has none")
    if not day.is_rest_day and not day.exercises:
        raise ValidationFailed.at(f"{at}.exercises", "a training day has at least one")
    if sum(group.count for planned in day.exercises for group in planned.sets) > MAX_DAY_SETS:
        raise TemplateTooLarge.at(f"{at}.exercises", f"hold more than {MAX_DAY_SETS} sets")


def _check_exercise(planned: PlannedExercise, kind: Kind, at: str) -> None:
    if not planned.working:
        raise ValidationFailed.at(f"{at}.sets", "has no working set")
    if len({group.weight.type for group in planned.working}) > 1:
        raise ValidationFailed.at(f"{at}.sets", "gives the load of its working sets in different ways")
    for index, group in enumerate(planned.sets):
        _check_group(group, kind, f"{at}.sets.{index}")
    if planned.progression:
        for index, rule in enumerate(planned.progression.rules):
            _check_rule(rule, planned, f"{at}.progression.rules.{index}")
        axes = [rule.axis for rule in planned.progression.rules]
        if len(set(axes)) != len(axes):
            raise ProgressionInvalid.at(f"{at}.progression.rules", "name an axis twice")


def _check_group(group: SetGroup, kind: Kind, at: str) -> None:
    reps, weight = group.reps, group.weight
    if reps is not None:
        if kind not in _REPEATED:
            raise ValidationFailed.at(f"{at}.reps", f"does not fit an exercise of kind {kind}")
        if reps.max is not None and reps.min > reps.max:
            raise ValidationFailed.at(f"{at}.reps.min", "must not be more than max")
        if reps.target is not None and not reps.min <= reps.target <= (reps.max or reps.target):
            raise ValidationFailed.at(f"{at}.reps.target", "must be within the range")
    elif kind in _REPEATED:
        raise ValidationFailed.at(f"{at}.reps", f"is needed for an exercise of kind {kind}")
    if group.duration_seconds is not None and kind not in _TIMED:
        raise ValidationFailed.at(f"{at}.durationSeconds", f"does not fit an exercise of kind {kind}")
    if group.distance_m is not None and kind not in _FAR:
        raise ValidationFailed.at(f"{at}.distanceM", f"does not fit an exercise of kind {kind}")
    if kind in _TIMED and group.duration_seconds is None and group.distance_m is None:
        raise ValidationFailed.at(f"{at}.durationSeconds", f"a time or a distance is needed for kind {kind}")
    _check_weight(group, kind, f"{at}.weight")
    if weight.type is WeightType.RPE and group.reps is None:
        raise ValidationFailed.at(f"{at}.weight.type", "an RPE target needs repetitions")


def _check_weight(group: SetGroup, kind: Kind, at: str) -> None:
    kind_of, value = group.weight.type, group.weight.value
    if kind not in _LOADED and (value is not None or kind_of in (WeightType.PERCENTAGE, WeightType.RPE)):
        raise ValidationFailed.at(at, f"does not fit an exercise of kind {kind}")
    if kind_of is WeightType.PERCENTAGE:
        if kind != "weight_reps":
            raise ValidationFailed.at(f"{at}.type", f"there is no one-rep maximum for kind {kind}")
        if value is None or not 0 < value <= 150:
            raise ValidationFailed.at(f"{at}.value", "is a percentage above 0 and up to 150")
    if kind_of is WeightType.RPE and (value is None or not 6 <= value <= 10 or value * 2 % 1):
        raise ValidationFailed.at(f"{at}.value", "is an RPE from 6 to 10 in halves")
    if kind_of is WeightType.BODYWEIGHT and kind == "weight_reps" and value is not None:
        raise ValidationFailed.at(f"{at}.type", f"does not fit an exercise of kind {kind}")


_NEEDS: dict[Axis, tuple[Callable[[PlannedExercise], object], str]] = {
    Axis.LOAD: (lambda planned: planned.weight_type is not WeightType.RPE, "the load follows the RPE"),
    Axis.REPS: (lambda planned: planned.working[0].reps, "the exercise has no repetitions"),
    Axis.SETS: (lambda planned: planned.sets, "the exercise has no sets"),
    Axis.REST: (lambda planned: planned.rest_seconds is not None, "the exercise plans no rest"),
    Axis.RPE: (lambda planned: planned.weight_type is WeightType.RPE, "the exercise has no RPE target"),
    Axis.DURATION: (lambda planned: planned.working[0].duration_seconds, "the exercise has no time"),
}


def _check_rule(rule: Rule, planned: PlannedExercise, at: str) -> None:
    fits, reason = _NEEDS[rule.axis]
    if not fits(planned):
        raise ProgressionInvalid.at(f"{at}.axis", reason)
    if rule.axis not in (Axis.LOAD, Axis.REST) and len(planned.working) > 1:
        raise ProgressionInvalid.at(f"{at}.axis", "can only change working sets that are all alike")
    if rule.step.amount == 0:
        raise ProgressionInvalid.at(f"{at}.step.amount", "must not be 0")
    absolute = rule.step.unit is StepUnit.ABSOLUTE
    if absolute and rule.axis not in (Axis.LOAD, Axis.RPE) and rule.step.amount % 1:
        raise ProgressionInvalid.at(f"{at}.step.amount", "must be a whole number")
    if absolute and rule.axis is Axis.RPE and rule.step.amount * 2 % 1:
        raise ProgressionInvalid.at(f"{at}.step.amount", "must be in halves")
    if rule.ceiling:
        _check_ceiling(rule, rule.ceiling, planned, f"{at}.ceiling")


def _check_ceiling(rule: Rule, ceiling: Ceiling, planned: PlannedExercise, at: str) -> None:
    if rule.axis not in (Axis.LOAD, Axis.RPE) and ceiling.value % 1:
        raise ProgressionInvalid.at(f"{at}.value", "must be a whole number")
    if rule.axis is Axis.RPE and (ceiling.value * 2 % 1 or not 6 <= ceiling.value <= 10):
        raise ProgressionInvalid.at(f"{at}.value", "is an RPE from 6 to 10 in halves")
    if ceiling.then is AtCeiling.HOLD:
        if ceiling.reset_to is not None or ceiling.load_step is not None:
            raise ProgressionInvalid.at(f"{at}.then", "only raise_load takes resetTo and loadStep")
        return
    if rule.axis in (Axis.LOAD, Axis.REST) or planned.weight_type is WeightType.RPE:
        raise ProgressionInvalid.at(f"{at}.then", "raises the load where repetitions, sets or time grow")
    if ceiling.load_step is None or ceiling.load_step.amount == 0:
        raise ProgressionInvalid.at(f"{at}.loadStep", "is needed to raise the load")
    reset = ceiling.reset_to
    if reset is not None and (reset % 1 or not Decimal(0) < reset < ceiling.value):
        raise ProgressionInvalid.at(f"{at}.resetTo", "is a whole number below the ceiling")
