from __future__ import annotations

import json
from typing import Any

import pytest

from fitsync.kit import clock
from fitsync.workouts.kinds import ExerciseKind
from fitsync.workouts.personal import PERSONAL
from functions.shared_workouts.handler import EVENTS
from functions.shared_workouts.handler import handler as shared_workouts
from infra import platform
from tests.support.accounts import Member, befriend, friend_of, member
from tests.support.api import Answer, Api
from tests.support.bus import deliver, stored_events
from tests.support.devices import Device, device
from tests.support.gateway import Gateway
from tests.support.meter import metered
from tests.support.tables import contents
from tests.support.training import completed, exercise, lift, started

pytestmark = pytest.mark.usefixtures("stopped_clock")

SHARED = "/v1/workouts/shared"


@pytest.fixture
def grace(ada: Member) -> Member:
    return friend_of(ada, "grace")


@pytest.fixture
def joan(ada: Member) -> Member:
    return friend_of(ada, "joan")


@pytest.fixture
def stranger() -> Member:
    return member("mary")


def id_of(one: Member) -> str:
    return one.principal.user_id


def share(one: Member, workout_id: str, visibility: str = "friends", **more: Any) -> Answer:
    answer = one.api.post(f"/v1/workouts/{workout_id}/share", {"visibility": visibility, **more})
    carry()
    return answer


def carry() -> None:
    """Bring what has happened to the lists of others; twice, as it may happen."""
    happened = [event for event in stored_events("workouts") if event.name in EVENTS]
    assert deliver(shared_workouts, [*happened, *reversed(happened)]) == []


def listed(one: Member) -> list[str]:
    return [entry["workout"]["id"] for entry in one.api.get(SHARED).data]


def seen(viewer: Api, owner: Member, workout_id: str) -> int:
    return viewer.get(f"/v1/workouts/{workout_id}?userId={id_of(owner)}").status


def inbox() -> list[dict[str, Any]]:
    return [item for item in contents()["workouts"] if item["sk"]["S"].startswith("INBOX#")]


def test_the_consumer_gets_what_it_listens_to() -> None:
    declared = next(one for one in platform.CONSUMERS if one.name == "shared_workouts").events
    assert set(declared) == set(EVENTS)


