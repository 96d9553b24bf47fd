"""What the two listings of goals have in common."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query

from fitsync.goals.goal import GoalStatus, GoalType
from fitsync.goals.listing import GoalFilter, GoalPage, listing
from fitsync.kit.http.dependencies import PageRequest

StatusFilter = Annotated[GoalStatus | None, Query()]
TypeFilter = Annotated[GoalType | None, Query(alias="type")]

SHORT_PAGES = "A page may hold fewer goals than asked for although more follow."


def goals_page(
    path: str, user_id: str, paging: PageRequest, status: GoalStatus | None, type_: GoalType | None
) -> tuple[GoalPage, str | None]:
    """A page of the user's goals, and the cursor of the next one. Raises `InvalidCursor`."""
    scope = f"{path}:{user_id}:{status}:{type_}"
    found = listing(user_id, GoalFilter(status, type_), limit=paging.limit, position=paging.after(scope))
    return found, paging.following(scope, found.position)
