"""What the two ways to body measurements answer: one store, one set of rules."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import Path, Query, Response

from fitsync.kit import clock
from fitsync.kit.auth import Principal
from fitsync.kit.errors import ConcurrentChange, IdTaken, InvalidCursor, PreconditionFailed, ValidationFailed
from fitsync.kit.http.dependencies import PageRequest, Precondition, tagged
from fitsync.kit.http.routing import ErrorType
from fitsync.kit.wire import Envelope, Id, Instant, ok, page
from fitsync.progress import service
from fitsync.progress.errors import (
    BodyEntryDeleted,
    BodyEntryEmpty,
    BodyEntryNotFound,
    TooManyBodyEntries,
    TooManyMeasurementNames,
)
from fitsync.progress.service import EntryItem
from functions.progress import live
from functions.progress.schemas import BodyEntryCreate, BodyEntryOut, BodyEntryUpdate

EntryId = Annotated[Id, Path(alias="id")]
Since = Annotated[Instant | None, Query(alias="from", description="Measured at that instant or later.")]
Until = Annotated[Instant | None, Query(alias="to", description="Measured before that instant.")]

_FULL: list[ErrorType] = [TooManyBodyEntries, TooManyMeasurementNames]
LIST_ERRORS: list[ErrorType] = [InvalidCursor]
CREATE_ERRORS: list[ErrorType] = [IdTaken, BodyEntryDeleted, *_FULL]
UPDATE_ERRORS: list[ErrorType] = [BodyEntryNotFound, BodyEntryEmpty, PreconditionFailed, ConcurrentChange, *_FULL]
DELETE_ERRORS: list[ErrorType] = [BodyEntryNotFound, PreconditionFailed, ConcurrentChange]
CREATED_BEFORE = {200: "The entry was there already."}


def listed(
    user: Principal, paging: PageRequest, since: datetime | None, until: datetime | None
) -> Envelope[list[BodyEntryOut]]:
    """A page of the user's entries."""
    if since and until and since >= until:
        raise ValidationFailed.at("query.from", "must be before to")
    scope = f"body:{user.user_id}:{since}:{until}"
    found = service.history(user.user_id, since=since, until=until, limit=paging.limit, after_key=paging.after(scope))
    following = paging.following(scope, found.next_key)
    return page([BodyEntryOut.of(item) for item in found.items], paging.limit, following)


def recorded(user: Principal, body: BodyEntryCreate, response: Response) -> Envelope[BodyEntryOut]:
    """The entry that was recorded, now or before."""
    item, created = service.record(user.user_id, body.id or clock.new_id(), body.content())
    if created:
        live.entry_changed(user.user_id, "metrics:recorded", item)
    response.status_code = 201 if created else 200
    return _shown(item, response)


def updated(
    user: Principal, entry_id: str, if_match: Precondition, body: BodyEntryUpdate, response: Response
) -> Envelope[BodyEntryOut]:
    """The entry as it was changed."""
    item = service.update(user.user_id, entry_id, body.applied_to, if_match.check)
    live.entry_changed(user.user_id, "metrics:updated", item)
    return _shown(item, response)


def deleted(user: Principal, entry_id: str, if_match: Precondition) -> Response:
    """Nothing, when the entry is gone."""
    live.entry_changed(user.user_id, "metrics:deleted", service.delete(user.user_id, entry_id, if_match.check))
    return Response(status_code=204)


def _shown(item: EntryItem, response: Response) -> Envelope[BodyEntryOut]:
    tagged(response, int(item.version or 0))
    return ok(BodyEntryOut.of(item))
