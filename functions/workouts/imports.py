"""Routes of history import."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path, Query, Response

from fitsync.kit.auth import Access
from fitsync.kit.errors import IdTaken, InvalidCursor
from fitsync.kit.http.dependencies import CurrentUser, Paging, tagged
from fitsync.kit.http.routing import Router
from fitsync.kit.wire import Envelope, Id, ok, page
from fitsync.workouts.imports import service
from fitsync.workouts.imports.errors import ImportNotFound
from fitsync.workouts.imports.service import RowOutcome
from functions.workouts.import_schemas import ImportCreate, ImportOpened, ImportOut, ImportRow

router = Router("workouts")

ImportId = Annotated[Id, Path(alias="importId")]


@router.post(
    "/workouts/import",
    access=Access.USER,
    summary="Import a Hevy or Strong export, or recorded activities (FIT, TCX, GPX)",
    errors=[IdTaken],
    status=201,
    also={200: "The import was opened before."},
    limit="uploads",
)
async def open_import(user: CurrentUser, body: ImportCreate, response: Response) -> Envelope[ImportOpened]:
    """Answers with a form for the file; its arrival starts the import."""
    item, upload, created = service.open_import(body.of_user(user.user_id))
    if not created:
        response.status_code = 200
    tagged(response, item.version)
    return ok(ImportOpened.with_upload(item, upload))


@router.get("/workouts/import", access=Access.USER, summary="Own imports, newest first", errors=[InvalidCursor])
async def list_imports(user: CurrentUser, paging: Paging) -> Envelope[list[ImportOut]]:
    scope = f"imports:{user.user_id}"
    found, last = service.newest(user.user_id, paging.limit, paging.after(scope))
    return page([ImportOut.of(item) for item in found], paging.limit, paging.following(scope, last))


@router.get(
    "/workouts/import/{importId}", access=Access.USER, summary="State and counts of an import", errors=[ImportNotFound]
)
async def get_import(user: CurrentUser, import_id: ImportId, response: Response) -> Envelope[ImportOut]:
    item = service.get(user.user_id, import_id)
    tagged(response, item.version)
    return ok(ImportOut.of(item))


@router.get(
    "/workouts/import/{importId}/rows",
    access=Access.USER,
    summary="What became of each row of an import",
    errors=[ImportNotFound, InvalidCursor],
)
async def list_import_rows(
    user: CurrentUser,
    import_id: ImportId,
    paging: Paging,
    outcome: Annotated[RowOutcome | None, Query(description="Only rows with this outcome.")] = None,
) -> Envelope[list[ImportRow]]:
    scope = f"import-rows:{user.user_id}:{import_id}:{outcome}"
    first = int(paging.after(scope) or 0)
    rows, last = service.report(user.user_id, import_id, outcome=outcome, first=first, limit=paging.limit)
    return page([ImportRow.of(row) for row in rows], paging.limit, paging.following(scope, last))
