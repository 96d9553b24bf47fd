"""Making a goal: it begins where the data are."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from fitsync.exercises import reading as exercises
from fitsync.goals import repository, sources
from fitsync.goals.errors import GoalDeleted, StartValueNeeded, TooManyGoals
from fitsync.goals.events import GoalCreated, of, outcomes
from fitsync.goals.goal import Direction, Goal, Source
from fitsync.goals.judging import judged
from fitsync.goals.limits import LONGEST_SPAN, MAX_OPEN
from fitsync.goals.recorded import RECORD_KINDS
from fitsync.goals.repository import State
from fitsync.goals.sources import Truth
from fitsync.goals.terms import NewGoal, check_new, check_values
from fitsync.goals.tracking import follow
from fitsync.kit import backoff, clock, store
from fitsync.kit.errors import ConcurrentChange, ValidationFailed
from fitsync.users import reading as users
from fitsync.workouts.documents import KINDS, ExerciseKind

_TRIES = 3


def create(new: NewGoal) -> tuple[Goal, bool]:
    """The goal, and whether it is new. The same id again gives the same goal, as it is by now.

    Raises `GoalDeleted`, `TooManyGoals`, `ExerciseNotFound`, `TargetAlreadyMet`, `StartValueNeeded`, or
    `ValidationFailed` for what does not fit together.
    """
    for attempt in backoff.tries(_TRIES):
        state = repository.find_state(new.user_id, new.id, users.training_facts_keys(new.user_id))
        if state.item is not None:
            if state.item.deleted:
                raise GoalDeleted()
            return _as_of_today(repository.goal_of(state.item), state), False
        goal = _begun(new, state)
        if state.board.board.open >= MAX_OPEN:
            # Goals whose date went by unnoticed may still be counted.
            if attempt or not follow(new.user_id):
                raise TooManyGoals()
            continue
        item = repository.new_item(goal)
        events = [GoalCreated(**of(goal)), *outcomes(None, goal)]
        try:
            store.write(repository.save(item, goal, events), *repository.save_board(state.board, None, goal))
        except (store.ConditionFailed, store.TransactionConflict):
            continue
        return repository.goal_of(item), True
    raise ConcurrentChange()


def _begun(new: NewGoal, state: State) -> Goal:
    """The goal as it begins, judged by what is there already."""
    now = clock.now()
    zone = users.training_facts_of(state.others).zone
    today = now.astimezone(zone).date()
    check_new(new, today)
    name = _exercise_name(new) if new.exercise_id else None
    goal = _drafted(new, name, today, now)
    truth = sources.read(new.user_id, [goal], zone, today, since=_since(goal, today))
    start = _start(new, goal, truth)
    goal = check_values(goal.model_copy(update={"start_value": start, "current_value": start}))
    begun = judged(goal, truth.series(goal), today, now)
    # What was measured before the goal is where it begins, whatever else was measured on its first day.
    return begun if goal.traits.source is not Source.MEASUREMENTS else begun.model_copy(update={"current_value": start})


def _as_of_today(goal: Goal, state: State) -> Goal:
    today = clock.now().astimezone(users.training_facts_of(state.others).zone).date()
    return goal.model_copy(update={"status": goal.status_on(today)})


def _since(goal: Goal, today: date) -> date | None:
    return today - LONGEST_SPAN if goal.traits.source is Source.MEASUREMENTS else None


def _drafted(new: NewGoal, exercise_name: str | None, today: date, now: datetime) -> Goal:
    return Goal(
        id=new.id,
        user_id=new.user_id,
        type=new.type,
        metric=new.what,
        title=new.title,
        description=new.description,
        exercise_id=new.exercise_id,
        exercise_name=exercise_name,
        measurement=new.figure,
        sessions_per_week=new.sessions_per_week,
        unit=new.known_unit,
        start_value=Decimal(0),
        start_date=today,
        target_value=new.target_value,
        target_date=new.target_date,
        current_value=Decimal(0),
        milestones=tuple(new.milestones),
        created_at=now,
        updated_at=now,
    )


def _exercise_name(new: NewGoal) -> str:
    """The name of a goal's exercise; raises `ExerciseNotFound`, or when it is not measured like that."""
    assert new.exercise_id is not None
    (found,) = exercises.find_many([new.exercise_id], new.user_id)
    kind = RECORD_KINDS.get(new.what)
    if kind is not None and kind not in KINDS[ExerciseKind(found.kind)]:
        raise ValidationFailed.at("body.metric", "is nothing that this exercise is measured by")
    return found.name


def _start(new: NewGoal, goal: Goal, truth: Truth) -> Decimal:
    """The latest measurement or the record, what the user says where nothing is known, or zero where that is least."""
    known: Decimal | None = None
    match goal.traits.source:
        case Source.MEASUREMENTS:
            measured = truth.values(goal.measurement or "")
            known = measured[-1][1] if measured else None
        case Source.RECORDS:
            best = truth.records_in(goal.exercise_id or "").best(RECORD_KINDS[goal.metric])
            known = best.value if best else None
        case Source.SESSIONS:
            return Decimal(0)
        case Source.USER:
            return new.start_value or Decimal(0)
    if known is not None:
        return known
    if new.start_value is not None:
        return new.start_value
    if goal.traits.direction is Direction.UP:
        return Decimal(0)
    raise StartValueNeeded.at("body.startValue", "is needed: nothing was recorded within a year")
