"""What a session of a template leaves for the next one."""

from __future__ import annotations

from decimal import Decimal

from fitsync.templates.documents import JudgedSet, LaneOutcome, SessionOutcome, TargetSet
from fitsync.workouts.session import ExerciseEntry, SetEntry, SetTarget, SetType, WorkoutSession, WorkoutStatus
from fitsync.workouts.summary import local_date


def outcome_of(session: WorkoutSession) -> SessionOutcome | None:
    """What a completed session of a template leaves for the next one; None for any other."""
    if session.template is None or session.status is not WorkoutStatus.COMPLETED:
        return None
    lanes: dict[str, LaneOutcome] = {}
    for entry in session.exercises:
        if entry.plan is not None and entry.plan.lane not in lanes:
            lanes[entry.plan.lane] = LaneOutcome(state=entry.plan.state, sets=tuple(_judged(entry)))
    return SessionOutcome(
        on=local_date(session.at, session.time_zone),
        week=session.template.week,
        weekday=session.template.weekday,
        lanes=lanes,
    )


def _judged(entry: ExerciseEntry) -> list[JudgedSet]:
    """The working sets that were planned, done or not; sets that were added are no part of the plan."""
    planned = [one for one in entry.sets if one.type is not SetType.WARMUP and one.target is not None]
    return [
        JudgedSet(
            target=TargetSet(**dict(one.target or SetTarget())),
            weight_kg=_weight(one),
            reps=one.reps if one.done else None,
            duration_seconds=one.duration_seconds if one.done else None,
            distance_m=one.distance_m if one.done else None,
            rpe=one.rpe if one.done else None,
        )
        for one in planned
    ]


def _weight(one: SetEntry) -> Decimal | None:
    return one.weight_kg if one.done else None
