from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from fitsync.kit import clock
from fitsync.users import service
from fitsync.users.documents import Relation
from tests.support.accounts import Member, befriend, member
from tests.support.bus import stored_events
from tests.support.tables import contents

pytestmark = pytest.mark.usefixtures("stopped_clock")

REQUEST = "/v1/users/friends/request"


def id_of(one: Member) -> str:
    return one.principal.user_id


def listed(one: Member, query: str = "") -> list[tuple[str, str]]:
    return [(entry["username"], entry["status"]) for entry in one.api.get(f"/v1/users/friends{query}").data]


def told(*names: str) -> list[tuple[str, str | None, Any]]:
    found = [event for event in stored_events("users") if event.name in {f"users.{name}" for name in names}]
    return [(event.name, event.user_id, event.data["other_id"]) for event in found]


class TestRequests:
    def test_a_request_is_seen_by_both_and_becomes_a_friendship(self, ada: Member, grace: Member) -> None:
        asked = ada.api.post(REQUEST, {"username": "Grace"})
        assert asked.status == 201
        assert asked.data == {
            "userId": id_of(grace),
            "username": "grace",
            "status": "sent",
            "since": "2026-03-02T06:30:00.000Z",
        }
        assert (listed(ada), listed(grace)) == ([("grace", "sent")], [("ada", "received")])
        assert told("friend_requested") == [("users.friend_requested", id_of(ada), id_of(grace))]

        accepted = grace.api.put(f"/v1/users/friends/{id_of(ada)}", {"action": "accept"})
        assert (accepted.data["username"], accepted.data["status"]) == ("ada", "friends")
        assert (listed(ada), listed(grace)) == ([("grace", "friends")], [("ada", "friends")])
        assert told("friendship_made") == [("users.friendship_made", id_of(grace), id_of(ada))]

    def test_asking_again_and_accepting_again_change_nothing(self, ada: Member, grace: Member) -> None:
        for status in (201, 200):
            assert ada.api.post(REQUEST, {"userId": id_of(grace)}).status == status
        for _ in range(2):
            assert grace.api.put(f"/v1/users/friends/{id_of(ada)}", {"action": "accept"}).data["status"] == "friends"
        assert ada.api.post(REQUEST, {"userId": id_of(grace)}).data["status"] == "friends"
        assert [item["friends"]["N"] for item in counts()] == ["1", "1"]

    def test_two_who_ask_each_other_are_friends(self, ada: Member, grace: Member) -> None:
        ada.api.post(REQUEST, {"userId": id_of(grace)})
        assert grace.api.post(REQUEST, {"userId": id_of(ada)}).data["status"] == "friends"
        assert listed(ada) == [("grace", "friends")]
        assert [item["sent"]["N"] for item in counts()] == ["0", "0"]

    def test_a_declined_or_withdrawn_request_leaves_nothing(self, ada: Member, grace: Member) -> None:
        ada.api.post(REQUEST, {"userId": id_of(grace)})
        declined = grace.api.put(f"/v1/users/friends/{id_of(ada)}", {"action": "decline"})
        assert (declined.data["status"], declined.data["since"]) == ("none", None)
        ada.api.post(REQUEST, {"userId": id_of(grace)})
        assert ada.api.delete(f"/v1/users/friends/{id_of(grace)}").status == 204
        assert (listed(ada), listed(grace), kept()) == ([], [], [])
        assert grace.api.put(f"/v1/users/friends/{id_of(ada)}", {"action": "accept"}).code == "FRIEND_REQUEST_NOT_FOUND"

    def test_one_cannot_accept_for_the_other(self, ada: Member, grace: Member) -> None:
        ada.api.post(REQUEST, {"userId": id_of(grace)})
        assert ada.api.put(f"/v1/users/friends/{id_of(grace)}", {"action": "accept"}).code == "FRIEND_REQUEST_NOT_FOUND"

    @pytest.mark.parametrize(
        "body", [{}, {"userId": "01JD8Z5Q4M9V6T3X2R7C0B1N8K", "username": "grace"}, {"username": "x y z"}]
    )
    def test_a_request_names_exactly_one_person(self, ada: Member, body: dict[str, str]) -> None:
        assert ada.api.post(REQUEST, body).code == "VALIDATION_FAILED"

    def test_nobody_and_oneself_are_refused(self, ada: Member) -> None:
        assert ada.api.post(REQUEST, {"username": "nobody-here"}).code == "USER_NOT_FOUND"
        assert ada.api.post(REQUEST, {"userId": clock.new_id()}).code == "USER_NOT_FOUND"
        own = ada.api.post(REQUEST, {"userId": id_of(ada)})
        assert (own.status, own.code) == (422, "NOT_YOURSELF")

    def test_open_requests_are_limited(self, ada: Member, grace: Member, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("fitsync.users.relations.MAX_SENT_REQUESTS", 1)
        joan = member("joan")
        ada.api.post(REQUEST, {"userId": id_of(grace)})
        refused = ada.api.post(REQUEST, {"userId": id_of(joan)})
        assert (refused.status, refused.code) == (409, "FRIEND_REQUEST_LIMIT_REACHED")
        # Who was asked may still answer, and an answer makes room.
        grace.api.put(f"/v1/users/friends/{id_of(ada)}", {"action": "accept"})
        assert ada.api.post(REQUEST, {"userId": id_of(joan)}).status == 201

    def test_friends_are_limited_on_both_sides(
        self, ada: Member, grace: Member, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("fitsync.users.relations.MAX_FRIENDS", 1)
        joan = member("joan")
        befriend(ada, grace)
        joan.api.post(REQUEST, {"userId": id_of(ada)})
        refused = ada.api.put(f"/v1/users/friends/{id_of(joan)}", {"action": "accept"})
        assert (refused.code, refused.json["error"]["details"]["whose"]) == ("FRIEND_LIMIT_REACHED", "own")
        ada.api.delete(f"/v1/users/friends/{id_of(grace)}")
        assert ada.api.put(f"/v1/users/friends/{id_of(joan)}", {"action": "accept"}).status == 200


class TestListing:
    def test_what_waits_comes_first_and_pages_go_on(self, ada: Member) -> None:
        others = [member(name) for name in ("grace", "joan", "mary", "rosa")]
        for other in others[:2]:
            clock.advance(1)
            befriend(ada, other)
        ada.api.post(REQUEST, {"userId": id_of(others[2])})
        others[3].api.post(REQUEST, {"userId": id_of(ada)})
        everybody = [("rosa", "received"), ("mary", "sent"), ("joan", "friends"), ("grace", "friends")]
        assert listed(ada) == everybody

        seen = [(entry["username"], entry["status"]) for entry in ada.api.every("/v1/users/friends", limit=1)]
        assert seen == everybody
        assert listed(ada, "?status=friends") == everybody[2:]
        assert listed(ada, "?status=sent") == everybody[1:2]

    def test_a_changed_name_is_shown(self, ada: Member, grace: Member) -> None:
        befriend(ada, grace)
        grace.api.put("/v1/users/profile", {"username": "hopper"})
        assert listed(ada) == [("hopper", "friends")]


class TestEnding:
    def test_a_friendship_ends_for_both(self, ada: Member, grace: Member) -> None:
        befriend(ada, grace)
        assert grace.api.delete(f"/v1/users/friends/{id_of(ada)}").status == 204
        assert (listed(ada), listed(grace)) == ([], [])
        assert told("friendship_ended") == [("users.friendship_ended", id_of(grace), id_of(ada))]
        assert grace.api.delete(f"/v1/users/friends/{id_of(ada)}").code == "FRIEND_NOT_FOUND"

    def test_years_later_they_are_friends_again(self, ada: Member, grace: Member) -> None:
        befriend(ada, grace)
        ada.api.delete(f"/v1/users/friends/{id_of(grace)}")
        clock.advance(timedelta(days=1000))
        befriend(ada, grace)
        assert service.relation(id_of(ada), id_of(grace)) is Relation.FRIEND
        assert [item for item in contents()["users"] if "expires_at" in item] == []


class TestBlocks:
    def test_a_block_ends_everything_and_hides(self, ada: Member, grace: Member) -> None:
        befriend(ada, grace)
        for _ in range(2):
            assert ada.api.post(f"/v1/users/{id_of(grace)}/block").status == 204
        assert (listed(ada), listed(grace)) == ([], [])
        assert listed(ada, "?status=blocked") == [("grace", "blocked")]
        assert listed(grace, "?status=blocked") == []
        assert service.relation(id_of(grace), id_of(ada)) is Relation.BLOCKED
        assert [name for name, *_ in told("friendship_ended", "user_blocked")] == [
            "users.friendship_ended",
            "users.user_blocked",
        ]

    def test_a_request_to_a_blocker_is_one_to_nobody(self, ada: Member, grace: Member) -> None:
        ada.api.post(f"/v1/users/{id_of(grace)}/block")
        refused, nobody = (grace.api.post(REQUEST, {"userId": one}) for one in (id_of(ada), clock.new_id()))
        assert (refused.status, refused.json["error"]) == (nobody.status, nobody.json["error"])
        assert ada.api.post(REQUEST, {"userId": id_of(grace)}).code == "USER_BLOCKED_BY_YOU"

    def test_a_pending_request_goes_with_it(self, ada: Member, grace: Member) -> None:
        grace.api.post(REQUEST, {"userId": id_of(ada)})
        ada.api.post(f"/v1/users/{id_of(grace)}/block")
        assert listed(grace) == []
        assert ada.api.put(f"/v1/users/friends/{id_of(grace)}", {"action": "accept"}).code == "FRIEND_REQUEST_NOT_FOUND"
        assert [item["sent"]["N"] for item in counts()] == ["0", "0"]

    def test_both_may_block_and_each_lifts_their_own(self, ada: Member, grace: Member) -> None:
        for one, other in ((ada, grace), (grace, ada)):
            assert one.api.post(f"/v1/users/{id_of(other)}/block").status == 204
        assert ada.api.delete(f"/v1/users/{id_of(grace)}/block").status == 204
        assert service.relation(id_of(ada), id_of(grace)) is Relation.BLOCKED
        assert ada.api.delete(f"/v1/users/{id_of(grace)}/block").code == "USER_NOT_BLOCKED"
        assert grace.api.delete(f"/v1/users/{id_of(ada)}/block").status == 204
        assert (service.relation(id_of(ada), id_of(grace)), kept()) == (Relation.NONE, [])

    def test_blocks_are_limited(self, ada: Member, grace: Member, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("fitsync.users.relations.MAX_BLOCKS", 0)
        assert ada.api.post(f"/v1/users/{id_of(grace)}/block").code == "BLOCK_LIMIT_REACHED"
        assert ada.api.post(f"/v1/users/{clock.new_id()}/block").code == "USER_NOT_FOUND"


def counts() -> list[dict[str, Any]]:
    return [item for item in contents()["users"] if item["sk"]["S"] == "RELATIONS"]


def kept() -> list[dict[str, Any]]:
    """What is kept of people who have to do with each other for good."""
    found = [item for item in contents()["users"] if item["sk"]["S"].startswith("RELATION#")]
    return [item for item in found if "expires_at" not in item]
