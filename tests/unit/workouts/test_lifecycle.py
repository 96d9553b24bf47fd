from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitsync.workouts import lifecycle, rest
from fitsync.workouts.commands import Completion
from fitsync.workouts.errors import IllegalTransition, InvalidTime
from fitsync.workouts.session import WorkoutSession, WorkoutStatus
from fitsync.workouts.summary import totals_of
from tests.unit.workouts.builders import START, USER, after, lift, session

Operation = Callable[[WorkoutSession], WorkoutSession]
AT = after(30)
OPERATIONS: dict[str, Operation] = {
    "start": lambda it: lifecycle.start(it, USER, AT),
    "pause": lambda it: lifecycle.pause(it, AT),
    "resume": lambda it: lifecycle.resume(it, AT),
    "complete": lambda it: lifecycle.complete(it, Completion(), AT),
    "cancel": lambda it: lifecycle.cancel(it, AT),
    "rest": lambda it: rest.start_rest(it, 60, AT),
    "set": lambda it: lift(it, 60, 8, at=AT),
}
ALLOWED = {
    WorkoutStatus.PLANNED: {"start": WorkoutStatus.IN_PROGRESS, "cancel": WorkoutStatus.CANCELLED},
    WorkoutStatus.IN_PROGRESS: {
        "pause": WorkoutStatus.PAUSED,
        "complete": WorkoutStatus.COMPLETED,
        "cancel": WorkoutStatus.CANCELLED,
        "rest": WorkoutStatus.IN_PROGRESS,
        "set": WorkoutStatus.IN_PROGRESS,
    },
    WorkoutStatus.PAUSED: {
        "resume": WorkoutStatus.IN_PROGRESS,
        "complete": WorkoutStatus.COMPLETED,
        "cancel": WorkoutStatus.CANCELLED,
    },
    WorkoutStatus.COMPLETED: {"set": WorkoutStatus.COMPLETED},
    WorkoutStatus.CANCELLED: {},
}


def in_state(status: WorkoutStatus) -> WorkoutSession:
    if status is WorkoutStatus.PLANNED:
        return session(planned_for=START)
    running = session()
    return {
        WorkoutStatus.IN_PROGRESS: lambda: running,
        WorkoutStatus.PAUSED: lambda: lifecycle.pause(running, after(10)),
        WorkoutStatus.COMPLETED: lambda: lifecycle.complete(running, Completion(), after(20)),
        WorkoutStatus.CANCELLED: lambda: lifecycle.cancel(running, after(20)),
    }[status]()


@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize("status", WorkoutStatus)
def test_every_operation_in_every_state(status: WorkoutStatus, operation: str) -> None:
    before = in_state(status)
    expected = ALLOWED[status].get(operation)
    if expected is not None:
        assert OPERATIONS[operation](before).status is expected
        return
    with pytest.raises(IllegalTransition) as refused:
        OPERATIONS[operation](before)
    assert refused.value.details is not None
    assert refused.value.details["status"] == status.value


def test_pauses_do_not_count_as_training() -> None:
    it = lifecycle.pause(session(), after(10))
    assert it.active_seconds(after(60)) == 600
    it = lifecycle.resume(it, after(25))
    it = lifecycle.pause(it, after(30))
    it = lifecycle.complete(it, Completion(), after(40))
    assert it.paused_seconds == 25 * 60
    assert it.active_seconds(after(500)) == 15 * 60
    assert it.ended_at == after(40)


def test_starting_takes_the_user_as_of_now() -> None:
    it = lifecycle.start(session(planned_for=START), USER, after(5))
    assert it.started_at == after(5)
    assert (it.time_zone, it.body_weight_kg) == (USER.time_zone, USER.body_weight_kg)


def test_a_forgotten_session_ends_with_its_last_set() -> None:
    it = lift(session(), 60, 8, at=after(35))
    assert lifecycle.complete(it, Completion(), START + timedelta(days=3)).ended_at == after(35)


@pytest.mark.parametrize("ended_at", [after(4), after(63), START + timedelta(hours=25)])
def test_an_end_that_cannot_be_is_refused(ended_at: object) -> None:
    it = lift(session(), 60, 8, at=after(5))
    now = after(60) if ended_at != START + timedelta(hours=25) else START + timedelta(days=2)
    with pytest.raises(InvalidTime):
        lifecycle.complete(it, Completion.model_validate({"ended_at": ended_at}), now)


def test_completion_keeps_the_mood_from_before() -> None:
    it = session()
    it = it.model_copy(update={"mood": it.mood.model_copy(update={"before": "tired"})})
    mood = lifecycle.complete(it, Completion(mood_after="proud", energy=8), after(5)).mood
    assert (mood.before, mood.after, mood.energy) == ("tired", "proud", 8)


def test_the_effort_of_a_session_is_part_of_what_it_adds_up_to() -> None:
    over = lifecycle.complete(lift(session(), 60, 8), Completion(session_rpe=Decimal("7.5")), after(60))
    totals = totals_of(over)
    assert totals is not None
    assert totals.session_rpe == Decimal("7.5")


def test_a_plan_more_than_a_year_ahead_is_refused() -> None:
    with pytest.raises(InvalidTime):
        session(planned_for=START + timedelta(days=400))


@given(st.lists(st.tuples(st.sampled_from(sorted(OPERATIONS)), st.integers(1, 900)), max_size=20))
def test_time_always_adds_up(steps: list[tuple[str, int]]) -> None:
    """However a session went, training and pauses together are the time between start and end."""
    it, now = session(), START
    for name, seconds in steps:
        now += timedelta(seconds=seconds)
        operations: dict[str, Operation] = {
            "pause": lambda it, now=now: lifecycle.pause(it, now),  # type: ignore[misc]
            "resume": lambda it, now=now: lifecycle.resume(it, now),  # type: ignore[misc]
            "rest": lambda it, now=now: rest.start_rest(it, 60, now),  # type: ignore[misc]
            "set": lambda it, now=now: lift(it, 60, 8, at=now),  # type: ignore[misc]
        }
        if name in operations and name in ALLOWED[it.status]:
            it = operations[name](it)
    it = lifecycle.complete(it, Completion(), now)
    assert it.active_seconds(now) + it.paused_seconds == int((now - START).total_seconds())
    rested = sum(entry.rest_seconds or 0 for *_, entry in it.done_sets())
    assert rested <= it.active_seconds(now)
