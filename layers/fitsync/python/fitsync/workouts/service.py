"""What one can do with sessions. Every change re-reads and re-applies when another device was faster."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple, TypeAlias

from fitsync.kit import clock, snapshot, store
from fitsync.kit.errors import ConcurrentChange, IdTaken
from fitsync.kit.events import DomainEvent
from fitsync.templates.errors import TemplateNotFound
from fitsync.users import reading as users
from fitsync.workouts import detection, editing, events, lifecycle, repository, sets, sharing
from fitsync.workouts.changes import WorkoutChange, change_of, changed_keys, changed_ref
from fitsync.workouts.commands import (
    Completion,
    CurrentExercise,
    Details,
    ExercisePlan,
    NewSession,
    SetResult,
    ShareChoice,
    TemplateChoice,
    UserFacts,
)
from fitsync.workouts.detection import PersonalRecord
from fitsync.workouts.errors import RecipientNotFriend, WorkoutDeleted, WorkoutNotFound
from fitsync.workouts.facts import exercise_facts, user_facts
from fitsync.workouts.history import HistoryFilter, HistoryPage, read_page
from fitsync.workouts.importing import Imported, import_sessions
from fitsync.workouts.reading import (
    Counted,
    counted_between,
    found,
    get,
    records_among,
    records_of,
    records_refs,
    training_span,
)
from fitsync.workouts.records import Best, ExerciseRecords, RecordKind
from fitsync.workouts.repository import TOMBSTONE_KEPT
from fitsync.workouts.rest import start_rest
from fitsync.workouts.saving import Change, save
from fitsync.workouts.session import WorkoutSession, WorkoutStatus
from fitsync.workouts.shared import SharedPage, SharedWorkout, deliver, of_another, shared_with

__all__ = [
    "TOMBSTONE_KEPT",
    "Best",
    "Completion",
    "Counted",
    "CurrentExercise",
    "Details",
    "ExercisePlan",
    "ExerciseRecords",
    "HistoryFilter",
    "HistoryPage",
    "Imported",
    "NewSession",
    "PerformedSet",
    "RecordKind",
    "SetResult",
    "ShareChoice",
    "SharedPage",
    "SharedWorkout",
    "TemplateChoice",
    "UserFacts",
    "WorkoutChange",
    "WorkoutSession",
    "change_of",
    "changed_keys",
    "changed_ref",
    "choose_exercise",
    "complete",
    "counted_between",
    "create",
    "delete",
    "deliver",
    "exercise_facts",
    "get",
    "history",
    "import_sessions",
    "of_another",
    "pause",
    "perform_set",
    "records_among",
    "records_of",
    "records_refs",
    "rest",
    "resume",
    "share",
    "shared_with",
    "start",
    "training_span",
    "update",
    "user_facts",
]

snapshot.imports("fitsync.workouts.starting")

# A try is lost only to a change that was made, so ten at once all succeed: a phone sending all it kept while offline.
_TRIES = 10

Check: TypeAlias = Callable[[int], None]
"""Raises when a change may not be made to this version."""

Operation: TypeAlias = Callable[[WorkoutSession, datetime], WorkoutSession]
EventOf: TypeAlias = Callable[[WorkoutSession, WorkoutSession], DomainEvent | None]


class PerformedSet(NamedTuple):
    """A set just done: the session, where the set is in it, and the records that it broke. `changed` is False when it
    was there already, just so.
    """

    session: WorkoutSession
    exercise_index: int
    set_index: int
    records: tuple[PersonalRecord, ...]
    changed: bool = True


def history(user_id: str, wanted: HistoryFilter, *, limit: int, after_key: str | None = None) -> HistoryPage:
    """A page of the user's sessions in brief, newest first. Days are those of the user's time zone."""
    zone = users.training_facts(user_id).zone if wanted.by_day else None
    return read_page(user_id, wanted, zone, limit=limit, after_key=after_key)


def create(new: NewSession, choice: TemplateChoice | None = None) -> tuple[WorkoutSession, bool]:
    """The session, and whether it is new. The same id again gives the same session, as it is by now.

    With a `choice` its exercises are today's targets of a template. Raises `ExerciseNotFound`, `TemplateNotFound`,
    `NotATrainingDay`, `WorkoutDeleted`, or what the domain refuses.
    """
    try:
        new = _from_template(new, choice) if choice else replace(new, user=user_facts(new.user_id))
    except TemplateNotFound:
        # A session that was made stays what it is, even if its template is gone by now.
        if repository.find(new.user_id, new.id) is None:
            raise
        return _existing(new.user_id, new.id), False
    facts = exercise_facts(new.user_id, {plan.exercise_id for plan in new.exercises})
    now = clock.now()
    session = lifecycle.create(replace(new, facts=facts), now)
    change = Change(repository.new_item(session), None, session, events.begun)
    try:
        return save(new.user_id, [change], now)[0], True
    except store.ConditionFailed:
        return _existing(new.user_id, new.id), False


def _from_template(new: NewSession, choice: TemplateChoice) -> NewSession:
    # Nothing else that is done with sessions needs templates.
    from fitsync.workouts.starting import from_template

    return from_template(new, choice)


def _existing(user_id: str, workout_id: str) -> WorkoutSession:
    item = repository.find(user_id, workout_id)
    if item is None:
        raise IdTaken()
    if item.deleted:
        raise WorkoutDeleted()
    return repository.session_of(item)


def start(user_id: str, workout_id: str, check: Check) -> WorkoutSession:
    """Begin a planned session."""
    user = user_facts(user_id)
    return _change(
        user_id,
        workout_id,
        check,
        lambda session, now: lifecycle.start(session, user, now),
        lambda _, after: events.begun(after),
    )


def pause(user_id: str, workout_id: str, check: Check) -> WorkoutSession:
    """Stop the session's clock."""
    return _change(user_id, workout_id, check, lifecycle.pause, lambda *_: events.WorkoutPaused(workout_id=workout_id))


