"""Requests and capacity of every operation, with a short history and with a long one."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from fitsync.kit import clock, limits
from fitsync.kit.auth import Role
from infra import platform
from tests.dynamodb.budgets import BUDGETS, Budget
from tests.support.accounts import STARTED, Member, member
from tests.support.api import Api
from tests.support.declared import Operation, operations
from tests.support.engine import Engine
from tests.support.environment import start_afresh
from tests.support.history import train
from tests.support.meter import Meter, metered, permissions
from tests.support.requests import prepared, send

OPERATIONS = operations()
HISTORIES = (10, 10_000)
# A link in a mail can only be a GET; asking for an archive begins to make it.
CHANGING_READS = {"verifyEmail", "exportEverything"}


@dataclass(frozen=True)
class Measured:
    """What the operations of one user asked of DynamoDB."""

    workouts: int
    meters: dict[str, Meter]


@pytest.fixture(scope="module", params=HISTORIES, ids=lambda count: f"{count} workouts")
def measured(request: pytest.FixtureRequest, dynamodb: Engine) -> Measured:
    """Every operation called once by a user with that many past workouts."""
    start_afresh()
    with clock.fixed(STARTED):
        user = member(role=Role.PREMIUM)
        train(user.principal.user_id, request.param)
        return Measured(request.param, {one.id: _meter(one, user) for one in OPERATIONS})


def _meter(one: Operation, user: Member) -> Meter:
    request = prepared(one, user)
    clock.advance(limits.WINDOW_SECONDS)
    with metered() as meter:
        answer = send(user.api if one.access.signed_in else Api(), one, request)
    assert 200 <= answer.status < 300, answer.body
    return meter


def test_every_operation_has_a_budget() -> None:
    assert set(BUDGETS) == {one.id for one in OPERATIONS}


@pytest.mark.parametrize("one", OPERATIONS, ids=str)
def test_an_operation_keeps_to_its_budget(one: Operation, measured: Measured, dynamodb: Engine) -> None:
    meter, budget = measured.meters[one.id], BUDGETS[one.id]
    assert (meter.reads, meter.writes) == (budget.reads, budget.writes)
    if dynamodb.measures_capacity:
        assert Budget(meter.reads, meter.read_units, meter.writes, meter.write_units) == budget


@pytest.mark.parametrize("one", OPERATIONS, ids=str)
def test_a_function_may_do_what_its_operations_do(one: Operation, measured: Measured) -> None:
    assert measured.meters[one.id].touched <= permissions(platform.function(one.area))


def test_budgets_are_within_the_design() -> None:
    """A read is one request, at most two. A change is one write, after at most two reads and one for who is told."""
    for one in OPERATIONS:
        budget, changes = BUDGETS[one.id], one.method != "GET" or one.id in CHANGING_READS
        assert budget.reads <= (3 if changes else 2), one
        assert budget.writes <= (1 if changes else 0), one


def test_a_lease_is_one_write_and_serves_several_requests(emptied: None) -> None:
    with clock.fixed(STARTED):
        user = member()
        with metered() as meter:
            for _ in range(10):
                assert user.api.get("/v1/users/preferences").status == 200
    assert meter.leases == 1
