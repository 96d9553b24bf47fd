"""What a user's devices are told of progress."""

from typing import Literal, TypeAlias

from pydantic import Field

from fitsync.kit.wire import Id, WireModel
from fitsync.progress.documents import PictureKind, PictureStatus
from fitsync.progress.models import EntryItem
from fitsync.realtime.devices import to_user
from fitsync.realtime.outgoing import Event
from fitsync.realtime.push import best_effort
from functions.progress.schemas import BodyEntryOut

Cause: TypeAlias = Literal[
    "metrics:recorded",
    "metrics:updated",
    "metrics:deleted",
    "photo:ready",
    "photo:refused",
    "photo:deleted",
    "avatar:ready",
    "avatar:refused",
]


class ProgressSync(WireModel):
    """`sync:progress`: a body entry or a picture changed. `entry` is null for a deleted one and for pictures."""

    cause: Cause
    id: Id = Field(description="Of the body entry or the picture.")
    version: int
    entry: BodyEntryOut | None


_SETTLED: dict[tuple[PictureKind, PictureStatus], Cause] = {
    (PictureKind.PHOTO, PictureStatus.READY): "photo:ready",
    (PictureKind.PHOTO, PictureStatus.REFUSED): "photo:refused",
    (PictureKind.AVATAR, PictureStatus.READY): "avatar:ready",
    (PictureKind.AVATAR, PictureStatus.REFUSED): "avatar:refused",
}


def settled(kind: PictureKind, status: PictureStatus) -> Cause:
    """What devices are told when a picture is ready or refused."""
    return _SETTLED[kind, status]


def entry_changed(user_id: str, cause: Cause, item: EntryItem) -> None:
    """Tell the user's devices of a body entry."""
    entry = None if item.deleted else BodyEntryOut.of(item)
    _tell(user_id, ProgressSync(cause=cause, id=item.document.id, version=int(item.version or 0), entry=entry))


def picture_changed(user_id: str, cause: Cause, picture_id: str, version: int, patience: float | None = None) -> None:
    """Tell the user's devices of a picture."""
    _tell(user_id, ProgressSync(cause=cause, id=picture_id, version=version, entry=None), patience)


def _tell(user_id: str, change: ProgressSync, patience: float | None = None) -> None:
    with best_effort():
        to_user(user_id, Event.SYNC_PROGRESS, change, patience=patience)
