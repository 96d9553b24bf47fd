"""Routes of body measurements under the user: the same entries as `/v1/progress/body`."""

from __future__ import annotations

from fastapi import Response

from fitsync.kit.auth import Access
from fitsync.kit.http.dependencies import CurrentUser, IfMatch, Paging
from fitsync.kit.http.routing import Router
from fitsync.kit.wire import Envelope
from functions.progress import answers
from functions.progress.answers import EntryId, Since, Until
from functions.progress.schemas import BodyEntryCreate, BodyEntryOut, BodyEntryUpdate

router = Router("users")


@router.get(
    "/users/metrics",
    access=Access.USER,
    summary="Own body entries, the latest measured first",
    errors=answers.LIST_ERRORS,
)
async def list_metrics(
    user: CurrentUser, paging: Paging, since: Since = None, until: Until = None
) -> Envelope[list[BodyEntryOut]]:
    return answers.listed(user, paging, since, until)


@router.post(
    "/users/metrics",
    access=Access.USER,
    status=201,
    also=answers.CREATED_BEFORE,
    summary="Record what was measured",
    description="The profile's weight, height and body fat are those measured last.",
    errors=answers.CREATE_ERRORS,
)
async def create_metrics(user: CurrentUser, body: BodyEntryCreate, response: Response) -> Envelope[BodyEntryOut]:
    return answers.recorded(user, body, response)


@router.put("/users/metrics/{id}", access=Access.USER, summary="Correct a body entry", errors=answers.UPDATE_ERRORS)
async def update_metrics(
    user: CurrentUser, entry_id: EntryId, if_match: IfMatch, body: BodyEntryUpdate, response: Response
) -> Envelope[BodyEntryOut]:
    return answers.updated(user, entry_id, if_match, body, response)


@router.delete(
    "/users/metrics/{id}",
    access=Access.USER,
    status=204,
    summary="Delete a body entry; what was measured before is the latest again",
    errors=answers.DELETE_ERRORS,
)
async def delete_metrics(user: CurrentUser, entry_id: EntryId, if_match: IfMatch) -> Response:
    return answers.deleted(user, entry_id, if_match)
