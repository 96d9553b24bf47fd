"""What one can do with body measurements and pictures; the rest of the product uses only this."""

from __future__ import annotations

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
from fitsync.progress.entries import delete, record, update, update_profile
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
from fitsync.progress.reading import (
    Counts,
    EntryPage,
    changed_since,
    changes,
    counts,
    history,
    latest_measurements,
    measurements,
    standing_ref,
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