class TestWhoSees:
    def test_a_session_is_private_until_it_is_shared(self, ada: Member, grace: Member, stranger: Member) -> None:
        workout_id = completed(ada.api, (60, 8))
        carry()
        for other in (grace, stranger):
            refused = other.api.get(f"/v1/workouts/{workout_id}?userId={id_of(ada)}")
            assert (refused.status, refused.code) == (404, "WORKOUT_NOT_FOUND")
        assert listed(grace) == []

    def test_friends(self, ada: Member, grace: Member, joan: Member, stranger: Member) -> None:
        workout_id = completed(ada.api, (60, 8))
        answer = share(ada, workout_id, message="Heavy.")
        assert answer.data["sharing"]["visibility"] == "friends"
        assert (seen(grace.api, ada, workout_id), seen(stranger.api, ada, workout_id)) == (200, 404)
        [entry] = grace.api.get(SHARED).data
        assert entry["owner"] == {"userId": id_of(ada), "username": "ada"}
        assert (entry["message"], entry["sharedAt"]) == ("Heavy.", "2026-03-02T06:30:00.000Z")
        assert entry["workout"]["exercises"][0]["sets"][0]["weightKg"] == 60
        assert (listed(joan), listed(stranger), listed(ada)) == ([workout_id], [], [])

    def test_chosen_friends(self, ada: Member, grace: Member, joan: Member, stranger: Member) -> None:
        workout_id = completed(ada.api, (60, 8))
        refused = share(ada, workout_id, "users", userIds=[id_of(grace), id_of(stranger)])
        assert (refused.status, refused.code) == (409, "RECIPIENT_NOT_FRIEND")
        assert refused.json["error"]["details"] == {"userIds": [id_of(stranger)]}
        assert share(ada, workout_id, "users", userIds=[id_of(grace)]).status == 200
        assert (listed(grace), listed(joan)) == ([workout_id], [])
        assert (seen(grace.api, ada, workout_id), seen(joan.api, ada, workout_id)) == (200, 404)

    def test_everybody_signed_in(self, ada: Member, grace: Member, stranger: Member) -> None:
        workout_id = completed(ada.api, (60, 8))
        share(ada, workout_id, "public")
        with metered() as meter:
            assert seen(stranger.api, ada, workout_id) == 200
        assert (meter.reads, meter.writes, seen(Api(), ada, workout_id)) == (1, 0, 401)
        assert (listed(grace), listed(stranger)) == ([workout_id], [])
        # Without the owner's id it is looked for among one's own.
        assert stranger.api.get(f"/v1/workouts/{workout_id}").status == 404

    @pytest.mark.parametrize("change", ["private", "deleted", "unfriended", "blocked", "blocked by"])
    @pytest.mark.parametrize("visibility", ["friends", "users", "public"])
    def test_what_must_not_be_seen_any_more_is_gone_at_once(
        self, ada: Member, grace: Member, visibility: str, change: str
    ) -> None:
        workout_id = completed(ada.api, (60, 8))
        chosen = {"userIds": [id_of(grace)]} if visibility == "users" else {}
        share(ada, workout_id, visibility, **chosen)
        assert listed(grace) == [workout_id]
        if change == "private":
            ada.api.post(f"/v1/workouts/{workout_id}/share", {"visibility": "private"})
        elif change == "deleted":
            ada.api.delete(f"/v1/workouts/{workout_id}")
        elif change == "unfriended":
            ada.api.delete(f"/v1/users/friends/{id_of(grace)}")
        else:
            one, other = (ada, grace) if change == "blocked" else (grace, ada)
            assert one.api.post(f"/v1/users/{id_of(other)}/block").status == 204
        still = visibility == "public" and change == "unfriended"
        assert listed(grace) == ([workout_id] if still else [])
        assert seen(grace.api, ada, workout_id) == (200 if still else 404)

    def test_a_friend_chosen_earlier_loses_sight_of_it(self, ada: Member, grace: Member, joan: Member) -> None:
        workout_id = completed(ada.api, (60, 8))
        share(ada, workout_id)
        share(ada, workout_id, "users", userIds=[id_of(joan)])
        assert (listed(grace), listed(joan), len(inbox())) == ([], [workout_id], 1)


