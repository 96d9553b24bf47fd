"""Routes of catching up."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query

from fitsync.kit.auth import Access
from fitsync.kit.errors import InvalidCursor
from fitsync.kit.http.dependencies import CurrentUser
from fitsync.kit.http.routing import Router
from fitsync.kit.wire import Envelope, ok
from fitsync.sync import service
from fitsync.sync.errors import SyncCursorExpired
from functions.progress.schemas import BodyEntryOut
from functions.sync.applying import apply_all
from functions.sync.schemas import DeletedOut, SyncBatch, SyncOut, SyncResults
from functions.users.schemas import PreferencesOut
from functions.workouts.views import WorkoutOut

router = Router("sync")


@router.get(
    "/sync",
    access=Access.USER,
    summary="What changed and what was deleted since a cursor",
    description=(
        "Without `since` everything there is, in pages. What was written in the last minute before a cursor may come "
        "again. A cursor lives as long as deletions are remembered, some three months."
    ),
    errors=[InvalidCursor, SyncCursorExpired],
)
async def get_changes(
    user: CurrentUser,
    since: Annotated[str | None, Query(max_length=1024, description="`cursor` of the answer before.")] = None,
    limit: Annotated[int, Query(ge=1, le=50, description="Changes per answer.")] = 20,
) -> Envelope[SyncOut]:
    found = service.changes(user.user_id, since, limit)
    return ok(
        SyncOut(
            workouts=[WorkoutOut.of(change.session) for change in found.workouts if change.session],
            deleted=[
                DeletedOut(id=change.workout_id, version=change.version)
                for change in found.workouts
                if change.session is None
            ],
            body_entries=[BodyEntryOut.of(item) for item in found.entries if not item.deleted],
            deleted_body_entries=[
                DeletedOut(id=item.document.id, version=int(item.version or 0))
                for item in found.entries
                if item.deleted
            ],
            preferences=PreferencesOut.of(found.preferences) if found.preferences else None,
            cursor=found.cursor,
            has_more=found.more,
        )
    )


@router.post(
    "/sync",
    access=Access.USER,
    summary="Apply changes that were made without a connection",
    description=(
        "Each change is applied for itself, wholly or not at all, in order, and answered for itself: `applied`, "
        "`already_applied` (its id is known), `conflict` (the state or the version is another; the server's copy comes "
        "with it) or `refused` with the code that the request for it would have got."
    ),
)
async def apply_changes(user: CurrentUser, body: SyncBatch) -> Envelope[SyncResults]:
    return ok(SyncResults(results=apply_all(user, body.changes)))
