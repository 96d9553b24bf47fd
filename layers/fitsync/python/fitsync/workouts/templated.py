"""Sessions that are made from a template's day: what they take from it, and what they leave for the next one."""

from __future__ import annotations

from collections.abc import Mapping

from fitsync.exercises.documents import ExerciseSummary
from fitsync.kit import clock
from fitsync.templates import reading as templates
from fitsync.templates.documents import SessionOutcome, TargetSet
from fitsync.templates.reading import ExerciseTargets, Training
from fitsync.users.reading import TrainingFacts
from fitsync.workouts.commands import ExercisePlan
from fitsync.workouts.records import ExerciseRecords, RecordKind
from fitsync.workouts.session import (
    EntryPlan,
    SetEntry,
    SetTarget,
    SetType,
)


def training(
    user: TrainingFacts,
    outcomes: list[SessionOutcome],
    records: Mapping[str, ExerciseRecords],
    exercises: Mapping[str, ExerciseSummary],
) -> Training:
    """What a template's targets depend on, for one user."""
    bests = {one.exercise_id: one.best(RecordKind.ESTIMATED_ONE_REP_MAX) for one in records.values()}
    return Training(
        lanes=templates.latest_lanes(outcomes),
        one_rep_maxes={exercise_id: best.value for exercise_id, best in bests.items() if best is not None},
        carriers={
            one.id: templates.carrier_of(one.equipment[0] if one.equipment else None) for one in exercises.values()
        },
        assisted=frozenset(one.id for one in exercises.values() if one.kind == "assisted_bodyweight"),
        equipment=user.equipment,
        units=user.units,
    )


def plan_of(today: ExerciseTargets) -> ExercisePlan:
    """The line of a session's exercise list that today's targets make."""
    return ExercisePlan(
        id=clock.new_id(),
        exercise_id=today.planned.exercise_id,
        superset=today.planned.superset,
        rest_seconds=today.rest_seconds,
        notes=today.planned.notes,
        sets=tuple(SetEntry(type=SetType(one.type.value), target=_target(one)) for one in today.sets),
        plan=EntryPlan(lane=today.lane, state=today.state, reason=today.reason, plates=today.plates),
    )


def _target(one: TargetSet) -> SetTarget:
    return SetTarget(**{name: getattr(one, name) for name in SetTarget.model_fields})
