"""One export imported by several devices at the same moment, and one arrival delivered twice."""

from __future__ import annotations

import functools

import pytest

from tests.support.api import Api, principal
from tests.support.bus import stored_events
from tests.support.imports import TWO_DAYS, history, opened, run
from tests.support.threads import together

pytestmark = pytest.mark.usefixtures("emptied")

TRIES = range(3)


@pytest.fixture
def api() -> Api:
    return Api(principal())


def settled(api: Api, *imports: str) -> None:
    """Deliver what failed again, as its queue does, until nothing is left to do."""
    for import_id in imports:
        assert run(api, import_id) == []
        assert api.get(f"/v1/workouts/import/{import_id}").data["status"] == "completed"


@pytest.mark.parametrize("attempt", TRIES)
def test_two_imports_of_one_file_add_each_session_once(api: Api, attempt: int) -> None:
    imports = [opened(api, TWO_DAYS) for _ in range(2)]
    together([functools.partial(run, api, import_id) for import_id in imports])
    settled(api, *imports)

    assert len(history(api)) == 2
    counts = [api.get(f"/v1/workouts/import/{import_id}").data["counts"] for import_id in imports]
    assert sum(count["sessionsCreated"] for count in counts) == 2
    told = [event for event in stored_events("workouts") if event.name == "workouts.workout_completed"]
    assert len(told) == len({event.aggregate_id for event in told}) == 2


@pytest.mark.parametrize("attempt", TRIES)
def test_an_arrival_that_is_delivered_twice_at_once_is_one_import(api: Api, attempt: int) -> None:
    import_id = opened(api, TWO_DAYS)
    together([functools.partial(run, api, import_id)] * 2)
    settled(api, import_id)
    assert len(history(api)) == 2
    over = [event for event in stored_events("workouts") if event.name == "workouts.history_imported"]
    assert len(over) == 1
