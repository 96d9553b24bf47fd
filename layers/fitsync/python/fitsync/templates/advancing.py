"""From the last session to the next: rules applied to where an exercise stood and how it went."""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import NamedTuple

from fitsync.templates.documents import LaneOutcome, LaneState, Verdict
from fitsync.templates.limits import MAX_REPS, MAX_REST_SECONDS, MAX_SECONDS, MAX_SETS, MAX_WEIGHT_KG
from fitsync.templates.plan import PlannedExercise, WeightType
from fitsync.templates.progression import AtCeiling, Axis, Ceiling, Progression, Rule, Step, When

_GRAM = Decimal("0.001")
_FIELDS = {
    Axis.LOAD: "load_kg",
    Axis.REPS: "reps",
    Axis.SETS: "sets",
    Axis.REST: "rest_seconds",
    Axis.RPE: "rpe",
    Axis.DURATION: "duration_seconds",
}
# RPE in resistance training goes from 6 to 10 (Zourdos et al. 2016, J Strength Cond Res 30(1):267-275).
_BOUNDS = {
    Axis.LOAD: (0, MAX_WEIGHT_KG),
    Axis.REPS: (1, MAX_REPS),
    Axis.SETS: (1, MAX_SETS),
    Axis.REST: (0, MAX_REST_SECONDS),
    Axis.RPE: (6, 10),
    Axis.DURATION: (1, MAX_SECONDS),
}


class Advanced(NamedTuple):
    """The state for today, how the last session went, which axes moved, and whether misses made it lighter."""

    state: LaneState
    verdict: Verdict | None
    moved: tuple[Axis, ...] = ()
    deloaded: bool = False


def initial(planned: PlannedExercise, one_rep_max: Decimal | None, cycle: int) -> LaneState:
    """Where an exercise begins: as the plan says, percentages from the user's one-rep maximum if it is known."""
    group = planned.working[0]
    axes = {rule.axis for rule in planned.progression.rules} if planned.progression else set()
    load = group.weight.value if planned.weight_type in (WeightType.FIXED, WeightType.BODYWEIGHT) else None
    if planned.weight_type is WeightType.PERCENTAGE and one_rep_max is not None:
        load = _grams(one_rep_max * planned.base_percent / 100)
    if load is None and planned.weight_type is WeightType.BODYWEIGHT and _raises_load(planned.progression):
        load = Decimal(0)
    reps = (group.reps.target or group.reps.min) if group.reps else None
    return LaneState(
        load_kg=load,
        reps=reps if Axis.REPS in axes else None,
        sets=group.count if Axis.SETS in axes else None,
        rest_seconds=planned.rest_seconds if Axis.REST in axes else None,
        rpe=group.weight.value if Axis.RPE in axes and planned.weight_type is WeightType.RPE else None,
        duration_seconds=group.duration_seconds if Axis.DURATION in axes else None,
        cycle=cycle,
    )


def _raises_load(progression: Progression | None) -> bool:
    rules = progression.rules if progression else ()
    return any(rule.axis is Axis.LOAD or (rule.ceiling and rule.ceiling.load_step) for rule in rules)


def advance(
    planned: PlannedExercise,
    last: LaneOutcome,
    cycle: int,
    loadable_below: Callable[[Decimal], Decimal],
    *,
    assisted: bool = False,
) -> Advanced:
    """The state after `last`. `loadable_below` is the heaviest load that is not above the one it is given."""
    progression = planned.progression or Progression()
    state = _with_own_choice(planned, last, assisted=assisted)
    if last.state.light:
        after = _stepped(planned, progression, state, last, None, cycle)
        return Advanced(after.state.model_copy(update={"cycle": cycle}), None, after.moved)
    verdict = last.verdict(assisted=assisted)
    if verdict is Verdict.MISSED:
        misses = state.misses + 1
        state = state.model_copy(update={"misses": misses})
        deload = progression.deload
        if deload and deload.after_misses is not None and misses >= deload.after_misses:
            lighter = lightened(_as_asked(planned, state, last), deload.percent, assisted=assisted)
            update: dict[str, object] = {"misses": 0, "cycle": cycle}
            if lighter.load_kg is not None:
                update["reps"] = initial(planned, None, cycle).reps
                if planned.weight_type is not WeightType.PERCENTAGE and not assisted:
                    update["load_kg"] = loadable_below(lighter.load_kg)
            return Advanced(lighter.model_copy(update=update), verdict, deloaded=True)
    else:
        state = state.model_copy(update={"misses": 0})
    after = _stepped(planned, progression, state, last, verdict, cycle)
    return Advanced(after.state.model_copy(update={"cycle": cycle}), verdict, after.moved)


def _as_asked(planned: PlannedExercise, state: LaneState, last: LaneOutcome) -> LaneState:
    """The state with no more load than was asked for: less may have been loadable than it says."""
    asked = [one.target.weight_kg for one in last.sets if one.target.weight_kg is not None]
    if not asked or state.load_kg is None or planned.weight_type is WeightType.PERCENTAGE:
        return state
    return state.model_copy(update={"load_kg": min(state.load_kg, max(asked))})


def lightened(state: LaneState, percent: Decimal, *, assisted: bool = False) -> LaneState:
    """The state with `percent` off its load; off repetitions or time where there is no load."""
    if state.load_kg:
        share = 100 + percent if assisted else 100 - percent
        return state.model_copy(update={"load_kg": _grams(state.load_kg * share / 100)})
    for name in ("reps", "duration_seconds"):
        value = getattr(state, name)
        if value is not None:
            return state.model_copy(update={name: less(value, percent)})
    return state


