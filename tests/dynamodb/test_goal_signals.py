"""What a signal costs goals and achievements, with a short history and a long one, and many signals at once."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from fitsync.achievements.awarding import award
from fitsync.achievements.service import find
from fitsync.analytics import service as analytics
from fitsync.analytics.projection import TotalsChange
from fitsync.goals import repository, service
from fitsync.goals.goal import GoalMetric, GoalType
from fitsync.goals.terms import Changes, NewGoal
from fitsync.kit import clock
from fitsync.kit.errors import ConcurrentChange
from infra import platform
from tests.support.accounts import STARTED, Member, member
from tests.support.engine import Engine
from tests.support.history import train
from tests.support.meter import Meter, metered, permissions
from tests.support.statistics import totals
from tests.support.threads import together
from tests.support.training import exercise

pytestmark = pytest.mark.usefixtures("emptied")

TRIES = range(3)


def trained(user_id: str, workouts: int) -> None:
    """So many past workouts: ten this month, and up to 90 in each month before."""
    began = [STARTED - timedelta(hours=2 * number) for number in range(min(10, workouts))]
    month = datetime(2026, 3, 1, tzinfo=UTC)
    while len(began) < workouts:
        month = (month - timedelta(days=1)).replace(day=1)
        began += [month + timedelta(hours=7 * number) for number in range(min(90, workouts - len(began)))]
    sessions = (totals(clock.derived_id(str(number), at=at), at) for number, at in enumerate(began))
    analytics.record(user_id, [TotalsChange(each.workout_id, 1, None, each) for each in sessions])
    train(user_id, workouts)


def set_goals(user: Member) -> list[str]:
    """A goal of every source; their ids."""
    user_id, made = user.principal.user_id, functools.partial(NewGoal, user_id=user.principal.user_id, title="Goal")
    assert user.api.post("/v1/progress/body", {"weight": 80}).status == 201
    goals: list[dict[str, Any]] = [
        {"type": GoalType.WEIGHT, "target_value": Decimal(75)},
        {"type": GoalType.STRENGTH, "target_value": Decimal(300), "exercise_id": exercise()},
        {"type": GoalType.ENDURANCE, "metric": GoalMetric.TOTAL_WORKOUTS, "target_value": Decimal(200)},
        {"type": GoalType.HABIT, "target_value": Decimal(9), "sessions_per_week": 3},
        {"type": GoalType.CUSTOM, "target_value": Decimal(9), "unit": "times"},
    ]
    ids = []
    for terms in goals:
        goal = made(id=clock.new_id(), target_date=(STARTED + timedelta(days=200)).date(), **terms)
        assert service.create(goal)[0].user_id == user_id
        ids.append(goal.id)
    return ids


@pytest.mark.parametrize("workouts", [10, 10_000])
def test_what_a_signal_costs_does_not_grow_with_the_history(workouts: int, dynamodb: Engine) -> None:
    with clock.fixed(STARTED):
        user = member()
        user_id = user.principal.user_id
        trained(user_id, workouts)
        set_goals(user)
        clock.advance(3600)
        session = totals(clock.new_id(), clock.now())
        analytics.record(user_id, [TotalsChange(session.workout_id, 1, None, session)])
        award(user_id)
        meters: dict[str, Meter] = {}
        steps: dict[str, Callable[[], object]] = {
            "goals": functools.partial(service.follow, user_id),
            "goals again": functools.partial(service.follow, user_id),
            "achievements again": functools.partial(award, user_id),
        }
        for name, step in steps.items():
            with metered() as meters[name]:
                step()
    # The goals, their user, and three sources; a write for each goal that changed: workouts were counted.
    assert {name: (meter.reads, meter.writes) for name, meter in meters.items()} == {
        "goals": (5, 1),
        "goals again": (5, 0),
        "achievements again": (5, 0),
    }
    assert meters["goals"].touched <= permissions(platform.function("goal_tracking"))
    assert meters["achievements again"].touched <= permissions(platform.function("achievement_awards"))
    if dynamodb.measures_capacity:
        assert (meters["goals"].read_units, meters["goals"].write_units) == (9, 2)
        assert meters["goals again"].read_units == 8
        # What a first signal unlocked, and told of, lies on the item: some 15 KB for a long history.
        assert meters["achievements again"].read_units <= 17


@pytest.mark.parametrize("attempt", TRIES)
def test_many_signals_at_once_tell_each_thing_once(attempt: int) -> None:
    with clock.fixed(STARTED):
        user = member()
        user_id = user.principal.user_id
        train(user_id, 1)
        goal_id = service.create(
            NewGoal(
                id=clock.new_id(),
                user_id=user_id,
                type=GoalType.ENDURANCE,
                metric=GoalMetric.TOTAL_WORKOUTS,
                title="Ten",
                target_value=Decimal(10),
                target_date=(STARTED + timedelta(days=9)).date(),
            )
        )[0].id
        began = [totals(clock.new_id(), STARTED + timedelta(minutes=number)) for number in range(10)]
        analytics.record(user_id, [TotalsChange(each.workout_id, 1, None, each) for each in began])

        def signal() -> int:
            try:
                return len(service.follow(user_id)) + len(award(user_id))
            except ConcurrentChange:
                return 0

        together([signal] * 6)
        service.follow(user_id)
        award(user_id)
        item = repository.find_state(user_id, goal_id).item
        assert item is not None
        # The second version is the achievement: nothing was written twice.
        assert (item.goal.status, int(item.version)) == ("achieved", 2)
        assert service.board(user_id).achieved == 1
        awarded = find(user_id).trophies.awarded
        assert {"workouts_1", "workouts_2", "goals_1"} <= awarded.keys()


@pytest.mark.parametrize("attempt", TRIES)
def test_the_board_is_right_whoever_changes_goals_at_once(attempt: int) -> None:
    with clock.fixed(STARTED):
        user = member()
        user_id = user.principal.user_id
        ids = set_goals(user)

        def change(number: int) -> str:
            try:
                if number % 2:
                    service.delete(user_id, ids[number], lambda _: None)
                    return "deleted"
                service.update(user_id, ids[number], Changes(paused=True), lambda _: None)
            except ConcurrentChange:
                pass
            return "kept"

        done = Counter(together([functools.partial(change, number) for number in range(len(ids))]))
        assert service.board(user_id).open == len(ids) - done["deleted"]
