"""What is stored of templates, in the table `templates`.

| access pattern | key |
| --- | --- |
| one template | pk `TEMPLATE#<id>`, sk `TEMPLATE` |
| one template in brief with its statistics; several by id | pk `TEMPLATE#<id>`, sk `LISTING` |
| the statistics of all built-in programmes | pk `BUILT_IN`, sk `<id>` |
| published templates by age, use or rating | indexes `newest`, `use`, `rating`: `listing`, a number |
| featured templates in order | index `featured`: `featured`, `featured_rank` |
| a user's own templates, newest first | pk `USER#<user>`, sk `TEMPLATE#<id>` |
| a user's favourites, newest template first | pk `USER#<user>`, sk `FAVORITE#<id>` |
| a user's rating of a template, and how they follow its plan | pk `USER#<user>`, sk `RATING#<id>`, `PLAN#<id>` |

Built-in programmes are files; only their statistics are stored. A listing's counters are changed in place by whoever
uses a template, so they are no part of the item that its creator writes. The numbers that the indexes sort by carry a
fraction made of the id: no two are equal, and adding one to a count adds one to its rank.
"""

import hashlib
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from pynamodb.attributes import (
    Attribute,
    BooleanAttribute,
    NumberAttribute,
    TTLAttribute,
    UnicodeAttribute,
)
from pynamodb.constants import NUMBER
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from fitsync.kit.documents import Document
from fitsync.kit.store import DocumentAttribute, Item, VersionedItem, optional
from fitsync.templates.template import Stats, Summary, Template

LISTED, FEATURED, BUILT_IN = "LISTED", "FEATURED", "BUILT_IN"

_TIE_DIGITS = Decimal("1E-12")


class RankAttribute(Attribute[Decimal]):
    """An exact decimal number."""

    attr_type = NUMBER

    def serialize(self, value: Decimal) -> str:
        return f"{value:f}"

    def deserialize(self, value: str) -> Decimal:
        return Decimal(value)


def tie_break(template_id: str) -> Decimal:
    """A number from 0 to 1 that is the template's own, so that no two ranks are equal."""
    digest = int.from_bytes(hashlib.sha256(template_id.encode()).digest()[:5], "big")
    return (Decimal(digest) / 2**40).quantize(_TIE_DIGITS)


def age_rank(template_id: str, created_at: datetime) -> Decimal:
    """The rank among the newest: milliseconds since 1970."""
    return int(created_at.timestamp() * 1000) + tie_break(template_id)


def use_rank(template_id: str, usage_count: int) -> Decimal:
    """The rank among the most used."""
    return usage_count + tie_break(template_id)


def rating_rank(template_id: str, stats: Stats) -> Decimal:
    """The rank among the best rated: the average in hundredths; 0 while there is none."""
    return (stats.average_rating or Decimal(0)) * 100 + tie_break(template_id)


class MissedDays(StrEnum):
    """What a missed training day does: the plan waits for it, or moves on without it."""

    WAIT = "wait"
    MOVE_ON = "move_on"


class Following(Document):
    """How a user follows a plan, and since which day (local to the user)."""

    started_on: date
    missed_days: MissedDays = MissedDays.WAIT


class NewestIndex(GlobalSecondaryIndex[Any]):  # type: ignore[no-untyped-call]
    class Meta:
        index_name = "newest"
        projection = AllProjection()

    listing = UnicodeAttribute(hash_key=True)
    age_rank = RankAttribute(range_key=True)


class UseIndex(GlobalSecondaryIndex[Any]):  # type: ignore[no-untyped-call]
    class Meta:
        index_name = "use"
        projection = AllProjection()

    listing = UnicodeAttribute(hash_key=True)
    use_rank = RankAttribute(range_key=True)


class RatingIndex(GlobalSecondaryIndex[Any]):  # type: ignore[no-untyped-call]
    class Meta:
        index_name = "rating"
        projection = AllProjection()

    listing = UnicodeAttribute(hash_key=True)
    rating_rank = RankAttribute(range_key=True)


class FeaturedIndex(GlobalSecondaryIndex[Any]):  # type: ignore[no-untyped-call]
    class Meta:
        index_name = "featured"
        projection = AllProjection()

    featured = UnicodeAttribute(hash_key=True)
    featured_rank = RankAttribute(range_key=True)


class TemplateItem(VersionedItem):
    table = "templates"
    template = DocumentAttribute(Template)
    deleted = BooleanAttribute(default=False)


class ListingItem(Item):
    """A template in brief, with its counters. `listing` and `featured` are there while it is in those listings."""

    table = "templates"
    newest = NewestIndex()
    use = UseIndex()
    rating = RatingIndex()
    in_order = FeaturedIndex()

    summary = optional(DocumentAttribute(Summary))
    listing = optional(UnicodeAttribute())
    featured = optional(UnicodeAttribute())
    age_rank = optional(RankAttribute())
    use_rank = optional(RankAttribute())
    rating_rank = optional(RankAttribute())
    featured_rank = optional(RankAttribute())
    usage_count = NumberAttribute(default=0)
    completed_count = NumberAttribute(default=0)
    rating_sum = NumberAttribute(default=0)
    rating_count = NumberAttribute(default=0)
    favorites_count = NumberAttribute(default=0)

    @property
    def stats(self) -> Stats:
        """The counters."""
        return Stats(**{name: int(getattr(self, name)) for name in Stats.model_fields})


class OwnItem(Item):
    """Says that a template is somebody's own; a deleted one's stays for as long as its tombstone."""

    table = "templates"
    deleted = BooleanAttribute(default=False)
    expires_at = optional(TTLAttribute())


class FavoriteItem(VersionedItem):
    """A favourite; one that was taken back stays as a tombstone until its TTL, so that its event travels."""

    table = "templates"
    deleted = BooleanAttribute(default=False)


class RatingItem(VersionedItem):
    table = "templates"
    stars = NumberAttribute()


class PlanItem(Item):
    table = "templates"
    following = DocumentAttribute(Following)
