"""Progress photos and profile pictures, as their owner sees them. What is done with a file is `processing`'s, which the
API does not load.

A picture waits for its file, is looked at when that arrives, and is ready or refused. One that is deleted stays as a
tombstone: whoever still works on it finds it and removes what they made.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import NamedTuple

from fitsync.kit import clock, store
from fitsync.kit.errors import IdTaken
from fitsync.kit.store import Action
from fitsync.kit.uploads import Upload
from fitsync.progress import shelf, storage
from fitsync.progress.documents import Picture, PictureKind, PictureStatus, PictureType, Pose
from fitsync.progress.errors import PhotoDeleted as PhotoWasDeleted
from fitsync.progress.errors import PhotoNotFound, TooManyPhotos
from fitsync.progress.events import PhotoDeleted, PictureDiscarded
from fitsync.progress.limits import MAX_PHOTOS, UPLOAD_WAITS
from fitsync.progress.models import PhotosItem, PictureItem
from fitsync.progress.repository import photos_ref
from fitsync.progress.storage import Links, PictureRef
from fitsync.progress.trying import until_written, written
from fitsync.users import reading as users


class NewPhoto(NamedTuple):
    """A photo that somebody wants to upload; without a day it was taken today."""

    id: str
    user_id: str
    pose: Pose
    taken_on: date | None
    content_type: PictureType
    size: int


class Opened(NamedTuple):
    """A picture, the form for its file while that has not come, and whether the picture is new."""

    item: PictureItem
    upload: Upload | None
    created: bool


class PhotoPage(NamedTuple):
    """Photos, and the history key to go on from (None at the end)."""

    items: list[PictureItem]
    next_key: str | None


def open_photo(new: NewPhoto) -> Opened:
    """Open a photo for its file. The same id again gives the same photo, as it was opened first.

    Raises `PhotoDeleted`, `IdTaken`, `TooManyPhotos`.
    """
    facts_keys = users.training_facts_keys(new.user_id) if new.taken_on is None else ()
    counter, *facts = store.get_many(photos_ref(new.user_id), *facts_keys)
    if isinstance(counter, PhotosItem) and counter.total >= MAX_PHOTOS:
        raise TooManyPhotos()
    now = clock.now()
    day = new.taken_on or now.astimezone(users.training_facts_of(facts).zone).date()
    picture = Picture(
        id=new.id,
        user_id=new.user_id,
        kind=PictureKind.PHOTO,
        pose=new.pose,
        taken_on=day,
        content_type=new.content_type,
        size=new.size,
        created_at=now,
        updated_at=now,
    )
    return _opened(picture)


def open_avatar(user_id: str, picture_id: str, content_type: PictureType, size: int) -> Opened:
    """Open a profile picture for its file; it takes the place of the present one when it is ready.

    Raises `PhotoDeleted`, `IdTaken`.
    """
    now = clock.now()
    picture = Picture(
        id=picture_id,
        user_id=user_id,
        kind=PictureKind.AVATAR,
        content_type=content_type,
        size=size,
        created_at=now,
        updated_at=now,
    )
    return _opened(picture)


def _opened(picture: Picture) -> Opened:
    item = shelf.new_item(picture, clock.now() + UPLOAD_WAITS)
    try:
        store.write(store.put(item))
    except store.ConditionFailed:
        existing = shelf.find(picture.kind, picture.user_id, picture.id)
        if existing is None:
            # It expired, and is not removed yet.
            raise IdTaken() from None
        if existing.deleted:
            raise PhotoWasDeleted() from None
        return Opened(existing, _form(existing.document), created=False)
    return Opened(item, _form(picture), created=True)


def _form(picture: Picture) -> Upload | None:
    return storage.form(picture) if picture.status is PictureStatus.PENDING else None


def photos(
    user_id: str, *, first_day: date | None, last_day: date | None, limit: int, after_key: str | None
) -> PhotoPage:
    """A page of photos, the latest day first; days are inclusive. One request."""
    items, next_key = shelf.photos_page(
        user_id, first_day=first_day, last_day=last_day, after_key=after_key, limit=limit
    )
    return PhotoPage(items, next_key)


def delete_photo(user_id: str, photo_id: str, check: Callable[[int], None]) -> PictureItem:
    """Delete a photo; its objects follow by its event. The tombstone. Raises `PhotoNotFound`."""
    return until_written(lambda: _delete_photo(user_id, photo_id, check))


def _delete_photo(user_id: str, photo_id: str, check: Callable[[int], None]) -> PictureItem:
    item = shelf.find(PictureKind.PHOTO, user_id, photo_id)
    if item is None or item.deleted:
        raise PhotoNotFound()
    check(int(item.version or 0))
    ready = item.document.status is PictureStatus.READY
    buried = discarding(item, clock.now())
    return written(item, buried, *([shelf.counted(user_id, -1)] if ready else []))


def discarding(item: PictureItem, now: datetime) -> Action:
    """The write that leaves a tombstone of a picture and lets its objects be removed."""
    picture: Picture = item.document
    discarded = PictureDiscarded(picture_id=picture.id, kind=picture.kind)
    told = [PhotoDeleted(photo_id=picture.id)] if picture.kind is PictureKind.PHOTO else []
    return shelf.bury(item, now, *told, discarded)


def links_of(picture: Picture) -> Links | None:
    """Links to a picture that is ready; they live for minutes."""
    return storage.links(storage.ref_of(picture)) if picture.status is PictureStatus.READY else None


def avatar_links(user_id: str, picture_id: str | None) -> Links | None:
    """Links to a profile's picture (`profile_picture`), if it has one; they live for minutes."""
    return storage.links(PictureRef(PictureKind.AVATAR, user_id, picture_id)) if picture_id else None