def resume(user_id: str, workout_id: str, check: Check) -> WorkoutSession:
    """Let the session's clock run on."""
    return _change(
        user_id, workout_id, check, lifecycle.resume, lambda *_: events.WorkoutResumed(workout_id=workout_id)
    )


def complete(user_id: str, workout_id: str, completion: Completion, check: Check) -> WorkoutSession:
    """End a session."""
    return _change(
        user_id,
        workout_id,
        check,
        lambda session, now: lifecycle.complete(session, completion, now),
        lambda _, after: events.completed(after),
    )


def update(user_id: str, workout_id: str, details: Details, check: Check, *, cancel: bool = False) -> WorkoutSession:
    """Change a session's details or its list of exercises, or give it up."""

    def operation(session: WorkoutSession, now: datetime) -> WorkoutSession:
        kept = {(entry.id, entry.exercise_id) for entry in session.exercises}
        asked = {plan.exercise_id for plan in details.exercises if (plan.id, plan.exercise_id) not in kept}
        facts = exercise_facts(user_id, asked)
        changed = editing.update(session, details, facts, now)
        return lifecycle.cancel(changed, now) if cancel else changed

    def event(before: WorkoutSession, after: WorkoutSession) -> DomainEvent:
        if after.status is WorkoutStatus.CANCELLED and before.status is not after.status:
            return events.WorkoutCancelled(workout_id=workout_id)
        return events.updated(before, after)

    return _change(user_id, workout_id, check, operation, event)


def choose_exercise(user_id: str, workout_id: str, command: CurrentExercise, check: Check) -> WorkoutSession:
    """Set or change the current exercise."""
    facts = exercise_facts(user_id, {command.exercise_id} if command.exercise_id else ())

    def event(before: WorkoutSession, after: WorkoutSession) -> DomainEvent | None:
        return events.updated(before, after) if before.exercises != after.exercises else None

    return _change(
        user_id,
        workout_id,
        check,
        lambda session, now: editing.choose_exercise(session, command, facts, now),
        event,
    )


