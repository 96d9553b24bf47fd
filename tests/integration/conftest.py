from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from fitsync.kit import clock
from tests.support import engine
from tests.support import gateway as gateways
from tests.support.accounts import STARTED, Member, member
from tests.support.api import Api, principal
from tests.support.devices import Device, device
from tests.support.environment import in_process_aws, start_afresh
from tests.support.gateway import Gateway
from tests.support.pipeline import Pipeline
from tests.support.plates import plates_handler


@pytest.fixture(scope="session")
def _in_process_aws() -> Iterator[None]:
    """Everything in this process, except for the tables when another engine is asked for."""
    with ExitStack() as stack:
        monkeypatch = stack.enter_context(pytest.MonkeyPatch.context())
        dynamodb = stack.enter_context(engine.running()).url if engine.chosen() else None
        stack.enter_context(in_process_aws(monkeypatch, dynamodb=dynamodb))
        yield


@pytest.fixture(autouse=True)
def _aws(_in_process_aws: None) -> None:
    start_afresh()


@pytest.fixture
def stopped_clock() -> Iterator[None]:
    """The clock stands at `STARTED` until a test moves it."""
    with clock.fixed(STARTED):
        yield


@pytest.fixture
def anonymous() -> Api:
    """A client that is not signed in."""
    return Api()


@pytest.fixture
def api() -> Api:
    """A client signed in as a user of the free plan."""
    return Api(principal())


@pytest.fixture
def other(api: Api) -> Api:
    """Another user."""
    return api.as_user(principal())


@pytest.fixture
def ada() -> Member:
    """A user with a confirmed account."""
    return member("ada")


@pytest.fixture
def grace() -> Member:
    """Another one, who has nothing to do with Ada."""
    return member("grace")


@pytest.fixture
def pipeline() -> Pipeline:
    """What carries events to consumers."""
    return Pipeline()


@pytest.fixture
def plates() -> Api:
    """A client of the plates, signed in."""
    return Api(principal(), handler=plates_handler())


@pytest.fixture
def visitor(plates: Api) -> Api:
    """A client of the plates that is not signed in."""
    return plates.as_user(None)


@pytest.fixture
def gateway(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gateway]:
    """What the WebSocket API has sent to which connection."""
    with gateways.running(monkeypatch) as found:
        yield found


@pytest.fixture
def phone(api: Api, gateway: Gateway) -> Device:
    """A connected device of the user of `api`."""
    assert api.user
    return device(api.user, gateway)


@pytest.fixture
def watch(api: Api, gateway: Gateway) -> Device:
    """A second device of the same user."""
    assert api.user
    return device(api.user, gateway)
