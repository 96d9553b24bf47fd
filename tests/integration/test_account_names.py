from __future__ import annotations

import itertools

import pytest

from functions.account_names.handler import EVENTS, handler
from infra import platform
from tests.support.accounts import login, verified
from tests.support.api import Api, principal
from tests.support.bus import deliver, stored_events


@pytest.fixture
def me(anonymous: Api) -> Api:
    return anonymous.as_user(principal(user_id=verified(anonymous)))


def username(anonymous: Api) -> str:
    return str(login(anonymous).data["user"]["username"])


def test_the_consumer_gets_what_it_listens_to() -> None:
    declared = next(one for one in platform.CONSUMERS if one.name == "account_names").events
    assert set(declared) == set(EVENTS)


def test_a_changed_username_is_shown_when_signing_in(me: Api, anonymous: Api) -> None:
    me.put("/v1/users/profile", {"username": "countess"})
    for _ in range(2):
        assert deliver(handler, [one for one in stored_events("users") if one.name in EVENTS]) == []
    assert username(anonymous) == "countess"


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_the_last_name_wins_in_any_order(me: Api, anonymous: Api, order: tuple[int, ...]) -> None:
    renamed = []
    for name in ("countess", "lovelace", "ada"):
        me.put("/v1/users/profile", {"username": name})
        renamed += [one for one in stored_events("users") if one.name in EVENTS]
    assert deliver(handler, [renamed[place] for place in order]) == []
    assert username(anonymous) == "ada"


def test_a_profile_that_keeps_its_name_concerns_no_account(me: Api) -> None:
    me.put("/v1/users/profile", {"bio": "Lifts."})
    assert not [one for one in stored_events("users") if one.name in EVENTS]


def test_who_is_gone_is_nobody(me: Api) -> None:
    me.put("/v1/users/profile", {"username": "countess"})
    [event] = [one for one in stored_events("users") if one.name in EVENTS]
    assert deliver(handler, [event.model_copy(update={"user_id": "01JD8Z5Q4M9V6T3X2R7C0B1N8K"})]) == []
