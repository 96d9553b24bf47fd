"""Routes of achievements."""

from __future__ import annotations

from fastapi import Response

from fitsync.achievements import service
from fitsync.kit.auth import Access
from fitsync.kit.http.dependencies import CurrentUser, tagged
from fitsync.kit.http.routing import Router
from fitsync.kit.wire import Envelope, ok
from functions.users.achievement_schemas import AchievementsOut

router = Router("users")


@router.get(
    "/users/achievements",
    access=Access.USER,
    summary="Unlocked achievements, and progress to the next ones",
    description="An achievement is there while the data support it: a deleted workout may take one back.",
    etag=True,
)
async def get_achievements(user: CurrentUser, response: Response) -> Envelope[AchievementsOut]:
    item = service.find(user.user_id)
    tagged(response, int(item.version or 0))
    return ok(AchievementsOut.of(item.trophies))