class TestSharing:
    def test_only_a_completed_session_can_be_shared(self, ada: Member) -> None:
        workout_id = started(ada.api)
        refused = ada.api.post(f"/v1/workouts/{workout_id}/share", {"visibility": "friends"})
        assert (refused.status, refused.code) == (409, "ILLEGAL_TRANSITION")
        assert ada.api.post(f"/v1/workouts/{workout_id}/share", {"visibility": "private"}).status == 200

    def test_sharing_again_changes_nothing(self, ada: Member, grace: Member, gateway: Gateway) -> None:
        watch: Device = device(ada.principal, gateway)
        workout_id = completed(ada.api, (60, 8))
        first = share(ada, workout_id)
        assert watch.take("sync:workout")[-1]["cause"] == "workout:shared"
        clock.advance(60)
        again = share(ada, workout_id)
        assert (first.etag, first.data) == (again.etag, again.data)
        assert len(inbox()) == 1
        stale = ada.api.post(f"/v1/workouts/{workout_id}/share", {"visibility": "public"}, headers={"If-Match": '"1"'})
        assert stale.status == 412

    def test_taken_back_and_shared_again_it_is_listed_once_as_new(self, ada: Member, grace: Member) -> None:
        older = completed(ada.api, (60, 8))
        share(ada, older)
        clock.advance(60)
        newer = completed(ada.api, (60, 8))
        share(ada, newer)
        assert listed(grace) == [newer, older]
        share(ada, older, "private")
        assert (listed(grace), len(inbox())) == ([newer], 1)
        clock.advance(60)
        share(ada, older)
        assert listed(grace) == [older, newer]

    @pytest.mark.parametrize(
        "body",
        [
            {"visibility": "users"},
            {"visibility": "friends", "userIds": ["01JD8Z5Q4M9V6T3X2R7C0B1N8K"]},
            {"visibility": "users", "userIds": ["01JD8Z5Q4M9V6T3X2R7C0B1N8K"] * 2},
            {"visibility": "users", "userIds": [f"01JD8Z5Q4M9V6T3X2R7C0B1N{n:02}" for n in range(51)]},
            {"visibility": "somebody"},
            {"visibility": "friends", "message": "x" * 501},
        ],
    )
    def test_what_makes_no_sense_is_refused(self, ada: Member, body: dict[str, Any]) -> None:
        workout_id = completed(ada.api, (60, 8))
        assert ada.api.post(f"/v1/workouts/{workout_id}/share", body).code == "VALIDATION_FAILED"

    def test_what_is_the_owner_s_alone_is_left_out(self, ada: Member, grace: Member) -> None:
        ada.api.put("/v1/users/profile", {"metrics": {"currentWeight": 81.35}})
        workout_id = started(
            ada.api, exercise(ExerciseKind.BODYWEIGHT_REPS), notes="secret", mood={"before": "secret", "energy": 3}
        )
        ada.api.put(f"/v1/workouts/{workout_id}/set/0", {"exerciseIndex": 0, "reps": 10, "notes": "secret"})
        ada.api.post(f"/v1/workouts/{workout_id}/complete", {"moodAfter": "secret", "notes": "secret"})
        own = ada.api.get(f"/v1/workouts/{workout_id}").data
        assert own["metrics"]["totalVolume"] > 800
        share(ada, workout_id, "users", userIds=[id_of(grace)])
        shown = grace.api.get(f"/v1/workouts/{workout_id}?userId={id_of(ada)}")
        told = json.dumps([shown.data, grace.api.get(SHARED).data])
        assert "secret" not in told
        assert "81.35" not in told
        assert shown.data["bodyWeightKg"] is None
        assert shown.data["sharing"]["userIds"] == []
        done = shown.data["exercises"][0]["sets"][0]
        assert (done["reps"], done["volume"], shown.data["metrics"]["totalReps"]) == (10, 0, 10)
        assert shown.data["metrics"]["totalVolume"] == 0
        assert shown.etag == ada.api.get(f"/v1/workouts/{workout_id}").etag


class TestSettings:
    def switched_on(self, one: Member, profile: str = "friends") -> None:
        privacy = {"workoutSharing": True, "profileVisibility": profile}
        assert one.api.put("/v1/users/preferences", {"privacy": privacy}).status == 200

    def test_workout_sharing_shows_completed_sessions_to_friends(
        self, ada: Member, grace: Member, stranger: Member
    ) -> None:
        self.switched_on(ada, "public")
        running = started(ada.api)
        workout_id = completed(ada.api, (60, 8))
        carry()
        assert listed(grace) == [workout_id]
        assert (seen(grace.api, ada, workout_id), seen(stranger.api, ada, workout_id)) == (200, 404)
        assert seen(grace.api, ada, running) == 404

    def test_switched_off_everything_undecided_is_private_again(self, ada: Member, grace: Member) -> None:
        self.switched_on(ada)
        undecided, decided = completed(ada.api, (60, 8)), completed(ada.api, (60, 8))
        share(ada, decided)
        ada.api.put("/v1/users/preferences", {"privacy": {"workoutSharing": False}})
        assert (listed(grace), seen(grace.api, ada, undecided)) == ([decided], 404)

    def test_a_private_profile_shows_nothing_by_itself(self, ada: Member, grace: Member) -> None:
        self.switched_on(ada, "private")
        workout_id = completed(ada.api, (60, 8))
        carry()
        assert (listed(grace), seen(grace.api, ada, workout_id)) == ([], 404)
        share(ada, workout_id)
        assert listed(grace) == [workout_id]

    def test_a_session_kept_back_stays_so(self, ada: Member, grace: Member) -> None:
        self.switched_on(ada)
        workout_id = completed(ada.api, (60, 8))
        carry()
        share(ada, workout_id, "private")
        assert (listed(grace), inbox()) == ([], [])


