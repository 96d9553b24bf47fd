"""Routes of progress photos."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path, Query, Response

from fitsync.kit.auth import Access
from fitsync.kit.errors import ConcurrentChange, IdTaken, InvalidCursor, PreconditionFailed, ValidationFailed
from fitsync.kit.http.dependencies import CurrentUser, IfMatch, Paging, tagged
from fitsync.kit.http.routing import Router
from fitsync.kit.wire import Envelope, Id, ok, page
from fitsync.progress import service
from fitsync.progress.errors import PhotoDeleted, PhotoNotFound, TooManyPhotos
from functions.progress import live
from functions.progress.photo_schemas import PhotoCreate, PhotoDay, PhotoOpened, PhotoOut

router = Router("progress")

PhotoId = Annotated[Id, Path(alias="id")]
FirstDay = Annotated[PhotoDay | None, Query(alias="from", description="Taken on that day or later.")]
LastDay = Annotated[PhotoDay | None, Query(alias="to", description="Taken on that day or earlier.")]


@router.post(
    "/progress/photos",
    access=Access.USER,
    status=201,
    also={200: "The photo was opened before."},
    summary="Upload a progress photo",
    description=(
        "Answers with a form for the file: JPEG, PNG or WebP, up to 50 megapixels. When it has arrived, the picture is "
        "turned upright and kept in two sizes without place, device or anything else that was in the file."
    ),
    errors=[IdTaken, PhotoDeleted, TooManyPhotos],
    limit="uploads",
)
async def open_photo(user: CurrentUser, body: PhotoCreate, response: Response) -> Envelope[PhotoOpened]:
    opened = service.open_photo(body.of_user(user.user_id))
    if not opened.created:
        response.status_code = 200
    tagged(response, int(opened.item.version or 0))
    return ok(PhotoOpened.with_upload(opened))


@router.get(
    "/progress/photos",
    access=Access.USER,
    summary="Own progress photos with links that live for minutes, the latest day first",
    errors=[InvalidCursor],
)
async def list_photos(
    user: CurrentUser, paging: Paging, first_day: FirstDay = None, last_day: LastDay = None
) -> Envelope[list[PhotoOut]]:
    if first_day and last_day and first_day > last_day:
        raise ValidationFailed.at("query.from", "must not be after to")
    scope = f"photos:{user.user_id}:{first_day}:{last_day}"
    found = service.photos(
        user.user_id, first_day=first_day, last_day=last_day, limit=paging.limit, after_key=paging.after(scope)
    )
    following = paging.following(scope, found.next_key)
    return page([PhotoOut.of(item) for item in found.items], paging.limit, following)


@router.delete(
    "/progress/photos/{id}",
    access=Access.USER,
    status=204,
    summary="Delete a progress photo with everything there is of it",
    errors=[PhotoNotFound, PreconditionFailed, ConcurrentChange],
)
async def delete_photo(user: CurrentUser, photo_id: PhotoId, if_match: IfMatch) -> Response:
    item = service.delete_photo(user.user_id, photo_id, if_match.check)
    live.picture_changed(user.user_id, "photo:deleted", photo_id, int(item.version or 0))
    return Response(status_code=204)