def less(value: int, percent: Decimal) -> int:
    """`value` with `percent` off, rounded down, at least 1."""
    return max(1, int((value * (100 - percent) / 100).to_integral_value(ROUND_FLOOR)))


def _with_own_choice(planned: PlannedExercise, last: LaneOutcome, *, assisted: bool) -> LaneState:
    """The last state, its load replaced where the user chose it: none was planned, or all sets were done heavier."""
    state = last.state.model_copy(update={"light": False})
    if planned.weight_type in (WeightType.PERCENTAGE, WeightType.RPE) or last.state.light:
        return state
    loads = last.loads()
    if not loads or len(loads) < len(last.sets):
        return state
    if state.load_kg is None:
        return state.model_copy(update={"load_kg": max(loads) if assisted else min(loads)})
    asked = [one.target.weight_kg for one in last.sets if one.target.weight_kg is not None]
    harder = max(loads) < min(asked, default=Decimal(0)) if assisted else min(loads) > max(asked, default=state.load_kg)
    return state.model_copy(update={"load_kg": max(loads) if assisted else min(loads)}) if harder else state


def _stepped(
    planned: PlannedExercise,
    progression: Progression,
    state: LaneState,
    last: LaneOutcome,
    verdict: Verdict | None,
    cycle: int,
) -> Advanced:
    moved: list[Axis] = []
    for rule in progression.rules:
        if not _due(rule, verdict, cycle > last.state.cycle):
            continue
        after = _step(rule, _achieved(rule, state, last, verdict), planned, progression.load_ceiling)
        moved += [axis for axis, name in _FIELDS.items() if getattr(after, name) != getattr(state, name)]
        state = after
    return Advanced(state, verdict, tuple(dict.fromkeys(moved)))


def _due(rule: Rule, verdict: Verdict | None, new_cycle: bool) -> bool:
    if rule.when is When.EVERY_CYCLE:
        return new_cycle
    if verdict is None:
        return False
    if rule.when is When.ALL_SETS:
        return verdict is Verdict.MET
    return rule.when is When.EVERY_SESSION or verdict is not Verdict.MISSED


def _achieved(rule: Rule, state: LaneState, last: LaneOutcome, verdict: Verdict | None) -> LaneState:
    """The state raised to what the weakest set did, where repetitions or time progress: more than asked counts."""
    name = _FIELDS[rule.axis]
    if rule.axis not in (Axis.REPS, Axis.DURATION) or verdict is not Verdict.MET:
        return state
    did = min(getattr(one, name) or 0 for one in last.sets)
    current = getattr(state, name)
    return state.model_copy(update={name: did}) if current is not None and did > current else state


def _step(rule: Rule, state: LaneState, planned: PlannedExercise, load_ceiling: Decimal | None) -> LaneState:
    name = _FIELDS[rule.axis]
    current = getattr(state, name)
    if current is None:
        return state
    ceiling = rule.ceiling
    if ceiling and ceiling.then is AtCeiling.RAISE_LOAD and _beyond(Decimal(current), rule, ceiling, touching=True):
        return _load_raised(rule, ceiling, state, planned, load_ceiling)
    new = _rounded(rule.axis, rule.step, Decimal(current))
    if ceiling and _beyond(new, rule, ceiling):
        new = ceiling.value
    if rule.axis is Axis.LOAD:
        new = _capped(new, Decimal(current), load_ceiling)
    low, high = _BOUNDS[rule.axis]
    return _with_value(state, rule.axis, min(max(new, Decimal(low)), Decimal(high)))


def _load_raised(
    rule: Rule, ceiling: Ceiling, state: LaneState, planned: PlannedExercise, load_ceiling: Decimal | None
) -> LaneState:
    """Back to where the axis began, with more load; at the ceiling still, when the load cannot go up."""
    held = _with_value(state, rule.axis, ceiling.value)
    if ceiling.load_step is None or state.load_kg is None:
        return held
    load = _capped(_grams(ceiling.load_step.applied(state.load_kg)), state.load_kg, load_ceiling)
    load = min(max(load, Decimal(0)), Decimal(MAX_WEIGHT_KG))
    if load == state.load_kg:
        return held
    start = ceiling.reset_to
    if start is None:
        start = Decimal(getattr(initial(planned, None, state.cycle), _FIELDS[rule.axis]) or 1)
    return _with_value(held, rule.axis, start).model_copy(update={"load_kg": load})


def _beyond(value: Decimal, rule: Rule, ceiling: Ceiling, *, touching: bool = False) -> bool:
    past = ceiling.value - value if rule.step.amount < 0 else value - ceiling.value
    return past > 0 or (touching and past == 0)


def _capped(load: Decimal, current: Decimal, load_ceiling: Decimal | None) -> Decimal:
    """`load`, unless it goes up above the ceiling."""
    return load if load_ceiling is None or load <= current else max(min(load, load_ceiling), Decimal(0))


def _rounded(axis: Axis, step: Step, current: Decimal) -> Decimal:
    """One step on, in the axis's own unit: grams, halves of RPE, whole numbers (then at least one on)."""
    new = step.applied(current)
    if axis is Axis.LOAD:
        return _grams(new)
    if axis is Axis.RPE:
        return (new * 2).to_integral_value(ROUND_HALF_UP) / 2
    whole = new.to_integral_value(ROUND_HALF_UP)
    return whole if whole != current else current + (1 if step.amount > 0 else -1)


def _with_value(state: LaneState, axis: Axis, value: Decimal) -> LaneState:
    return state.model_copy(update={_FIELDS[axis]: value if axis in (Axis.LOAD, Axis.RPE) else int(value)})


def _grams(load: Decimal) -> Decimal:
    return load.quantize(_GRAM, ROUND_HALF_UP).normalize() + Decimal(0)
