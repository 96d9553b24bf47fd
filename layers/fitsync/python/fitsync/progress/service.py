"""What one can do with body measurements and pictures; the rest of the product uses only this."""

from __future__ import annotations

from dataclasses import dataclass

from fitsync.progress import repository
from fitsync.progress.documents import (
    BODY_FAT,
    HEIGHT,
    RESTING_HEART_RATE,
    WEIGHT,
    Entry,
    EntryContent,
    Picture,
    PictureStatus,
    PictureType,
    Pose,
    name_of,
    named,
)
from fitsync.progress.entries import (
    EntryPage,
    changed_since,
    changes,
    delete,
    history,
    latest_measurements,
    measurements,
    record,
    standing_ref,
    update,
    update_profile,
)
from fitsync.progress.figures import Latest, Point
from fitsync.progress.models import EntryItem, PictureItem
from fitsync.progress.pictures import (
    NewPhoto,
    Opened,
    PhotoPage,
    avatar_links,
    delete_photo,
    links_of,
    open_avatar,
    open_photo,
    photos,
)
from fitsync.progress.storage import Links
from fitsync.progress.trend import smoothed

__all__ = [
    "BODY_FAT",
    "HEIGHT",
    "RESTING_HEART_RATE",
    "WEIGHT",
    "Counts",
    "Entry",
    "EntryContent",
    "EntryItem",
    "EntryPage",
    "Latest",
    "Links",
    "NewPhoto",
    "Opened",
    "PhotoPage",
    "Picture",
    "PictureItem",
    "PictureStatus",
    "PictureType",
    "Point",
    "Pose",
    "avatar_links",
    "changed_since",
    "changes",
    "counts",
    "delete",
    "delete_photo",
    "history",
    "latest_measurements",
    "links_of",
    "measurements",
    "name_of",
    "named",
    "open_avatar",
    "open_photo",
    "photos",
    "record",
    "smoothed",
    "standing_ref",
    "update",
    "update_profile",
]


@dataclass(frozen=True)
class Counts:
    """How much a user has recorded."""

    entries: int
    photos: int


def counts(user_id: str) -> Counts:
    """How many body entries and progress photos a user has, in one request."""
    return Counts(*repository.find_counts(user_id))
