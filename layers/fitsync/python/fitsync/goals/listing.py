"""Listing a user's goals."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from fitsync.goals import repository
from fitsync.goals.goal import Goal, GoalStatus, GoalType
from fitsync.kit import clock
from fitsync.users import reading as users

# A filter looks through this many goals per request, so that a page costs the same however many there are; the cursor
# goes on from there. At about a kilobyte each that is 100 KB.
LOOKED_THROUGH = 100


class GoalFilter(NamedTuple):
    """What to list."""

    status: GoalStatus | None = None
    type: GoalType | None = None

    def takes(self, goal: Goal, today: date) -> bool:
        """Whether a goal is wanted."""
        return self.type in (None, goal.type) and self.status in (None, goal.status_on(today))


class GoalPage(NamedTuple):
    """Goals, the user's day that they are seen on, and the id to go on after (None at the end)."""

    items: list[Goal]
    today: date
    position: str | None


def listing(user_id: str, wanted: GoalFilter, *, limit: int, position: str | None = None) -> GoalPage:
    """The user's goals, newest first, in one request and one for the time zone.

    A page may hold fewer than `limit` though more follow.
    """
    today = clock.now().astimezone(users.training_facts(user_id).zone).date()
    looked = limit if wanted == GoalFilter() else max(limit, LOOKED_THROUGH)
    goals, following = repository.page(user_id, limit=looked, before=position)
    found = [goal for goal in goals if wanted.takes(goal, today)]
    if len(found) > limit:
        found = found[:limit]
        following = found[-1].id
    return GoalPage(found, today, following)