class TestPaging:
    def test_pages_go_on_and_cost_two_requests(self, ada: Member, grace: Member) -> None:
        shared = []
        for _ in range(5):
            clock.advance(60)
            shared.append(completed(ada.api, (60, 8)))
            ada.api.post(f"/v1/workouts/{shared[-1]}/share", {"visibility": "friends"})
        carry()
        found, following = [], ""
        for _ in range(4):
            with metered() as meter:
                answer = grace.api.get(f"{SHARED}?limit=2{following}")
            assert meter.reads <= 2
            found += [entry["workout"]["id"] for entry in answer.data]
            if answer.json["meta"]["nextCursor"] is None:
                break
            following = f"&cursor={answer.json['meta']['nextCursor']}"
        assert found == shared[::-1]

    def test_what_is_corrected_later_is_shown_corrected(self, ada: Member, grace: Member) -> None:
        workout_id = completed(ada.api, (60, 8))
        share(ada, workout_id)
        lift(ada.api, workout_id, 0, weightKg=61, reps=8)
        assert grace.api.get(SHARED).data[0]["workout"]["exercises"][0]["sets"][0]["weightKg"] == 61


class TestDelivering:
    def test_it_reaches_every_friend_page_by_page(self, ada: Member, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("fitsync.users.reading._PAGE", 2)
        monkeypatch.setattr("fitsync.workouts.repository._PAGE", 2)
        friends = [member(f"friend-{number}") for number in range(7)]
        for friend in friends:
            befriend(ada, friend)
        workout_id = completed(ada.api, (60, 8))
        share(ada, workout_id)
        assert [listed(friend) for friend in friends] == [[workout_id]] * 7
        share(ada, workout_id, "private")
        assert inbox() == []

    def test_news_that_come_late_do_not_bring_it_back(self, ada: Member, grace: Member) -> None:
        workout_id = completed(ada.api, (60, 8))
        ada.api.post(f"/v1/workouts/{workout_id}/share", {"visibility": "friends"})
        late = [event for event in stored_events("workouts") if event.name == "workouts.workout_shared"]
        share(ada, workout_id, "private")
        assert deliver(shared_workouts, late) == []
        assert (inbox(), listed(grace)) == ([], [])


class TestErasure:
    def erase(self, one: Member) -> None:
        while not PERSONAL.erase(id_of(one)).done:
            pass

    def test_who_is_erased_is_in_nobody_s_list_any_more(self, ada: Member, grace: Member) -> None:
        share(ada, completed(ada.api, (60, 8)))
        self.erase(ada)
        assert inbox() == []
        assert id_of(ada) not in json.dumps(contents()["workouts"])

    def test_who_was_chosen_is_left_out_of_what_others_keep(self, ada: Member, grace: Member, joan: Member) -> None:
        both, one = completed(ada.api, (60, 8)), completed(ada.api, (60, 8))
        share(ada, both, "users", userIds=[id_of(grace), id_of(joan)])
        share(ada, one, "users", userIds=[id_of(grace)])
        self.erase(grace)
        assert id_of(grace) not in json.dumps(contents()["workouts"])
        kept = [ada.api.get(f"/v1/workouts/{each}").data["sharing"] for each in (both, one)]
        assert [(each["visibility"], each["userIds"]) for each in kept] == [("users", [id_of(joan)]), ("private", [])]
        carry()
        assert listed(joan) == [both]
