"""A session's totals, worked out anew from its sets whenever it changes."""

from __future__ import annotations

from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from fitsync.workouts import detection, formulas
from fitsync.workouts.kinds import ExerciseKind
from fitsync.workouts.session import ExerciseEntry, Metrics, SetEntry, SetType, WorkoutSession

HARD_RPE, HARD_RIR = 7, 3
_TIMED = (ExerciseKind.DURATION, ExerciseKind.DISTANCE_DURATION)


def measured(session: WorkoutSession, now: datetime) -> WorkoutSession:
    """The session with its totals as of `now`."""
    done = [(exercise, entry) for _, _, exercise, entry in session.done_sets()]
    work = [(exercise, entry) for exercise, entry in done if entry.counts]
    efforts = [entry.rpe for _, entry in work if entry.rpe is not None]
    seconds = session.active_seconds(now)
    metrics = Metrics(
        total_volume=sum((volume_of(session, *pair) for pair in work), Decimal(0)),
        average_rpe=formulas.rounded(sum(efforts, Decimal(0)) / len(efforts)) if efforts else None,
        calories=calories(session, seconds),
        total_rest_seconds=sum(entry.rest_seconds or 0 for _, entry in done),
        total_reps=sum(entry.reps or 0 for _, entry in work),
        total_distance_m=sum((entry.distance_m or Decimal(0) for _, entry in work), Decimal(0)),
        set_count=len(done),
        record_count=sum(len(found) for found in detection.of_session(session).values()),
        duration_seconds=seconds,
    )
    return session.model_copy(update={"metrics": metrics})


def volume_of(session: WorkoutSession, exercise: ExerciseEntry, entry: SetEntry) -> Decimal:
    """The volume load of one set in kg times repetitions; none for a warm-up."""
    if not entry.counts:
        return Decimal(0)
    return formulas.set_volume(exercise.kind, entry.weight_kg, entry.reps, session.body_weight_kg)


def is_hard(entry: SetEntry) -> bool:
    """Whether a set counts as one of the weekly sets that training volume is measured in.

    The trials behind published volume landmarks count sets of repetitions taken to failure or near it (Schoenfeld et
    al. 2017, J Sports Sci 35(11):1073-1082, doi:10.1080/02640414.2016.1210197). Near is taken as RPE 7 or more, which
    is three repetitions in reserve or fewer (Zourdos et al. 2016, J Strength Cond Res 30(1):267-275). A set without
    any rating is taken as hard, since most people rate none and warm-ups are marked as such.
    """
    if not entry.counts or not entry.reps:
        return False
    if entry.type is SetType.FAILURE or (entry.rpe is None and entry.rir is None):
        return True
    return (entry.rpe is not None and entry.rpe >= HARD_RPE) or (entry.rir is not None and entry.rir <= HARD_RIR)


def calories(session: WorkoutSession, seconds: int) -> int:
    """Kilocalories of `seconds` of this session.

    Timed sets count with their own time and MET. The remaining time, rests included (the Compendium rates
    resistance training as a whole), counts with the mean MET of the other exercises, weighted by sets done. What a
    device has measured stands instead of all that.
    """
    if session.activity is not None and session.activity.calories is not None:
        return session.activity.calories
    timed = Decimal(0)
    met_seconds = Decimal(0)
    other_mets: list[Decimal] = []
    for _, _, exercise, entry in session.done_sets():
        met = formulas.DEFAULT_MET if exercise.met is None else exercise.met
        if exercise.kind in _TIMED and entry.duration_seconds:
            timed += entry.duration_seconds
            met_seconds += met * entry.duration_seconds
        else:
            other_mets.append(met)
    if other_mets and seconds > timed:
        met_seconds += sum(other_mets, Decimal(0)) / len(other_mets) * (seconds - timed)
    body = session.body_weight_kg or formulas.DEFAULT_BODY_WEIGHT_KG
    return int(formulas.kilocalories(Decimal(1), body, met_seconds).quantize(Decimal(1), ROUND_HALF_UP))
