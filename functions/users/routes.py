"""Routes of profile and preferences."""

from __future__ import annotations

from fastapi import Response

from fitsync.kit import context
from fitsync.kit.auth import Access
from fitsync.kit.errors import ConcurrentChange, PreconditionFailed
from fitsync.kit.http.dependencies import CurrentUser, IfMatch, tagged
from fitsync.kit.http.routing import Router
from fitsync.kit.wire import Envelope, ok
from fitsync.progress import service as progress
from fitsync.realtime import service as realtime
from fitsync.realtime.service import Event
from fitsync.users import service
from fitsync.users.errors import ProfileNotFound, UsernameTaken
from fitsync.users.models import PreferencesItem, ProfileItem
from functions.progress.body import entry_routes
from functions.users import account, achievements, avatar, friends
from functions.users.schemas import PreferencesOut, PreferencesUpdate, ProfileOut, ProfileUpdate

router = Router("users")
# The same entries as `/v1/progress/body`.
metrics = entry_routes("users", "/users/metrics", one="metrics", many="metrics")
for part in (metrics, avatar.router, friends.router, account.router, achievements.router):
    router.api.routes.extend(part.api.routes)


@router.get("/users/profile", access=Access.USER, summary="Own profile", errors=[ProfileNotFound])
async def get_profile(user: CurrentUser, response: Response) -> Envelope[ProfileOut]:
    return _profile(service.get_profile(user.user_id), response)


@router.put(
    "/users/profile",
    access=Access.USER,
    summary="Update own profile",
    errors=[ProfileNotFound, UsernameTaken, PreconditionFailed, ConcurrentChange],
)
async def update_profile(
    user: CurrentUser, if_match: IfMatch, body: ProfileUpdate, response: Response
) -> Envelope[ProfileOut]:
    item = service.get_profile(user.user_id)
    if_match.check(item.version)
    return _profile(progress.update_profile(item, body.applied_to(item.profile), body.username), response)


@router.get("/users/preferences", access=Access.USER, summary="Own preferences")
async def get_preferences(user: CurrentUser, response: Response) -> Envelope[PreferencesOut]:
    return _preferences(service.get_preferences(user.user_id), response)


@router.put(
    "/users/preferences",
    access=Access.USER,
    summary="Update own preferences",
    errors=[PreconditionFailed, ConcurrentChange],
)
async def update_preferences(
    user: CurrentUser, if_match: IfMatch, body: PreferencesUpdate, response: Response
) -> Envelope[PreferencesOut]:
    item = service.get_preferences(user.user_id)
    if_match.check(item.version or 0)
    updated = service.update_preferences(item, body.applied_to(item.preferences))
    with realtime.best_effort():
        realtime.to_user(user.user_id, Event.SYNC_PREFERENCES, PreferencesOut.of(updated))
    return _preferences(updated, response)


def _profile(item: ProfileItem, response: Response) -> Envelope[ProfileOut]:
    tagged(response, item.version)
    links = progress.avatar_links(item.user_id, item.profile.profile_picture)
    # A copy that a client keeps by the profile's version would outlive the links.
    context.current().expires = links is not None
    return ok(ProfileOut.of(item, links))


def _preferences(item: PreferencesItem, response: Response) -> Envelope[PreferencesOut]:
    tagged(response, item.version or 0)
    return ok(PreferencesOut.of(item))
