"""Why today's targets are what they are, in words. Loads are given in the user's units."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from fitsync.kit.units import KG_PER_POUND
from fitsync.templates.advancing import Advanced
from fitsync.templates.documents import JudgedSet, LaneOutcome, LaneState, TargetSet, Verdict
from fitsync.templates.plan import PlannedExercise, WeightType
from fitsync.templates.progression import Axis
from fitsync.templates.vocabulary import SetPurpose
from fitsync.users.reading import Units

_TIMES = "\N{MULTIPLICATION SIGN}"


class Story(NamedTuple):
    """All that a reason is made of. `seen` is the state behind today's sets, lighter than `advanced.state` on a
    light day.
    """

    planned: PlannedExercise
    last: LaneOutcome | None
    advanced: Advanced
    seen: LaneState
    sets: tuple[TargetSet, ...]
    one_rep_max: Decimal | None
    light: bool


def reason(story: Story, units: Units) -> str:
    """Why these are today's targets, such as "Last time 3x8 at 60 kg, all met: 62.5 kg."."""
    said = _first(story, units) if story.last is None else _next(story, story.last, units)
    deload = story.planned.progression.deload if story.planned.progression else None
    if story.light and deload:
        said += f" A lighter week: {_plain(deload.percent)} % less."
    return said


def _first(story: Story, units: Units) -> str:
    planned, base = story.planned, story.advanced.state.load_kg
    if planned.weight_type is WeightType.PERCENTAGE:
        if base is None:
            return "There is no one-rep maximum to take percentages of yet: choose loads that you can do all sets with."
        of = f"{_plain(planned.base_percent)} % of your one-rep maximum"
        if planned.progression is None or story.one_rep_max is None:
            return f"Percentages of {weight(base, units)}: {_loads(story, units)}."
        return f"{of} of {weight(story.one_rep_max, units)} is {weight(base, units)}: {_loads(story, units)}."
    if planned.weight_type is WeightType.RPE:
        return _by_effort(story, units)
    if _loads(story, units):
        return f"The first time: {_loads(story, units)}, as the plan says."
    if planned.weight_type is WeightType.BODYWEIGHT or not story.planned.working[0].reps:
        return "The first time: as the plan says."
    return "The first time: choose a load that you can do all sets with."


def _by_effort(story: Story, units: Units) -> str:
    rpe = next((one.rpe for one in story.sets if one.rpe is not None), None)
    effort = f"as heavy as RPE {_plain(rpe)} allows" if rpe is not None else "by feel"
    if not _loads(story, units) or story.one_rep_max is None:
        return f"Load {effort}."
    return f"Load {effort}: about {_loads(story, units)} at a one-rep maximum of {weight(story.one_rep_max, units)}."


def _next(story: Story, last: LaneOutcome, units: Units) -> str:
    advanced = story.advanced
    said = f"Last time {_done(last.sets, units)}"
    if last.state.light:
        said += ", a lighter week"
    elif advanced.verdict is Verdict.MET:
        said += ", all met" if story.planned.progression else ""
    elif advanced.verdict is Verdict.IN_RANGE:
        said += ", within the range"
    elif advanced.verdict is Verdict.MISSED:
        said += _missed(story, last)
    if story.planned.weight_type is WeightType.RPE:
        return f"{said}. {_by_effort(story, units)}"
    return f"{said}: {_today(story, units)}."


def _missed(story: Story, last: LaneOutcome) -> str:
    deload = story.planned.progression.deload if story.planned.progression else None
    if deload is None or deload.after_misses is None:
        return ", target missed" if story.planned.progression else ""
    misses = last.state.misses + 1
    said = f", target missed ({misses} of {deload.after_misses})"
    return f"{said}, {_plain(deload.percent)} % less" if story.advanced.deloaded else said


def _today(story: Story, units: Units) -> str:
    """What follows: the values that moved, or the load again."""
    seen, moved = story.seen, story.advanced.moved
    found: list[str] = []
    if Axis.LOAD in moved or story.advanced.deloaded:
        found.append(_load_today(story, units))
    if Axis.REPS in moved and seen.reps is not None:
        found.append(f"{seen.reps} repetitions")
    if Axis.SETS in moved and seen.sets is not None:
        found.append(f"{seen.sets} sets")
    if Axis.DURATION in moved and seen.duration_seconds is not None:
        found.append(f"{seen.duration_seconds} s")
    if Axis.REST in moved and seen.rest_seconds is not None:
        found.append(f"{seen.rest_seconds} s rest")
    if Axis.RPE in moved and seen.rpe is not None:
        found.append(f"RPE {_plain(seen.rpe)}")
    found = [part for part in found if part]
    return ", ".join(found) if found else _again(story, units)


def _load_today(story: Story, units: Units) -> str:
    base, loads = story.seen.load_kg, _loads(story, units)
    if story.planned.weight_type is WeightType.PERCENTAGE and base is not None:
        return f"percentages of {weight(base, units)}, {loads}"
    if base is not None and loads and len(_distinct(story.sets)) == 1 and base not in _distinct(story.sets):
        return f"{loads} ({weight(base, units)}, rounded to what you can load)"
    if not loads:
        return "repetitions and time reduced" if story.advanced.deloaded else ""
    return loads


def _again(story: Story, units: Units) -> str:
    loads = _loads(story, units)
    return f"again {loads}" if loads and not story.light else loads or "the same again"


def _distinct(sets: Sequence[TargetSet]) -> list[Decimal]:
    loads = [one.weight_kg for one in sets if one.weight_kg is not None and one.type is not SetPurpose.WARMUP]
    return list(dict.fromkeys(loads))


def _loads(story: Story, units: Units) -> str:
    return ", ".join(weight(load, units) for load in _distinct(story.sets))


def _done(sets: Sequence[JudgedSet], units: Units) -> str:
    """Sets done: `3x8 at 60 kg`, `8, 8, 7 at 60 kg`, `8 at 60 kg, 7 at 55 kg`."""
    done = [one for one in sets if one.done]
    if not done:
        return "no set was done"
    measures = [_measure(one) for one in done]
    loads = [one.weight_kg for one in done]
    if len(set(loads)) > 1:
        return ", ".join(f"{measure}{_at(load, units)}" for measure, load in zip(measures, loads, strict=True))
    counted = f"{len(done)}{_TIMES}{measures[0]}" if len(set(measures)) == 1 else ", ".join(measures)
    return counted + _at(loads[0], units)


def _measure(one: JudgedSet) -> str:
    if one.reps is not None:
        return str(one.reps)
    if one.distance_m is not None:
        return f"{_plain(one.distance_m)} m"
    return f"{one.duration_seconds} s"


def _at(load: Decimal | None, units: Units) -> str:
    return f" at {weight(load, units)}" if load else ""


def weight(load: Decimal, units: Units) -> str:
    """A load for people: to the gram in kilograms, to the tenth in pounds."""
    if units is Units.METRIC:
        return f"{_plain(load)} kg"
    return f"{_plain((load / KG_PER_POUND).quantize(Decimal('0.1'), ROUND_HALF_UP))} lb"


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"
