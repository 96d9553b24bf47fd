"""What becomes of a file that arrived: its picture is ready, or refused with the reason.

It can be stopped anywhere and done again, twice at once, and while its picture is deleted: versions have keys of their
own that follow from the picture, the picture changes only over the version that was read, and whoever then finds it
deleted, refused or gone removes the versions. The upload goes last, so that a message that comes again finds it, or
finds everything done.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from fitsync.kit import clock, images, store, uploads
from fitsync.kit.images import ImageRefused, Size, Version
from fitsync.kit.log import logger
from fitsync.kit.store import Action
from fitsync.progress import shelf, storage
from fitsync.progress.documents import Picture, PictureKind, PictureStatus, Refusal
from fitsync.progress.errors import TooManyPhotos
from fitsync.progress.events import PhotoAdded
from fitsync.progress.limits import MAX_PICTURE_BYTES, REFUSAL_KEPT
from fitsync.progress.models import PictureItem
from fitsync.progress.pictures import discarding
from fitsync.progress.storage import FULL, THUMBNAIL, PictureRef
from fitsync.progress.trying import Overtaken, until_written, written
from fitsync.users import reading as users
from fitsync.users.reading import ProfileItem

# The longer side in pixels: a photo fills a phone's or tablet's screen, a profile picture a card on it.
SIZES: Final = {
    PictureKind.PHOTO: (Size(FULL, 2048), Size(THUMBNAIL, 320)),
    PictureKind.AVATAR: (Size(FULL, 512, square=True), Size(THUMBNAIL, 128, square=True)),
}

# Why a file is not taken: the code and the message.
GONE: Final = ("UPLOAD_GONE", "The uploaded file is no longer there.")
TOO_LARGE: Final = ("FILE_TOO_LARGE", "The file is larger than was announced.")
FULL_UP: Final = (TooManyPhotos.code, TooManyPhotos.message)
SUPERSEDED: Final = ("SUPERSEDED", "A newer picture has taken its place.")


def process(ref: PictureRef) -> PictureItem | None:
    """Take over the file of a picture; the picture if this settled it. Raises only what another try may cure."""
    return until_written(lambda: _process(ref))


def _process(ref: PictureRef) -> PictureItem | None:
    found = store.get_many(shelf.picture_ref(ref.kind, ref.user_id, ref.id), users.profile_ref(ref.user_id))
    item, profile = found
    if not isinstance(item, PictureItem) or item.deleted or item.document.status is PictureStatus.REFUSED:
        logger().info("no picture waits for this file", picture_id=ref.id)
        storage.remove(ref)
        return None
    if item.document.status is PictureStatus.READY:
        uploads.discard(storage.upload_key(ref))
        return None
    picture: Picture = item.document
    try:
        made = images.versions(uploads.fetch(storage.upload_key(ref), MAX_PICTURE_BYTES), SIZES[ref.kind])
    except ImageRefused as refusal:
        return _refused(item, (refusal.code, refusal.message))
    except uploads.ObjectGone:
        return _refused(item, GONE)
    except uploads.ObjectTooLarge:
        return _refused(item, TOO_LARGE)
    storage.keep(ref, ((version.size.name, version.content) for version in made), images.CONTENT_TYPE)
    shown = _ready(picture, made[0])
    if ref.kind is PictureKind.PHOTO:
        settled = _add_photo(item, shown)
    else:
        settled = _replace_avatar(item, shown, profile if isinstance(profile, ProfileItem) else None)
    if settled.document.status is PictureStatus.READY:
        uploads.discard(storage.upload_key(ref))
    return settled


def _ready(picture: Picture, full: Version) -> Picture:
    update = {"status": PictureStatus.READY, "width": full.width, "height": full.height, "updated_at": clock.now()}
    return picture.model_copy(update=update)


def _add_photo(item: PictureItem, picture: Picture) -> PictureItem:
    assert picture.pose is not None
    assert picture.taken_on is not None
    event = PhotoAdded(photo_id=picture.id, pose=picture.pose, taken_on=picture.taken_on)
    try:
        return written(item, shelf.save(item, picture, event), shelf.counted(picture.user_id, 1))
    except Overtaken as overtaken:
        if overtaken.failed == (1,):
            return _refused(item, FULL_UP)
        raise


def _replace_avatar(item: PictureItem, picture: Picture, profile: ProfileItem | None) -> PictureItem:
    """Make a picture the profile's; the one before is discarded. One that was opened before it stays out."""
    # For photos, which are most, nothing writes to a profile.
    from fitsync.users.service import pictured

    if profile is None:
        return _refused(item, GONE)
    before = _present_avatar(profile)
    if before is not None and before.document.created_at > picture.created_at:
        return _refused(item, SUPERSEDED)
    actions: Sequence[Action] = () if before is None else (discarding(before, clock.now()),)
    return written(item, shelf.save(item, picture), pictured(profile, picture.id), *actions)


def _present_avatar(profile: ProfileItem) -> PictureItem | None:
    picture_id = profile.profile.profile_picture
    before = shelf.find(PictureKind.AVATAR, profile.user_id, picture_id) if picture_id else None
    return None if before is None or before.deleted else before


def _refused(item: PictureItem, why: tuple[str, str]) -> PictureItem:
    """Settle a picture as refused, and remove everything there is of it."""
    now, (code, message) = clock.now(), why
    blank = {"width": None, "height": None, "refusal": Refusal(code=code, message=message), "updated_at": now}
    picture = item.document.model_copy(update={**blank, "status": PictureStatus.REFUSED})
    written(item, shelf.save(item, picture, expires_at=now + REFUSAL_KEPT))
    storage.remove(storage.ref_of(picture))
    return item
