"""The route that gives people everything they own."""

from typing import Annotated, Self

from fastapi import Response
from pydantic import Field

from fitsync.kit.auth import Access
from fitsync.kit.http.dependencies import CurrentUser
from fitsync.kit.http.routing import Router
from fitsync.kit.wire import Envelope, Id, Instant, WireModel, ok
from fitsync.privacy import service
from fitsync.privacy.service import Export, ExportStatus, Link

router = Router("analytics")


class DownloadOut(WireModel):
    """Where the archive can be fetched from, without a token, until when."""

    url: Annotated[str, Field(examples=["https://uploads.example.org/exports/archive.zip"])]
    expires_at: Instant


class ExportOut(WireModel):
    """An archive of everything the user owns. `size` in bytes; `expiresAt` is when it is removed."""

    id: Id
    status: ExportStatus
    requested_at: Instant
    ready_at: Instant | None
    expires_at: Instant | None
    size: int | None
    download: DownloadOut | None = Field(description="Once it is ready.")

    @classmethod
    def of(cls, export: Export, link: Link | None) -> Self:
        return cls(
            id=export.id,
            status=export.status,
            requested_at=export.requested_at,
            ready_at=export.ready_at,
            expires_at=export.expires_at,
            size=export.size,
            download=DownloadOut(url=link.url, expires_at=link.expires_at) if link else None,
        )


@router.get(
    "/analytics/export",
    access=Access.USER,
    summary="Everything the user owns, as a zip",
    description=(
        "The first request begins to make the archive and answers 202; a mail says when it is there, and from then on "
        "the answer is 200 with a link. An archive is good for a day, and another one is not made before. It holds "
        "JSON files of every area with their schemas, the workouts as a CSV file that can be imported again, and "
        "photos."
    ),
    also={202: "It is being made"},
)
async def export_everything(user: CurrentUser, response: Response) -> Envelope[ExportOut]:
    export, link = service.ask(user.user_id)
    if link is None:
        response.status_code = 202
    return ok(ExportOut.of(export, link))
