"""What is stored of goals, in the table `goals`.

| access pattern | key |
| --- | --- |
| one goal, with what it counts towards | pk `USER#<user>`, sk `GOAL#<id>` and `BOARD`, in one batch |
| a user's goals, newest first | pk `USER#<user>`, sk `GOAL#<id>` |
| the goals that new data can change | index `followed`: pk, `followed_key` `<day>#<id>` |
| how many goals are open and achieved, the streak of goals | pk `USER#<user>`, sk `BOARD` |

`followed_key` begins with the last day on which data change the goal: far ahead while it is open, some time after it
ended, and gone with a deleted one. So what one signal reads does not grow with the goals of years. A deleted goal stays
as a tombstone until its TTL. The board is written in the transaction of every goal that begins, ends or goes.
"""

from __future__ import annotations

from typing import Any

from pynamodb.attributes import BooleanAttribute, UnicodeAttribute
from pynamodb.indexes import AllProjection, LocalSecondaryIndex

from fitsync.goals.board import Board
from fitsync.goals.goal import Goal
from fitsync.kit.store import DocumentAttribute, VersionedItem, optional

FOLLOWED = "followed"


class FollowedIndex(LocalSecondaryIndex[Any]):  # type: ignore[no-untyped-call]
    """Goals by the last day on which data change them."""

    class Meta:
        index_name = FOLLOWED
        projection = AllProjection()

    pk = UnicodeAttribute(hash_key=True)
    followed_key = UnicodeAttribute(range_key=True)


class GoalItem(VersionedItem):
    table = "goals"
    followed = FollowedIndex()
    followed_key = optional(UnicodeAttribute())
    goal = DocumentAttribute(Goal)
    deleted = BooleanAttribute(default=False)


class BoardItem(VersionedItem):
    table = "goals"
    board = DocumentAttribute(Board)
