"""Progress photos: from the form to the links, and what becomes of files that are no photos."""

from __future__ import annotations

import base64
import json
import urllib.parse
from datetime import timedelta
from typing import Any

import pytest

from fitsync.kit import clock, uploads
from fitsync.progress import processing, service, shelf, storage
from fitsync.progress.documents import PictureKind
from fitsync.progress.storage import PictureRef
from functions.media_cleanup.handler import handler as cleanup
from tests.support.accounts import STARTED, Member, member
from tests.support.api import Api, principal
from tests.support.bus import deliver, stored_events
from tests.support.devices import device
from tests.support.gateway import Gateway
from tests.support.photos import PHOTOS, arrive, clean_up, objects, opened, taken_over, upload
from tests.support.pictures import animated, bare, bomb, picture, sixteen_bits
from tests.support.pictures import opened as decoded
from tests.support.tables import contents


@pytest.fixture
def me() -> Member:
    return member()


def photo(api: Api) -> dict[str, Any]:
    """The caller's only photo."""
    (only,) = api.get(PHOTOS).data
    return dict(only)


def at_link(link: str) -> bytes:
    """What is behind a link of ours."""
    key = urllib.parse.unquote(urllib.parse.urlsplit(link).path.lstrip("/"))
    return objects()[f"media:{key}"]


def test_the_form_holds_type_size_and_key(me: Member) -> None:
    answer = opened(me.api, contentType="image/png", size=1234)
    assert (answer.data["status"], answer.data["links"], answer.etag) == ("pending", None, '"1"')
    fields = answer.data["upload"]["fields"]
    assert fields["Content-Type"] == "image/png"
    policy = json.loads(base64.b64decode(fields["policy"]))
    for condition in (["content-length-range", 1, 1234], {"Content-Type": "image/png"}, {"key": fields["key"]}):
        assert condition in policy["conditions"]


def test_a_photo_comes_back_upright_in_two_sizes_without_its_place(me: Member) -> None:
    with clock.fixed(STARTED):
        sent = picture(3000, 2000, orientation=6, marked=True)
        photo_id = taken_over(me.api, sent)
        shown = photo(me.api)
        assert (shown["id"], shown["status"], shown["refusal"]) == (photo_id, "ready", None)
        assert (shown["pose"], shown["takenOn"]) == ("front", "2026-03-01")
        assert (shown["width"], shown["height"]) == (1365, 2048)
        assert shown["links"]["expiresAt"] == "2026-03-02T06:40:00.000Z"
        assert "X-Amz-Expires=600" in shown["links"]["full"]
        full, thumbnail = at_link(shown["links"]["full"]), at_link(shown["links"]["thumbnail"])
        assert decoded(full).size == (1365, 2048)
        assert decoded(thumbnail).size == (213, 320)
        # Everything there is in any bucket: nothing says where and by what it was taken.
        stored = objects()
        assert sorted(stored) == sorted(f"media:{storage.object_key(ref(me, photo_id), n)}" for n in storage.NAMES)
        assert all(bare(content) for content in stored.values())
        assert not bare(sent)


def ref(me: Member, photo_id: str) -> PictureRef:
    return PictureRef(PictureKind.PHOTO, me.principal.user_id, photo_id)


@pytest.mark.parametrize(
    "content",
    [
        picture(kind="PNG", marked=True),
        picture(kind="WEBP", marked=True),
        picture(mode="CMYK"),
        picture(kind="PNG", mode="P"),
        sixteen_bits(),
        picture(1, 1),
        picture(6000, 4500),
    ],
    ids=["PNG", "WebP", "CMYK", "palette", "16 bits", "tiny", "27 megapixels"],
)
def test_pictures_of_any_making_are_taken(me: Member, content: bytes) -> None:
    taken_over(me.api, content)
    assert photo(me.api)["status"] == "ready"
    assert all(bare(stored) for stored in objects().values())


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"Just text, renamed to photo.jpg", "NOT_AN_IMAGE"),
        (b"", "NOT_AN_IMAGE"),
        (picture(kind="GIF"), "NOT_AN_IMAGE"),
        (bomb(50_000, 50_000), "IMAGE_TOO_LARGE"),
        (picture(2000, 2000, "PNG")[:-2000], "IMAGE_DAMAGED"),
        (animated("PNG"), "IMAGE_ANIMATED"),
        (animated("WEBP"), "IMAGE_ANIMATED"),
    ],
    ids=["text", "empty", "GIF", "bomb", "truncated", "APNG", "animated WebP"],
)
def test_other_files_are_refused_with_the_reason_and_leave_nothing(me: Member, content: bytes, code: str) -> None:
    with clock.fixed(STARTED):
        taken_over(me.api, content)
        shown = photo(me.api)
        assert (shown["status"], shown["refusal"]["code"], shown["links"]) == ("refused", code, None)
        assert objects() == {}
        assert service.counts(me.principal.user_id).photos == 0
        clock.advance(timedelta(days=8))
        assert me.api.get(PHOTOS).data == []


