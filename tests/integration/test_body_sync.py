"""Catching up on body entries, behind the sessions."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from fitsync.kit import clock
from tests.support.accounts import Member, member
from tests.support.api import Api
from tests.support.training import started

pytestmark = pytest.mark.usefixtures("stopped_clock")


@pytest.fixture
def me() -> Member:
    return member()


def caught_up(api: Api, since: str = "", limit: int = 20) -> tuple[dict[str, list[Any]], str]:
    """Everything that is told from a cursor on, and the cursor to go on from another time."""
    told: dict[str, list[Any]] = {"workouts": [], "bodyEntries": [], "deletedBodyEntries": [], "deleted": []}
    while True:
        answer = api.get(f"/v1/sync?limit={limit}" + (f"&since={since}" if since else "")).data
        for name in told:
            told[name] += answer[name]
        # A session is never told behind an entry: that is what makes two requests enough for each answer.
        assert not (answer["workouts"] and answer["bodyEntries"])
        since = answer["cursor"]
        if not answer["hasMore"]:
            return told, since


def weigh(api: Api, weight: float) -> dict[str, Any]:
    clock.advance(1)
    answer = api.post("/v1/progress/body", {"weight": weight})
    assert answer.status == 201, answer.body
    return dict(answer.data)


def test_entries_are_told_with_everything_else_in_any_pages(me: Member) -> None:
    sessions = [started(me.api) for _ in range(2)]
    entries = [weigh(me.api, 80 + n) for n in range(5)]
    for limit in (1, 3, 20):
        told, _ = caught_up(me.api, limit=limit)
        assert [session["id"] for session in told["workouts"]] == sessions
        assert told["bodyEntries"] == entries


def test_only_what_changed_is_told_again_and_deletions_with_it(me: Member) -> None:
    kept, changed, gone = (weigh(me.api, 80 + n) for n in range(3))
    # What was written in the last minute before a cursor may come again.
    clock.advance(timedelta(minutes=5))
    _, cursor = caught_up(me.api)
    answer = me.api.get(f"/v1/sync?since={cursor}").data
    assert (answer["bodyEntries"], answer["hasMore"]) == ([], False)
    changed = me.api.put(f"/v1/users/metrics/{changed['id']}", {"weight": 70}).data
    assert me.api.delete(f"/v1/progress/body/{gone['id']}").status == 204
    told, cursor = caught_up(me.api, answer["cursor"])
    assert told["bodyEntries"] == [changed]
    assert told["deletedBodyEntries"] == [{"id": gone["id"], "version": 2}]
    assert kept["id"] not in str(told)
    clock.advance(timedelta(minutes=5))
    _, cursor = caught_up(me.api, cursor)
    again, _ = caught_up(me.api, cursor)
    assert (again["bodyEntries"], again["deletedBodyEntries"]) == ([], [])


def test_an_entry_written_while_a_device_catches_up_is_told_next_time(me: Member) -> None:
    for n in range(3):
        weigh(me.api, 80 + n)
    first = me.api.get("/v1/sync?limit=1").data
    late = weigh(me.api, 90)
    told, cursor = caught_up(me.api, first["cursor"], limit=1)
    again, _ = caught_up(me.api, cursor)
    assert late in told["bodyEntries"] or late in again["bodyEntries"]
