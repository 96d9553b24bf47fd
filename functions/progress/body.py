"""Routes of body measurements."""

from __future__ import annotations

from fastapi import Response

from fitsync.kit.auth import Access
from fitsync.kit.http.dependencies import CurrentUser, IfMatch, Paging
from fitsync.kit.http.routing import Router
from fitsync.kit.wire import Envelope
from functions.progress import answers
from functions.progress.answers import EntryId, Since, Until
from functions.progress.schemas import BodyEntryCreate, BodyEntryOut, BodyEntryUpdate


def entry_routes(area: str, path: str, *, one: str, many: str) -> Router:
    """The routes to the entries at `path`; `one` and `many` are what operation ids call them."""
    router = Router(area)

    @router.get(
        path,
        access=Access.USER,
        summary="Own body entries, the latest measured first",
        name=f"list_{many}",
        errors=answers.LIST_ERRORS,
    )
    async def list_entries(
        user: CurrentUser, paging: Paging, since: Since = None, until: Until = None
    ) -> Envelope[list[BodyEntryOut]]:
        return answers.listed(user, paging, since, until)

    @router.post(
        path,
        access=Access.USER,
        status=201,
        also=answers.CREATED_BEFORE,
        summary="Record what was measured",
        name=f"create_{one}",
        description="The profile's weight, height and body fat are those measured last.",
        errors=answers.CREATE_ERRORS,
    )
    async def create_entry(user: CurrentUser, body: BodyEntryCreate, response: Response) -> Envelope[BodyEntryOut]:
        return answers.recorded(user, body, response)

    @router.put(
        path + "/{id}",
        access=Access.USER,
        summary="Correct a body entry",
        name=f"update_{one}",
        errors=answers.UPDATE_ERRORS,
    )
    async def update_entry(
        user: CurrentUser, entry_id: EntryId, if_match: IfMatch, body: BodyEntryUpdate, response: Response
    ) -> Envelope[BodyEntryOut]:
        return answers.updated(user, entry_id, if_match, body, response)

    @router.delete(
        path + "/{id}",
        access=Access.USER,
        status=204,
        summary="Delete a body entry; what was measured before is the latest again",
        name=f"delete_{one}",
        errors=answers.DELETE_ERRORS,
    )
    async def delete_entry(user: CurrentUser, entry_id: EntryId, if_match: IfMatch) -> Response:
        return answers.deleted(user, entry_id, if_match)

    return router