def test_a_file_larger_than_any_photo_is_refused_unread(me: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processing, "MAX_PICTURE_BYTES", 100)
    taken_over(me.api)
    assert photo(me.api)["refusal"]["code"] == "FILE_TOO_LARGE"
    assert objects() == {}


def test_a_photo_whose_file_never_comes_is_forgotten(me: Member) -> None:
    with clock.fixed(STARTED):
        answer = opened(me.api)
        key = upload(answer, picture())
        clock.advance(timedelta(days=1, minutes=1))
        assert me.api.get(PHOTOS).data == []
        assert arrive(key) == []
        assert objects() == {}


def test_arrivals_may_come_twice_and_after_everything(me: Member) -> None:
    answer = opened(me.api)
    key = upload(answer, picture())
    assert arrive(key) == []
    before = photo(me.api)
    assert arrive(key) == []
    # The form is good for a while: whoever uses it again changes nothing.
    upload(answer, picture(kind="PNG"))
    assert arrive(key) == []
    assert {**photo(me.api), "links": None} == {**before, "links": None}
    assert service.counts(me.principal.user_id).photos == 1
    assert {name.partition(":")[0] for name in objects()} == {"media"}
    assert me.api.delete(f"{PHOTOS}/{answer.data['id']}").status == 204
    clean_up()
    clean_up()
    upload(answer, picture())
    assert arrive(key) == []
    assert (objects(), me.api.get(PHOTOS).data) == ({}, [])


