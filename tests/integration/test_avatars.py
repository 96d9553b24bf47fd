"""The profile picture: uploaded as photos are, cut to a square, shown by the profile, replaced and taken away."""

from __future__ import annotations

import urllib.parse
from typing import Any

import pytest

from fitsync.kit import clock
from tests.support.accounts import STARTED, Member, member
from tests.support.api import Api, principal
from tests.support.devices import device
from tests.support.gateway import Gateway
from tests.support.photos import AVATAR, arrive, clean_up, objects, opened, taken_over, upload
from tests.support.pictures import bare, picture
from tests.support.pictures import opened as decoded

PROFILE = "/v1/users/profile"


@pytest.fixture
def me() -> Member:
    return member()


def shown(api: Api) -> dict[str, Any] | None:
    links: dict[str, Any] | None = api.get(PROFILE).data["profilePicture"]
    return links


def picture_in(link: str) -> str:
    """The id of the picture that a link leads to."""
    return urllib.parse.urlsplit(link).path.split("/")[-2]


def test_the_profile_shows_the_picture_when_it_is_ready(me: Member, gateway: Gateway) -> None:
    phone = device(me.principal, gateway)
    with clock.fixed(STARTED):
        answer = opened(me.api, AVATAR)
        assert (answer.data["status"], shown(me.api)) == ("pending", None)
        assert arrive(upload(answer, picture(900, 600, marked=True))) == []
        links = shown(me.api)
        assert links is not None
        assert links["expiresAt"] == "2026-03-02T06:40:00.000Z"
        assert picture_in(links["full"]) == answer.data["id"]
        sizes = {key.rpartition("/")[2]: decoded(content).size for key, content in objects().items()}
        assert sizes == {"full.jpg": (512, 512), "thumbnail.jpg": (128, 128)}
        assert all(bare(content) for content in objects().values())
        again = me.api.post(AVATAR, {"id": answer.data["id"], "contentType": "image/jpeg", "size": 1})
        assert (again.status, again.data["status"], again.data["upload"]) == (200, "ready", None)
    assert [one["cause"] for one in phone.take("sync:progress")] == ["avatar:ready"]


def test_a_profile_with_links_is_always_sent_whole(me: Member) -> None:
    tag = me.api.get(PROFILE).etag
    assert me.api.get(PROFILE, headers={"If-None-Match": tag}).status == 304
    taken_over(me.api, path=AVATAR)
    answer = me.api.get(PROFILE)
    assert me.api.get(PROFILE, headers={"If-None-Match": answer.etag}).status == 200
    assert me.api.put(PROFILE, {"bio": "Lifts."}, headers={"If-Match": answer.etag}).status == 200


def test_a_new_picture_takes_the_place_of_the_old_one(me: Member) -> None:
    old = taken_over(me.api, path=AVATAR)
    new = taken_over(me.api, path=AVATAR)
    clean_up()
    links = shown(me.api)
    assert links is not None
    assert picture_in(links["full"]) == new != old
    assert {key.split("/")[-2] for key in objects()} == {new}


def test_the_picture_that_was_chosen_last_stays_whichever_arrives_last(me: Member) -> None:
    with clock.fixed(STARTED):
        first = opened(me.api, AVATAR)
        clock.advance(1)
        last = opened(me.api, AVATAR)
        keys = [upload(last, picture()), upload(first, picture())]
        for key in (*keys, *keys):
            assert arrive(key) == []
        links = shown(me.api)
        assert links is not None
        assert picture_in(links["full"]) == last.data["id"]
        late = me.api.post(AVATAR, {"id": first.data["id"], "contentType": "image/jpeg", "size": 1})
        assert (late.data["status"], late.data["refusal"]["code"]) == ("refused", "SUPERSEDED")
        assert {key.split("/")[-2] for key in objects()} == {last.data["id"]}


def test_null_takes_the_picture_away(me: Member) -> None:
    taken_over(me.api, path=AVATAR)
    assert me.api.put(PROFILE, {"profilePicture": "https://example.org/me.jpg"}).status == 422
    assert me.api.put(PROFILE, {"bio": "Lifts."}).data["profilePicture"] is not None
    cleared = me.api.put(PROFILE, {"profilePicture": None, "metrics": {"currentWeight": 80}})
    assert (cleared.data["profilePicture"], cleared.data["metrics"]["currentWeight"]) == (None, 80)
    clean_up()
    assert objects() == {}
    assert me.api.put(PROFILE, {"profilePicture": None}).status == 200


def test_a_file_that_is_no_picture_leaves_the_present_one(me: Member) -> None:
    present = taken_over(me.api, path=AVATAR)
    refused = taken_over(me.api, b"no picture", path=AVATAR)
    links = shown(me.api)
    assert links is not None
    assert picture_in(links["full"]) == present
    answer = me.api.post(AVATAR, {"id": refused, "contentType": "image/jpeg", "size": 1})
    assert answer.data["refusal"]["code"] == "NOT_AN_IMAGE"


def test_a_picture_of_an_account_without_a_profile_is_removed() -> None:
    nobody = Api(principal())
    answer = opened(nobody, AVATAR)
    assert arrive(upload(answer, picture())) == []
    assert objects() == {}
