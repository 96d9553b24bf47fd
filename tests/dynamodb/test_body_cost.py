"""What a change of body entries asks of DynamoDB after a few of them and after years of them."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from fitsync.kit import clock, limits
from fitsync.progress import service
from fitsync.progress.service import EntryContent
from tests.support.accounts import STARTED, member
from tests.support.api import Answer, Api
from tests.support.engine import Engine
from tests.support.environment import start_afresh
from tests.support.meter import Meter, metered

BODY = "/v1/progress/body"


def _measured(entries: int) -> dict[str, Meter]:
    """The changes a user makes who measured weight every third day, and height only at the very beginning."""
    start_afresh()
    with clock.fixed(STARTED):
        user = member()
        for n in reversed(range(entries)):
            at = STARTED - timedelta(days=3 * n + 3)
            height = Decimal(170) if n == entries - 1 else None
            service.record(
                user.principal.user_id, clock.new_id(), EntryContent(measured_at=at, weight=Decimal(80), height=height)
            )
        clock.advance(limits.WINDOW_SECONDS)
        meters: dict[str, Meter] = {}
        made = _meter(meters, "create", user.api, "POST", BODY, {"weight": 79, "height": 171})
        path = f"{BODY}/{made.data['id']}"
        _meter(meters, "update", user.api, "PUT", path, {"weight": 78, "height": 172})
        # The height before is that of the first entry of all.
        _meter(meters, "delete", user.api, "DELETE", path)
        assert user.api.get("/v1/users/profile").data["metrics"]["height"] == 170
        _meter(meters, "list", user.api, "GET", f"{BODY}?limit=5")
        with metered() as meters["latest"]:
            assert service.latest_measurements(user.principal.user_id)[service.HEIGHT].value == 170
        return meters


def _meter(meters: dict[str, Meter], name: str, api: Api, method: str, path: str, body: object = None) -> Answer:
    with metered() as meters[name]:
        answer = api.call(method, path, body)
    assert 200 <= answer.status < 300, answer.body
    return answer


def test_a_change_costs_the_same_after_years(dynamodb: Engine) -> None:
    few, many = _measured(10), _measured(1_000)
    for name, meter in few.items():
        assert (meter.reads, meter.writes) == (many[name].reads, many[name].writes), name
        if dynamodb.measures_capacity:
            # Eight years of months are a few hundred bytes in the standing.
            assert many[name].read_units <= meter.read_units + 0.5, name
            assert many[name].write_units <= meter.write_units + 2, name
    # Who is told is one read more.
    assert {name: meter.reads for name, meter in many.items()} == {
        "create": 2, "update": 2, "delete": 3, "list": 1, "latest": 1,
    }  # fmt: skip