def test_two_runs_at_once_make_one_photo(me: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second run has finished while the first one still decodes."""
    answer = opened(me.api)
    key = upload(answer, picture())
    fetch = uploads.fetch

    def slowly(wanted: str, max_bytes: int) -> bytes:
        content = fetch(wanted, max_bytes)
        monkeypatch.setattr(uploads, "fetch", fetch)
        assert arrive(key) == []
        return content

    monkeypatch.setattr(uploads, "fetch", slowly)
    assert arrive(key) == []
    assert photo(me.api)["status"] == "ready"
    assert service.counts(me.principal.user_id).photos == 1
    assert len(objects()) == 2


def test_a_photo_deleted_while_it_is_looked_at_stays_deleted(me: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = opened(me.api)
    key = upload(answer, picture())
    keep = storage.keep

    def after_a_deletion(*args: Any) -> None:
        if me.api.get(PHOTOS).data:
            assert me.api.delete(f"{PHOTOS}/{answer.data['id']}").status == 204
            clean_up()
        keep(*args)

    monkeypatch.setattr(storage, "keep", after_a_deletion)
    assert arrive(key) == []
    assert (objects(), me.api.get(PHOTOS).data) == ({}, [])
    assert service.counts(me.principal.user_id).photos == 0


def test_a_run_that_was_stopped_is_finished_by_the_next(me: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = opened(me.api)
    key = upload(answer, picture())

    def stopped(*_: Any) -> None:
        raise ConnectionError

    for module, name in ((storage, "keep"), (shelf, "counted"), (uploads, "discard")):
        with monkeypatch.context() as patch:
            patch.setattr(module, name, stopped)
            assert len(arrive(key)) == 1
    assert arrive(key) == []
    assert photo(me.api)["status"] == "ready"
    assert service.counts(me.principal.user_id).photos == 1
    assert len(objects()) == 2


def test_deleting_a_photo_removes_it_and_everything_there_is_of_it(me: Member) -> None:
    kept, gone = taken_over(me.api, pose="side"), taken_over(me.api)
    stale = me.api.delete(f"{PHOTOS}/{gone}", headers={"If-Match": '"1"'})
    assert (stale.status, stale.code) == (412, "PRECONDITION_FAILED")
    assert me.api.delete(f"{PHOTOS}/{gone}", headers={"If-Match": '"2"'}).status == 204
    assert photo(me.api)["id"] == kept
    events = [event for event in stored_events("progress") if event.name == "progress.picture_discarded"]
    assert deliver(cleanup, [*events, *events]) == []
    assert {key.split("/")[-2] for key in objects()} == {kept}
    assert service.counts(me.principal.user_id).photos == 1
    again = me.api.delete(f"{PHOTOS}/{gone}")
    assert (again.status, again.code) == (404, "PHOTO_NOT_FOUND")
    reopened = me.api.post(PHOTOS, {"id": gone, "pose": "front", "contentType": "image/png", "size": 1})
    assert reopened.code == "PHOTO_DELETED"


def test_opening_the_same_photo_twice_gives_the_same(me: Member) -> None:
    body = {"id": clock.new_id(), "pose": "back", "contentType": "image/jpeg", "size": 1000}
    first, second = me.api.post(PHOTOS, body), me.api.post(PHOTOS, {**body, "pose": "side"})
    assert (first.status, second.status) == (201, 200)
    assert second.data["pose"] == "back"
    assert second.data["upload"]["fields"]["key"] == first.data["upload"]["fields"]["key"]
    arrive(upload(first, picture()))
    ready = me.api.post(PHOTOS, body)
    assert (ready.status, ready.data["status"], ready.data["upload"]) == (200, "ready", None)


def test_a_photo_without_a_day_was_taken_today_where_the_user_is(me: Member) -> None:
    with clock.fixed(STARTED.replace(hour=23)):
        me.api.put("/v1/users/profile", {"timezone": "Europe/Athens"})
        opened(me.api, takenOn=None)
        assert photo(me.api)["takenOn"] == "2026-03-03"


def test_photos_come_by_day_in_pages(me: Member) -> None:
    days = ["2026-02-03", "2026-02-20", "2026-02-10", "2026-02-28"]
    with clock.fixed(STARTED):
        for day in days:
            opened(me.api, takenOn=day)
        first = me.api.get(f"{PHOTOS}?limit=3")
        rest = me.api.get(f"{PHOTOS}?limit=3&cursor={first.json['meta']['nextCursor']}")
        assert [one["takenOn"] for one in (*first.data, *rest.data)] == sorted(days, reverse=True)
        span = me.api.get(f"{PHOTOS}?from=2026-02-10&to=2026-02-20")
        assert [one["takenOn"] for one in span.data] == ["2026-02-20", "2026-02-10"]
        assert me.api.get(f"{PHOTOS}?from=2026-02-20&to=2026-02-10").status == 422


def test_photos_are_their_owner_s_alone(me: Member) -> None:
    photo_id = taken_over(me.api)
    stranger = Api(principal())
    assert stranger.get(PHOTOS).data == []
    assert stranger.delete(f"{PHOTOS}/{photo_id}").code == "PHOTO_NOT_FOUND"
    assert photo(me.api)["status"] == "ready"


def test_an_account_holds_so_many_photos(me: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fitsync.progress.pictures.MAX_PHOTOS", 1)
    monkeypatch.setattr("fitsync.progress.shelf.MAX_PHOTOS", 1)
    one, other = opened(me.api), opened(me.api)
    assert arrive(upload(one, picture())) == []
    assert me.api.post(PHOTOS, {"pose": "back", "contentType": "image/png", "size": 1}).code == "TOO_MANY_PHOTOS"
    assert arrive(upload(other, picture())) == []
    codes = {each["id"]: each["refusal"] and each["refusal"]["code"] for each in me.api.get(PHOTOS).data}
    assert codes == {one.data["id"]: None, other.data["id"]: "TOO_MANY_PHOTOS"}
    assert len(objects()) == 2


@pytest.mark.parametrize(
    "body",
    [
        {"pose": "top"},
        {"size": 0},
        {"size": 26_214_401},
        {"size": "10"},
        {"contentType": "image/gif"},
        {"contentType": "image/svg+xml"},
        {"takenOn": "2026-03-05"},
        {"takenOn": "1899-12-31"},
        {"fileName": "a.jpg"},
    ],
)
def test_bad_requests_are_refused(me: Member, body: dict[str, Any]) -> None:
    with clock.fixed(STARTED):
        good = {"pose": "front", "takenOn": "2026-03-01", "contentType": "image/jpeg", "size": 1000}
        assert me.api.post(PHOTOS, {**good, **body}).code == "VALIDATION_FAILED"


def test_uploads_are_limited_by_the_minute(me: Member) -> None:
    with clock.fixed(STARTED):
        answers = [me.api.post(PHOTOS, {"pose": "front", "contentType": "image/png", "size": 1}) for _ in range(11)]
        assert [answer.status for answer in answers] == [201] * 10 + [429]


def test_an_arrival_that_is_no_picture_of_ours_is_kept_for_people(me: Member) -> None:
    before = contents()
    assert len(arrive("media/photos/somebody/something")) == 1
    assert contents() == before


def test_events_and_devices_tell_of_photos(me: Member, gateway: Gateway) -> None:
    phone = device(me.principal, gateway)
    photo_id = taken_over(me.api)
    (event,) = stored_events("progress")
    assert (event.name, event.data) == (
        "progress.photo_added",
        {"photo_id": photo_id, "pose": "front", "taken_on": "2026-03-01"},
    )
    taken_over(me.api, b"no picture")
    assert me.api.delete(f"{PHOTOS}/{photo_id}").status == 204
    assert {event.name for event in stored_events("progress")} == {
        "progress.photo_deleted",
        "progress.picture_discarded",
    }
    told = phone.take("sync:progress")
    assert [one["cause"] for one in told] == ["photo:ready", "photo:refused", "photo:deleted"]
    assert (told[0]["id"], told[0]["version"]) == (photo_id, 2)
