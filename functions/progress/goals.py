"""Goals as progress: how far, how fast, and when."""

from __future__ import annotations

from fitsync.kit.auth import Access
from fitsync.kit.errors import InvalidCursor
from fitsync.kit.http.dependencies import CurrentUser, Paging
from fitsync.kit.http.routing import Router
from fitsync.kit.wire import Envelope, page
from functions.goals.listing import SHORT_PAGES, StatusFilter, TypeFilter, goals_page
from functions.goals.views import GoalProgressOut

router = Router("progress")


@router.get(
    "/progress/goals",
    access=Access.USER,
    summary="Goals with progress, pace and forecast",
    description=SHORT_PAGES,
    errors=[InvalidCursor],
)
async def goals_with_progress(
    user: CurrentUser, paging: Paging, status: StatusFilter = None, type_: TypeFilter = None
) -> Envelope[list[GoalProgressOut]]:
    found, following = goals_page("progress/goals", user.user_id, paging, status, type_)
    return page([GoalProgressOut.of(goal, found.today) for goal in found.items], paging.limit, following)
