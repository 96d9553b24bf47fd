"""Reading and writing pictures."""

from __future__ import annotations

from datetime import date, datetime

from fitsync.kit import store
from fitsync.kit.events import DomainEvent
from fitsync.kit.store import Action, Ref
from fitsync.progress.documents import Picture, PictureKind
from fitsync.progress.limits import MAX_PHOTOS, TOMBSTONE_KEPT
from fitsync.progress.models import HISTORY, PhotosItem, PictureItem
from fitsync.progress.repository import photos_ref, user_key

SORT = {PictureKind.PHOTO: "PHOTO#", PictureKind.AVATAR: "AVATAR#"}
_PHOTO = SORT[PictureKind.PHOTO]


def picture_ref(kind: PictureKind, user_id: str, picture_id: str) -> Ref:
    return PictureItem, user_key(user_id), SORT[kind] + picture_id


def find(kind: PictureKind, user_id: str, picture_id: str) -> PictureItem | None:
    """A picture, deleted ones included."""
    return PictureItem.find(user_key(user_id), SORT[kind] + picture_id)


def new_item(picture: Picture, expires_at: datetime) -> PictureItem:
    """A new picture that is forgotten unless its file comes; photos are in the history at once."""
    item = PictureItem(user_key(picture.user_id), SORT[picture.kind] + picture.id, document=picture)
    if picture.kind is PictureKind.PHOTO:
        item.history_key = f"{_PHOTO}{picture.taken_on}#{picture.id}"
    item.expires_at = expires_at
    return item


def save(item: PictureItem, picture: Picture, *events: DomainEvent, expires_at: datetime | None = None) -> Action:
    """The write of a picture over the version that was read."""
    item.document, item.expires_at = picture, expires_at
    item.raise_events(*events, aggregate_id=picture.id, user_id=picture.user_id)
    return store.put(item)


def bury(item: PictureItem, now: datetime, *events: DomainEvent) -> Action:
    """The write that leaves a tombstone of a picture."""
    item.history_key, item.deleted = None, True
    gone = item.document.model_copy(update={"updated_at": now})
    return save(item, gone, *events, expires_at=now + TOMBSTONE_KEPT)


def counted(user_id: str, difference: int) -> Action:
    """The write that counts photos; one more only while there is room."""
    model, pk, sk = photos_ref(user_id)
    item = model(pk, sk)
    room = (PhotosItem.total < MAX_PHOTOS) | PhotosItem.total.does_not_exist() if difference > 0 else None
    return store.update(item, [PhotosItem.total.add(difference)], room)


def photos_page(
    user_id: str, *, first_day: date | None, last_day: date | None, after_key: str | None, limit: int
) -> tuple[list[PictureItem], str | None]:
    """Photos, the latest day first, and the history key to go on after."""
    low, high = f"{_PHOTO}{first_day or '0'}", f"{_PHOTO}{last_day or '9'}~"
    span = PictureItem.history_key.between(low, high)
    return store.local_page(
        PictureItem, user_key(user_id), HISTORY, span, prefix=_PHOTO, limit=limit, after=after_key, newest_first=True
    )
