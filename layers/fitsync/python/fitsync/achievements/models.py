"""What is stored of achievements, in the table `achievements`.

| access pattern | key |
| --- | --- |
| a user's achievements with what they are judged by | pk `USER#<user>`, sk `TROPHIES` |

One item: it is read as a whole, and written when the facts change.
"""

from __future__ import annotations

from fitsync.achievements.documents import Trophies
from fitsync.kit.store import DocumentAttribute, VersionedItem


class TrophiesItem(VersionedItem):
    table = "achievements"
    trophies = DocumentAttribute(Trophies)
