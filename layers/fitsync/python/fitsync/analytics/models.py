"""What is stored of training statistics, in the table `analytics`.

| access pattern | key |
| --- | --- |
| the sessions of a range of months, in one query | pk `USER#<user>`, sk `MONTH#<yyyy-mm>` |
| what all of a user's sessions add up to | pk `USER#<user>`, sk `STANDING` |
| both, for a range that ends now | one query from a month up to `STANDING` |

A month holds every completed session that began in it (UTC) with the version that it was counted at, and the sessions
that left it. The standing is written in the transaction of every month and is the sum of the months at any moment. Both
are projections of `workouts`: they hold nothing that could not be worked out again.
"""

from datetime import datetime

from pydantic import Field

from fitsync.analytics.documents import SessionStats, Standing
from fitsync.kit.documents import Document
from fitsync.kit.store import CompressedDocumentAttribute, VersionedItem


class Gone(Document):
    """A session that is not in the month any more, since the version at which it was deleted or moved."""

    version: int
    since: datetime


class Month(Document):
    """The sessions of a month by id, and those that left it."""

    sessions: dict[str, SessionStats] = Field(default_factory=dict)
    gone: dict[str, Gone] = Field(default_factory=dict)


class MonthItem(VersionedItem):
    table = "analytics"
    month = CompressedDocumentAttribute(Month)


def bytes_of(month: Month) -> int:
    """What a month takes in its item."""
    return len(MonthItem.month.serialize(month))


class StandingItem(VersionedItem):
    table = "analytics"
    standing = CompressedDocumentAttribute(Standing)
