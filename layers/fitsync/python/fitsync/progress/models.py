"""What is stored of bodies and pictures of them, in the table `progress`.

| access pattern | key |
| --- | --- |
| one entry | pk `USER#<user>`, sk `ENTRY#<id>` |
| entries by the instant of measuring | index `history`: pk, `history_key` `ENTRY#<instant>#<id>` |
| the figures of a span of time, for trends | pk `USER#<user>`, sk between `MONTH#<month>` |
| the latest of every figure, how many entries | pk `USER#<user>`, sk `STANDING` |
| one photo, one profile picture | pk `USER#<user>`, sk `PHOTO#<id>`, `AVATAR#<id>` |
| entries that changed since an instant, deleted ones included | index `changes`: pk, `changed_key` `<instant>#<id>` |
| photos by the day they were taken | index `history`: pk, `history_key` `PHOTO#<day>#<id>` |
| how many photos | pk `USER#<user>`, sk `PHOTOS` |

An entry is written in one transaction with the figures of its month and the user's standing. The standing also says in
which months each figure was measured, so that the one before a deleted one is found by reading a single month.
"""

from __future__ import annotations

from typing import Any

from pynamodb.attributes import BooleanAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.indexes import IncludeProjection, LocalSecondaryIndex

from fitsync.kit.store import DocumentAttribute, Item, VersionedItem, optional
from fitsync.progress.documents import Entry, Picture
from fitsync.progress.figures import Month, Standing

HISTORY, CHANGES = "history", "changes"
_SHOWN = ["document", "version", "expires_at"]


class EntryHistory(LocalSecondaryIndex[Any]):  # type: ignore[no-untyped-call]
    """Entries by the instant they were measured; deleted ones are not in it."""

    class Meta:
        index_name = HISTORY
        projection = IncludeProjection(_SHOWN)

    pk = UnicodeAttribute(hash_key=True)
    history_key = UnicodeAttribute(range_key=True)


class EntryChanges(LocalSecondaryIndex[Any]):  # type: ignore[no-untyped-call]
    """Entries, deleted ones included, by the instant of their last write."""

    class Meta:
        index_name = CHANGES
        projection = IncludeProjection([*_SHOWN, "deleted"])

    pk = UnicodeAttribute(hash_key=True)
    changed_key = UnicodeAttribute(range_key=True)


class PictureHistory(LocalSecondaryIndex[Any]):  # type: ignore[no-untyped-call]
    """Photos by the day they were taken; deleted ones and profile pictures are not in it."""

    class Meta:
        index_name = HISTORY
        projection = IncludeProjection(_SHOWN)

    pk = UnicodeAttribute(hash_key=True)
    history_key = UnicodeAttribute(range_key=True)


class EntryItem(VersionedItem):
    """An entry; a deleted one stays as a tombstone until its TTL."""

    table = "progress"
    history = EntryHistory()
    changes = EntryChanges()
    history_key = optional(UnicodeAttribute())
    changed_key = optional(UnicodeAttribute())
    document = DocumentAttribute(Entry)
    deleted = BooleanAttribute(default=False)


class MonthItem(VersionedItem):
    table = "progress"
    month = DocumentAttribute(Month)


class StandingItem(VersionedItem):
    table = "progress"
    standing = DocumentAttribute(Standing)


class PictureItem(VersionedItem):
    """A picture; a deleted one stays as a tombstone until its TTL, so that nothing that is late brings it back."""

    table = "progress"
    history = PictureHistory()
    history_key = optional(UnicodeAttribute())
    document = DocumentAttribute(Picture)
    deleted = BooleanAttribute(default=False)


class PhotosItem(Item):
    """How many photos a user has."""

    table = "progress"
    total = NumberAttribute(default=0)
