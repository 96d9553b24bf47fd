"""The audit trail: what of an account's life it keeps, and that nothing takes it back."""

from __future__ import annotations

import pytest

from fitsync.kit import clock
from fitsync.kit.events import EventEnvelope
from fitsync.privacy import service
from functions.audit.handler import EVENTS
from functions.audit.handler import handler as audit
from functions.data_export.handler import handler as data_export
from tests.support.accounts import PASSWORD, STARTED, login, register, run_mailer, sent_mail, verified
from tests.support.api import Api, principal
from tests.support.bus import deliver, stored_events
from tests.support.tables import contents

pytestmark = pytest.mark.usefixtures("stopped_clock")


def heard(*tables: str) -> list[EventEnvelope]:
    """What of the events on the items the consumer's rule lets through."""
    return [event for event in stored_events(*tables) if event.name in EVENTS]


def hear(*tables: str) -> None:
    """Let the consumer hear of what is on the items now."""
    assert deliver(audit, heard(*(tables or ("auth", "users", "privacy")))) == []


def actions(user_id: str) -> list[str]:
    """The trail, oldest first."""
    entries, _ = service.audit_trail(user_id, 100, None)
    return [entry.action.value for entry in reversed(entries)]


def kept(word: str = "AUDIT#") -> list[str]:
    return [str(item) for item in contents()["privacy"] if word in item["pk"]["S"]]


def test_the_life_of_an_account_is_on_the_trail_in_order() -> None:
    user_id = str(register(Api()).data["id"])
    hear()
    clock.advance(60)
    run_mailer()
    Api().get(f"/v1/auth/verify-email?token={sent_mail()[-1].token}")
    hear()
    clock.advance(60)
    tokens = login(Api()).data
    hear()
    clock.advance(60)
    Api(principal(user_id=user_id)).put("/v1/users/preferences", {"units": "imperial"})
    hear()
    clock.advance(60)
    Api(principal(user_id=user_id)).put("/v1/users/preferences", {"privacy": {"profileVisibility": "public"}})
    hear()
    clock.advance(60)
    refreshed = Api().post("/v1/auth/refresh", {"refreshToken": tokens["refreshToken"]})
    assert refreshed.status == 200
    clock.advance(60)
    assert Api().post("/v1/auth/refresh", {"refreshToken": tokens["refreshToken"]}).code == "REFRESH_TOKEN_REUSED"
    hear()
    assert actions(user_id) == [
        "registered",
        "email_verified",
        "signed_in",
        "privacy_changed",
        "refresh_token_reused",
    ]


def test_wrong_passwords_are_kept_with_where_they_came_from_until_the_account_locks() -> None:
    user_id = verified(Api())
    for _ in range(5):
        clock.advance(1)
        assert login(Api(ip="198.51.100.9"), password="wrong horse").code == "INVALID_CREDENTIALS"
        hear("auth")
    entries, _ = service.audit_trail(user_id, 100, None)
    refused = [entry for entry in entries if entry.action.value in ("password_refused", "account_locked")]
    assert [entry.action.value for entry in refused] == ["account_locked"] + ["password_refused"] * 4
    assert {(entry.ip, entry.user_agent) for entry in refused} == {("198.51.100.9", "fitsync-tests/1")}


def test_a_wrong_password_for_nobody_is_nobody_s_entry() -> None:
    assert login(Api(), email="nobody@example.org").status == 401
    hear("auth")
    assert kept() == []


def test_asking_for_an_export_and_being_given_a_link_are_kept() -> None:
    api = Api(principal())
    assert api.user
    assert api.get("/v1/analytics/export").status == 202
    hear()
    clock.advance(60)
    assert deliver(data_export, stored_events("privacy")) == []
    hear()
    clock.advance(60)
    assert api.get("/v1/analytics/export").status == 200
    assert actions(api.user.user_id) == ["export_requested", "export_ready", "export_linked"]


def test_events_that_come_twice_or_late_make_one_entry_in_its_place() -> None:
    user_id = verified(Api())
    clock.advance(60)
    login(Api())
    events = heard("auth")
    assert deliver(audit, [*reversed(events), *events]) == []
    once = kept()
    assert deliver(audit, events) == []
    assert kept() == once
    assert actions(user_id)[-1] == "signed_in"


def test_an_entry_names_nobody_and_expires_after_a_year() -> None:
    user_id = verified(Api())
    login(Api())
    hear()
    found = kept()
    assert found
    assert [one for one in found if user_id in one or "ada" in one or PASSWORD in one] == []
    (item, *_) = [one for one in contents()["privacy"] if one["pk"]["S"].startswith("AUDIT#")]
    days = (int(item["expires_at"]["N"]) - STARTED.timestamp()) / 86_400
    assert 364 < days < 366


def test_the_trail_is_read_in_pages() -> None:
    user_id = verified(Api())
    for _ in range(4):
        clock.advance(60)
        login(Api())
        hear("auth")
    seen: list[str] = []
    position: str | None = None
    while True:
        entries, position = service.audit_trail(user_id, 2, position)
        seen += [entry.at.isoformat() for entry in entries]
        if position is None:
            break
    assert seen == sorted(seen, reverse=True)
    assert len(seen) >= 5
