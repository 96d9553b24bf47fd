"""Route of the profile picture's upload."""

from __future__ import annotations

from fastapi import Response

from fitsync.kit import clock
from fitsync.kit.auth import Access
from fitsync.kit.errors import IdTaken
from fitsync.kit.http.dependencies import CurrentUser, tagged
from fitsync.kit.http.routing import Router
from fitsync.kit.wire import Envelope, ok
from fitsync.progress import service
from fitsync.progress.errors import PhotoDeleted
from functions.progress.photo_schemas import AvatarCreate, AvatarOpened

router = Router("users")


@router.post(
    "/users/upload-avatar",
    access=Access.USER,
    status=201,
    also={200: "The picture was opened before."},
    summary="Upload a profile picture",
    description=(
        "Answers with a form for the file: JPEG, PNG or WebP, up to 50 megapixels. When it has arrived and was looked "
        "at, the profile shows it in place of the one before."
    ),
    errors=[IdTaken, PhotoDeleted],
    limit="uploads",
)
async def upload_avatar(user: CurrentUser, body: AvatarCreate, response: Response) -> Envelope[AvatarOpened]:
    opened = service.open_avatar(user.user_id, body.id or clock.new_id(), body.content_type, body.size)
    if not opened.created:
        response.status_code = 200
    tagged(response, int(opened.item.version or 0))
    return ok(AvatarOpened.of(opened))
