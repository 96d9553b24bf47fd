"""Changing what a session holds: its details, its list of exercises, and which exercise is done now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from fitsync.kit.errors import ValidationFailed
from fitsync.workouts.commands import CurrentExercise, Details, ExercisePlan
from fitsync.workouts.errors import ExerciseHasSets, ExerciseIndexOutOfRange, IllegalTransition, InvalidTime
from fitsync.workouts.rules import check_bounds, check_instant, check_plan, check_set, require
from fitsync.workouts.session import ExerciseEntry, ExerciseFacts, SetEntry, WorkoutSession, WorkoutStatus

Facts = Mapping[str, ExerciseFacts]


def update(session: WorkoutSession, details: Details, facts: Facts, now: datetime) -> WorkoutSession:
    """The session with those fields changed that `details` sets; unchanged when they are so already."""
    changes: dict[str, object] = {
        name: getattr(details, name) for name in details.model_fields_set & {"name", "notes", "location", "planned_for"}
    }
    if "mood" in details.model_fields_set:
        changes["mood"] = session.mood.model_copy(
            update={name: getattr(details.mood, name) for name in details.mood.model_fields_set}
        )
    if "planned_for" in changes and session.status is not WorkoutStatus.PLANNED:
        raise IllegalTransition.of("be planned anew", session.status)
    if details.planned_for is not None:
        check_plan(details.planned_for, now)
    if "exercises" in details.model_fields_set:
        require(session, "change its exercises", *_OPEN, WorkoutStatus.COMPLETED)
        exercises = built(session, details.exercises, facts, now)
        changes["exercises"] = exercises
        changes["current_exercise"] = _moved(session, exercises)
    changed = session.model_copy(update=changes)
    if changed == session:
        return session
    check_bounds(changed)
    return changed.model_copy(update={"updated_at": now})


_OPEN = (WorkoutStatus.PLANNED, WorkoutStatus.IN_PROGRESS, WorkoutStatus.PAUSED)


def built(
    session: WorkoutSession, plans: Sequence[ExercisePlan], facts: Facts, now: datetime
) -> tuple[ExerciseEntry, ...]:
    """The entries that a list of plans makes of the session's; raises what does not fit."""
    known = {entry.id: entry for entry in session.exercises}
    if len({plan.id for plan in plans}) != len(plans):
        raise ValidationFailed.at("body.exercises", "names the same id twice")
    entries = tuple(_entry(known.get(plan.id), plan, facts, f"body.exercises.{n}") for n, plan in enumerate(plans))
    for n, entry in enumerate(entries):
        kept = known.get(entry.id)
        if kept is None or kept.sets != entry.sets or kept.kind is not entry.kind:
            _check_sets(session, entry, now, f"body.exercises.{n}.sets")
    return entries


def _entry(known: ExerciseEntry | None, plan: ExercisePlan, facts: Facts, at: str) -> ExerciseEntry:
    about: ExerciseFacts
    if known is not None and known.exercise_id == plan.exercise_id:
        about, sets = known, known.sets
        plan = plan.model_copy(update={"plan": known.plan})
    else:
        if known is not None and plan.sets is None and any(entry.done for entry in known.sets):
            raise ExerciseHasSets(details={"fields": [{"field": f"{at}.exerciseId", "reason": "has sets done"}]})
        about, sets = facts[plan.exercise_id], ()
    return ExerciseEntry(
        **{name: getattr(about, name) for name in ExerciseFacts.model_fields},
        id=plan.id,
        superset=plan.superset,
        rest_seconds=plan.rest_seconds,
        notes=plan.notes,
        sets=sets if plan.sets is None else plan.sets,
        plan=plan.plan,
    )


def _check_sets(session: WorkoutSession, exercise: ExerciseEntry, now: datetime, at: str) -> None:
    for n, entry in enumerate(exercise.sets):
        check_set(exercise.kind, entry, f"{at}.{n}")
        if entry.completed_at is None:
            continue
        if session.status is WorkoutStatus.PLANNED:
            raise InvalidTime.at(f"{at}.{n}.completedAt", "the workout has not begun")
        check_instant(session, entry.completed_at, now, f"{at}.{n}.completedAt")


def _moved(session: WorkoutSession, exercises: Sequence[ExerciseEntry]) -> int:
    """Where the current exercise is in the new list; the same place, as far as there is one, when it is gone."""
    if session.current_exercise < len(session.exercises):
        current = session.exercises[session.current_exercise].id
        for index, entry in enumerate(exercises):
            if entry.id == current:
                return index
    return min(session.current_exercise, max(0, len(exercises) - 1))


def choose_exercise(session: WorkoutSession, command: CurrentExercise, facts: Facts, now: datetime) -> WorkoutSession:
    """Make an exercise the current one; put another in its place, or add one at the end, when one is named."""
    require(session, "change its current exercise", *_OPEN)
    count = len(session.exercises)
    highest = count if command.exercise_id else count - 1
    if not 0 <= command.index <= highest:
        raise ExerciseIndexOutOfRange.of("path.exerciseIndex", command.index, highest)
    entry = _chosen(session, command, facts)
    exercises = (*session.exercises[: command.index], entry, *session.exercises[command.index + 1 :])
    changed = session.model_copy(update={"exercises": exercises, "current_exercise": command.index})
    if changed == session:
        return session
    check_bounds(changed)
    return changed.model_copy(update={"updated_at": now})


def _chosen(session: WorkoutSession, command: CurrentExercise, facts: Facts) -> ExerciseEntry:
    given = command.model_fields_set & {"superset", "rest_seconds", "notes"}
    settings = {name: getattr(command, name) for name in given if getattr(command, name) is not None}
    at = command.index
    present = session.exercises[at] if at < len(session.exercises) else None
    if present is not None and command.exercise_id in (None, present.exercise_id):
        return present.model_copy(update=settings)
    assert command.exercise_id is not None
    if present is not None and any(entry.done for entry in present.sets):
        raise ExerciseHasSets()
    about = facts[command.exercise_id]
    kept = _still_fitting(present, about)
    base = ExerciseEntry(
        **{name: getattr(about, name) for name in ExerciseFacts.model_fields},
        id=present.id if present else command.new_entry_id,
        superset=present.superset if present else None,
        rest_seconds=present.rest_seconds if present else None,
        sets=kept,
    )
    return base.model_copy(update=settings)


def _still_fitting(present: ExerciseEntry | None, about: ExerciseFacts) -> tuple[SetEntry, ...]:
    """The planned sets that go over to another exercise: all when it is measured the same way, else none."""
    return present.sets if present is not None and present.kind is about.kind else ()
