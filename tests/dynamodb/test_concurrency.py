"""Two at the same moment, on a DynamoDB whose conditions and transactions hold across threads."""

from __future__ import annotations

import contextlib
import functools
import threading
from collections.abc import Iterator, MutableMapping
from typing import Any

import pytest

from fitsync.auth import repository as accounts
from fitsync.auth.models import EmailAddress
from fitsync.kit import clock, limits
from fitsync.kit.auth import Role
from fitsync.kit.errors import RateLimited
from fitsync.users.events import ProfileUpdated
from tests.support.accounts import login, member, register, run_mailer, sent_mail
from tests.support.api import Answer, Api, principal
from tests.support.bus import stored_events
from tests.support.tables import contents
from tests.support.threads import together

pytestmark = pytest.mark.usefixtures("emptied")

TRIES = range(5)


def statuses(answers: list[Answer]) -> list[int]:
    return sorted(answer.status for answer in answers)


@pytest.mark.parametrize("attempt", TRIES)
def test_of_registrations_of_one_address_exactly_one_wins_and_the_others_leave_nothing(attempt: int) -> None:
    names = [f"ada{number}" for number in range(4)]
    answers = together([functools.partial(register, Api(), "ada@example.org", name) for name in names])

    assert statuses(answers) == [201, 409, 409, 409]
    assert {answer.code for answer in answers if answer.status == 409} == {"EMAIL_TAKEN"}
    winner = next(answer.data for answer in answers if answer.status == 201)
    owner = EmailAddress.find(accounts.email_key("ada@example.org"), accounts.EMAIL)
    assert owner
    assert owner.user_id == winner["id"]
    keys = {(table, item["pk"]["S"]) for table, items in contents().items() for item in items}
    assert keys == {
        ("auth", "EMAIL#ada@example.org"),
        ("auth", f"USER#{winner['id']}"),
        ("users", f"USER#{winner['id']}"),
        ("users", f"USERNAME#{winner['username']}"),
    }


@pytest.mark.parametrize("attempt", TRIES)
def test_of_registrations_of_one_username_exactly_one_wins(attempt: int) -> None:
    answers = together([functools.partial(register, Api(), f"ada{n}@example.org", "ada") for n in range(4)])
    assert statuses(answers) == [201, 409, 409, 409]
    assert {answer.code for answer in answers if answer.status == 409} <= {"USERNAME_TAKEN"}


@pytest.mark.parametrize("attempt", TRIES)
def test_of_two_refreshes_one_gets_tokens_and_the_session_lives(attempt: int) -> None:
    user = member()
    tokens = login(Api(), user.email, device="tablet").data
    answers = together(
        [functools.partial(Api().post, "/v1/auth/refresh", {"refreshToken": tokens["refreshToken"]})] * 2
    )
    assert statuses(answers) == [200, 409]
    fresh = next(answer.data for answer in answers if answer.status == 200)
    assert Api().post("/v1/auth/refresh", {"refreshToken": fresh["refreshToken"]}).status == 200


def test_a_one_time_token_is_good_for_one_of_two() -> None:
    register(Api())
    run_mailer()
    path = f"/v1/auth/verify-email?token={sent_mail()[-1].token}"
    assert statuses(together([functools.partial(Api().get, path)] * 3)) == [200, 400, 400]


def test_guesses_at_the_same_moment_are_all_counted() -> None:
    user = member()
    guesses = [functools.partial(login, Api(ip=f"203.0.113.{n}"), user.email, "wrong password") for n in range(8)]
    assert set(statuses(together(guesses))) <= {401, 429}
    assert login(Api(ip="203.0.113.99"), user.email).code == "ACCOUNT_LOCKED"


@pytest.mark.parametrize("attempt", TRIES)
def test_of_two_changes_from_one_version_one_is_made(attempt: int) -> None:
    user = member()
    tag = user.api.get("/v1/users/profile").etag
    change = [
        functools.partial(user.api.put, "/v1/users/profile", {"bio": bio}, headers={"If-Match": tag})
        for bio in ("one", "two")
    ]
    answers = together(change)
    assert statuses(answers)[0] == 200
    assert statuses(answers)[1] in (409, 412)
    kept = user.api.get("/v1/users/profile").data["bio"]
    assert kept == next(answer.data["bio"] for answer in answers if answer.status == 200)
    told = [
        event.payload(ProfileUpdated).profile.bio
        for event in stored_events("users")
        if event.name == ProfileUpdated.name
    ]
    assert told == [kept]


class PerFunction(MutableMapping[Any, Any]):
    """Leases as several functions have them: each thread sees its own."""

    def __init__(self) -> None:
        self._own = threading.local()

    def _mine(self) -> dict[Any, Any]:
        mine: dict[Any, Any] = self._own.__dict__.setdefault("leases", {})
        return mine

    def __getitem__(self, key: Any) -> Any:
        return self._mine()[key]

    def __setitem__(self, key: Any, value: Any) -> None:
        self._mine()[key] = value

    def __delitem__(self, key: Any) -> None:
        del self._mine()[key]

    def __iter__(self) -> Iterator[Any]:
        return iter(self._mine())

    def __len__(self) -> int:
        return len(self._mine())


@pytest.mark.parametrize(("role", "functions"), [(Role.USER, 6), (Role.USER, 13), (Role.PREMIUM, 6)])
def test_functions_together_never_let_more_through_than_the_limit(
    role: Role, functions: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "_leases", PerFunction())
    user, limit = principal(role), limits.limit_of(role, "default")

    def let_through() -> int:
        passed = 0
        with contextlib.suppress(RateLimited):
            while limits.spend(user, "default").limit:
                passed += 1
        return passed

    with clock.fixed(clock.now()):
        assert sum(together([let_through] * functions)) == limit
