"""Today's targets: from the plan, its rules, the user's last sessions, records and equipment. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from fitsync.kit.documents import Document
from fitsync.templates import loading, wording
from fitsync.templates.advancing import Advanced, advance, initial, less, lightened
from fitsync.templates.documents import Breakdown, JudgedSet, LaneOutcome, LaneState, TargetSet
from fitsync.templates.loading import Carrier
from fitsync.templates.plan import Day, PlannedExercise, SetGroup, Slot, WeeklyPlan, WeightType
from fitsync.users.reading import EquipmentSettings, Units

# Epley's formula holds for at most ten repetitions to failure (see `load_for`).
_MAX_REPS_TO_FAILURE = 10


@dataclass(frozen=True)
class Training:
    """What targets depend on besides the plan. Exercises without a carrier hang their load on a belt.

    `lanes` are the outcomes of the last sessions, `one_rep_maxes` estimated ones in kg, both by what they are about.
    """

    lanes: Mapping[str, LaneOutcome] = field(default_factory=dict)
    one_rep_maxes: Mapping[str, Decimal] = field(default_factory=dict)
    carriers: Mapping[str, Carrier] = field(default_factory=dict)
    assisted: frozenset[str] = frozenset()
    equipment: EquipmentSettings = field(default_factory=EquipmentSettings)
    units: Units = Units.METRIC

    def carrier(self, exercise_id: str) -> Carrier:
        """What carries the load of an exercise."""
        return self.carriers.get(exercise_id, Carrier.BELT)


class ExerciseTargets(Document):
    """What to do of an exercise today, why, and how to load the bar for each load that occurs."""

    planned: PlannedExercise
    lane: str
    sets: tuple[TargetSet, ...]
    rest_seconds: int | None
    reason: str
    state: LaneState
    plates: dict[str, Breakdown]
    """By load in kg, as text; empty where there is no bar."""


class _Today(NamedTuple):
    """One exercise on its way to its targets. `floor` keeps loads from being rounded up on a lighter day."""

    planned: PlannedExercise
    training: Training
    state: LaneState
    floor: bool
    one_rep_max: Decimal | None

    def loadable(self, load: Decimal) -> Decimal:
        carrier, equipment = self.training.carrier(self.planned.exercise_id), self.training.equipment
        ceiling = self.planned.progression.load_ceiling if self.planned.progression else None
        if self.floor:
            return loading.down(load if ceiling is None else min(load, ceiling), carrier, equipment)
        return loading.nearest(load, carrier, equipment, ceiling)


def targets(plan: WeeklyPlan, slot: Slot, training: Training) -> tuple[ExerciseTargets, ...]:
    """The targets of a training slot of the plan; none for a rest day."""
    day = plan.day(slot)
    return tuple(_targets(planned, day, plan, slot, training) for planned in day.exercises) if day else ()


def lane_of(planned: PlannedExercise) -> str:
    """What the outcome of this exercise is remembered under: apart where no rules move it."""
    return planned.lane if planned.progression else f"{planned.lane}/plain"


def _targets(planned: PlannedExercise, day: Day, plan: WeeklyPlan, slot: Slot, training: Training) -> ExerciseTargets:
    lane = lane_of(planned)
    last = training.lanes.get(lane)
    one_rep_max = training.one_rep_maxes.get(planned.exercise_id)
    advanced = _advanced(planned, day, last, plan.cycle(slot), training)
    deload = planned.progression.deload if planned.progression else None
    light = deload is not None and deload.due_in(slot.week)
    state = advanced.state.model_copy(update={"light": light})
    seen = lightened(state, deload.percent, assisted=_assisted(planned, training)) if deload and light else state
    today = _Today(planned, training, seen, light or advanced.deloaded, one_rep_max)
    sets = _sets(today, deload.percent if deload and light else None)
    return ExerciseTargets(
        planned=planned,
        lane=lane,
        sets=sets,
        rest_seconds=planned.rest_seconds if seen.rest_seconds is None else seen.rest_seconds,
        reason=wording.reason(wording.Story(planned, last, advanced, seen, sets, one_rep_max, light), training.units),
        state=state,
        plates=_plates(sets, planned, training),
    )


def _assisted(planned: PlannedExercise, training: Training) -> bool:
    return planned.exercise_id in training.assisted


def _advanced(planned: PlannedExercise, day: Day, last: LaneOutcome | None, cycle: int, training: Training) -> Advanced:
    """Where the exercise stands today. Without rules of its own it follows what its lane is based on."""
    if planned.progression is None and planned.weight_type is WeightType.PERCENTAGE:
        leading = next((one for one in day.exercises if one.lane == planned.lane and one.progression), None)
        if leading is not None:
            return _advanced(leading, day, training.lanes.get(leading.lane), cycle, training)
        led = training.lanes.get(planned.lane)
        if led is not None:
            return Advanced(led.state, None)
    one_rep_max = training.one_rep_maxes.get(planned.exercise_id)
    start = initial(planned, one_rep_max, cycle)
    if last is None or (planned.progression is None and planned.weight_type is not WeightType.FIXED):
        return Advanced(start, None)
    if planned.weight_type is WeightType.PERCENTAGE and last.state.load_kg is None:
        return Advanced(start, None)
    if planned.progression is None and start.load_kg is not None:
        return Advanced(start, None)
    carrier, equipment = training.carrier(planned.exercise_id), training.equipment
    return advance(
        planned,
        last,
        cycle,
        lambda load: loading.down(load, carrier, equipment),
        assisted=_assisted(planned, training),
    )


def _sets(today: _Today, light_percent: Decimal | None) -> tuple[TargetSet, ...]:
    working = {id(group): _group(today, group, light_percent) for group in today.planned.working}
    loads = [one.weight_kg for sets in working.values() for one in sets if one.weight_kg is not None]
    heaviest = max(loads, default=None)
    found: list[TargetSet] = []
    for group in today.planned.sets:
        found += working[id(group)] if group.works else _warm_up(today, group, heaviest)
    return tuple(found)


def _group(today: _Today, group: SetGroup, light_percent: Decimal | None) -> list[TargetSet]:
    state, reps = today.state, group.reps
    low = reps.min if reps else None
    high = reps.max if reps else None
    if state.reps is not None and low is not None:
        low, high = min(low, state.reps), state.reps
    seconds = group.duration_seconds if state.duration_seconds is None else state.duration_seconds
    if light_percent is not None and not state.load_kg:
        low, high, seconds = _without_load(state, low, high, seconds, light_percent)
    rpe = group.weight.value if group.weight.type is WeightType.RPE else None
    one = TargetSet(
        type=group.type,
        weight_kg=_load(today, group, low if high is None else high),
        reps_min=low,
        reps_max=high,
        duration_seconds=seconds,
        distance_m=group.distance_m,
        rpe=rpe if state.rpe is None else state.rpe,
    )
    return [one] * (group.count if state.sets is None else state.sets)


def _without_load(
    state: LaneState, low: int | None, high: int | None, seconds: int | None, percent: Decimal
) -> tuple[int | None, int | None, int | None]:
    """A lighter day without a load to take from: fewer repetitions, or less time. The state is lighter already."""
    if state.reps is None:
        low = None if low is None else less(low, percent)
        high = None if high is None else less(high, percent)
    if state.duration_seconds is None and seconds is not None:
        seconds = less(seconds, percent)
    return low, high, seconds


def _load(today: _Today, group: SetGroup, reps: int | None) -> Decimal | None:
    weight, base = group.weight, today.state.load_kg
    if weight.type is WeightType.RPE:
        rpe = today.state.rpe or weight.value
        wanted = load_for(today.one_rep_max, reps, rpe) if today.one_rep_max and reps and rpe else None
        return None if wanted is None else today.loadable(wanted)
    if weight.type is WeightType.PERCENTAGE:
        return None if base is None or weight.value is None else today.loadable(base * weight.value / 100)
    first = today.planned.working[0].weight.value
    if base is None:
        return None if weight.value is None else today.loadable(weight.value)
    if weight.type is WeightType.BODYWEIGHT and base == 0:
        return None
    offset = weight.value - first if weight.value is not None and first is not None else Decimal(0)
    return today.loadable(max(base + offset, Decimal(0)))


def load_for(one_rep_max: Decimal, reps: int, rpe: Decimal) -> Decimal | None:
    """The load in kg that makes `reps` repetitions feel like `rpe`; None beyond ten repetitions to failure.

    An RPE of 10 - n leaves n repetitions in reserve (Zourdos et al. 2016, J Strength Cond Res 30(1):267-275), so it
    is Epley's formula solved for the load with `reps` and those in reserve: 1RM / (1 + n/30).
    """
    to_failure = reps + 10 - rpe
    if to_failure > _MAX_REPS_TO_FAILURE:
        return None
    return one_rep_max if to_failure <= 1 else one_rep_max / (1 + to_failure / 30)


def _warm_up(today: _Today, group: SetGroup, heaviest: Decimal | None) -> list[TargetSet]:
    weight = group.weight
    if weight.type is WeightType.PERCENTAGE and weight.value is not None:
        own = today.planned.weight_type is WeightType.PERCENTAGE
        base = today.state.load_kg if own else heaviest
        load = None if base is None else today.loadable(base * weight.value / 100)
    elif weight.type in (WeightType.FIXED, WeightType.BODYWEIGHT):
        load = None if weight.value is None else today.loadable(weight.value)
    else:
        load = None
    one = TargetSet(
        type=group.type,
        weight_kg=load,
        reps_min=group.reps.min if group.reps else None,
        reps_max=group.reps.max if group.reps else None,
        duration_seconds=group.duration_seconds,
        distance_m=group.distance_m,
    )
    return [one] * group.count


def _plates(sets: tuple[TargetSet, ...], planned: PlannedExercise, training: Training) -> dict[str, Breakdown]:
    carrier = training.carrier(planned.exercise_id)
    found: dict[str, Breakdown] = {}
    for load in sorted({one.weight_kg for one in sets if one.weight_kg is not None}):
        made = loading.breakdown(load, carrier, training.equipment)
        if made is not None:
            found[f"{load:f}"] = made
    return found


def performed(today: ExerciseTargets) -> LaneOutcome:
    """The outcome of an exercise done exactly as its targets ask, the top of each range reached."""
    return LaneOutcome(
        state=today.state,
        sets=tuple(
            JudgedSet(
                target=one,
                weight_kg=one.weight_kg,
                reps=one.reps_min if one.reps_max is None else one.reps_max,
                duration_seconds=one.duration_seconds,
                distance_m=one.distance_m,
                rpe=one.rpe,
            )
            for one in today.sets
            if one.type.value != "warmup"
        ),
    )
