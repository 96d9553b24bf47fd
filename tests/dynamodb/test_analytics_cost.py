"""What the answers of analytics cost when there are years of training: two requests, and capacity for the range."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from fitsync.kit import clock
from fitsync.kit.auth import Role
from tests.support.accounts import STARTED, Member, member
from tests.support.engine import Engine
from tests.support.meter import Meter, metered
from tests.support.years import keep, years_of_training

PATHS = (
    "/v1/analytics/overview?range={0}",
    "/v1/analytics/strength?range={0}",
    "/v1/analytics/volume?range={0}",
    "/v1/analytics/frequency?range={0}",
    "/v1/analytics/user",
    "/v1/progress?range={0}",
    "/v1/progress/strength?range={0}",
)


@pytest.fixture(autouse=True)
def _start(emptied: None) -> Iterator[None]:
    with clock.fixed(STARTED):
        yield


def trained(name: str, workouts: int) -> Member:
    """A user with so many sessions, the last of them the same for everybody."""
    user = member(name, role=Role.PREMIUM)
    keep(user.principal.user_id, years_of_training(STARTED.date(), 1500)[-workouts:])
    return user


def measured(user: Member, path: str, named: str) -> Meter:
    user.api.get("/v1/users/preferences")
    with metered() as meter:
        assert user.api.get(path.format(named)).status == 200
    return meter


@pytest.mark.parametrize("path", PATHS)
def test_two_requests_whatever_the_range_and_the_history(path: str) -> None:
    veteran = trained("ada", 1500)
    for named in ("4w", "1y", "5y"):
        meter = measured(veteran, path, named)
        assert (meter.reads, meter.writes) == (2, 0)


@pytest.mark.parametrize("path", PATHS)
def test_older_training_costs_nothing(path: str, dynamodb: Engine) -> None:
    """But for the standing, which is one item and grows with kinds of exercise and years alone."""
    newcomer, veteran = trained("ada", 200), trained("grace", 1500)
    few, many = measured(newcomer, path, "4w"), measured(veteran, path, "4w")
    assert (few.reads, many.reads) == (2, 2)
    if dynamodb.measures_capacity:
        assert many.read_units <= few.read_units + 1


def test_five_years_are_a_fifth_of_what_one_query_gives(dynamodb: Engine) -> None:
    """1,500 workouts and 40,500 sets are some 200 KB of the megabyte (a unit for each 4 KB)."""
    meter = measured(trained("ada", 1500), "/v1/analytics/volume?range=5y", "5y")
    if dynamodb.measures_capacity:
        assert meter.read_units <= 60