def perform_set(user_id: str, workout_id: str, result: SetResult, check: Check) -> PerformedSet:
    """Complete or correct a set; the records that it broke come with the answer."""
    index, entry_id, changed = 0, "", False

    def operation(session: WorkoutSession, now: datetime) -> WorkoutSession:
        nonlocal index, entry_id, changed
        # A second try means the exercise of the first one, even if the other device has moved on or moved it.
        index = sets.index_of(session, entry_id) if entry_id else sets.position(session, result)
        if index < len(session.exercises):
            entry_id = session.exercises[index].id
        after = sets.perform(session, result.model_copy(update={"exercise_index": index}), now)
        changed = after != session
        return after

    def event(before: WorkoutSession, after: WorkoutSession) -> DomainEvent:
        if after.status is WorkoutStatus.COMPLETED:
            return events.updated(before, after)
        exercise = after.exercises[index]
        return events.SetCompleted(
            workout_id=workout_id,
            exercise_id=exercise.exercise_id,
            exercise_name=exercise.name,
            exercise_index=index,
            set_index=result.set_index,
            entry=exercise.sets[result.set_index],
            records=detection.of_session(after).get((index, result.set_index), ()),
        )

    session = _change(user_id, workout_id, check, operation, event)
    fallen = detection.of_session(session).get((index, result.set_index), ())
    return PerformedSet(session, index, result.set_index, fallen, changed)


def rest(user_id: str, workout_id: str, seconds: int | None, check: Check) -> WorkoutSession:
    """Start the rest timer; zero seconds skip it."""
    return _change(user_id, workout_id, check, lambda session, now: start_rest(session, seconds, now), lambda *_: None)


def share(user_id: str, workout_id: str, choice: ShareChoice, check: Check) -> WorkoutSession:
    """Show a completed session to others, or to nobody any more. Friends alone can be chosen by name.

    Raises `RecipientNotFriend`, which names those that are none.
    """
    friends: set[str] | None = None

    def operation(session: WorkoutSession, now: datetime) -> WorkoutSession:
        nonlocal friends
        after = sharing.shared(session, choice, now)
        if after != session and choice.user_ids:
            friends = _friends_among(user_id, choice.user_ids) if friends is None else friends
            strangers = choice.user_ids - friends
            if strangers:
                raise RecipientNotFriend(details={"userIds": sorted(strangers)})
        return after

    return _change(user_id, workout_id, check, operation, lambda _, after: events.sharing_changed(after))


def _friends_among(user_id: str, others: Collection[str]) -> set[str]:
    found = users.relations(user_id, others)
    return {other for other, relation in found.items() if relation is users.Relation.FRIEND}


def delete(user_id: str, workout_id: str, check: Check) -> None:
    """Delete a session; its records follow. One that is deleted already stays so."""
    for _ in range(_TRIES):
        item = repository.find(user_id, workout_id)
        if item is None:
            raise WorkoutNotFound()
        if item.deleted:
            return
        check(int(item.version))
        try:
            save(user_id, [Change(item, repository.session_of(item), None, lambda _: None)], clock.now())
        except (store.ConditionFailed, store.TransactionConflict):
            continue
        return
    raise ConcurrentChange()


def _change(user_id: str, workout_id: str, check: Check, operation: Operation, event_of: EventOf) -> WorkoutSession:
    for _ in range(_TRIES):
        item, before = found(user_id, workout_id)
        check(before.version)
        now = clock.now()
        after = operation(before, now)
        if after == before:
            return before
        change = Change(item, before, after, lambda told, before=before: event_of(before, told))  # type: ignore[misc]
        try:
            return save(user_id, [change], now)[0]
        except (store.ConditionFailed, store.TransactionConflict):
            continue
    raise ConcurrentChange()
