"""Routes of workout templates."""

from __future__ import annotations

import hashlib
from typing import Annotated

from fastapi import Path, Query, Response

from fitsync.exercises.documents import Equipment, Muscle
from fitsync.exercises.errors import ExerciseNotFound
from fitsync.kit.auth import Access
from fitsync.kit.errors import ConcurrentChange, IdTaken, InvalidCursor, PreconditionFailed
from fitsync.kit.http.dependencies import CurrentUser, IfMatch, PageRequest, Paging
from fitsync.kit.http.routing import Router
from fitsync.kit.wire import Envelope, Id, ok, page
from fitsync.templates import service
from fitsync.templates.errors import (
    NotYourTemplate,
    ProgressionInvalid,
    TemplateDeleted,
    TemplateNotFound,
    TemplateTooLarge,
)
from fitsync.templates.service import ListPage, Order, TemplateFilter, TemplateView
from fitsync.templates.template import Category, Goal, Level
from fitsync.workouts import starting
from functions.templates.schemas import (
    FollowingIn,
    TemplateCopy,
    TemplateCreate,
    TemplateRating,
    TemplateUpdate,
    new_id,
)
from functions.templates.views import PlanOut, TemplateOut, TemplatePreviewOut, TemplateSummaryOut

router = Router("templates")

TemplateId = Annotated[Id, Path(alias="templateId")]

_CONTENT = [ExerciseNotFound, ProgressionInvalid, TemplateTooLarge]

Difficulty = Annotated[Level | None, Query()]
GoalFilter = Annotated[Goal | None, Query()]
CategoryFilter = Annotated[Category | None, Query()]
MuscleFilter = Annotated[Muscle | None, Query(description="Among the main muscles.")]
EquipmentFilter = Annotated[
    list[Equipment] | None, Query(max_length=20, description="All there is: templates that need more are left out.")
]
DaysPerWeek = Annotated[int | None, Query(alias="daysPerWeek", ge=1, le=7)]
MaxDuration = Annotated[int | None, Query(alias="maxDuration", ge=1, le=600, description="Minutes a day.")]

# The longest built-in programme; a day has at most a hundred sets.
MAX_PREVIEW_WEEKS = 16
_SHORT_PAGES = "With a filter a page may hold fewer templates than asked for although more follow."


@router.get(
    "/templates",
    access=Access.USER,
    summary="Own templates, then published ones and built-in programmes",
    description=f"{_SHORT_PAGES} `favorite=true` lists only the own favourites, whatever the filter.",
    errors=[InvalidCursor],
)
async def list_templates(
    user: CurrentUser,
    paging: Paging,
    difficulty: Difficulty = None,
    goal: GoalFilter = None,
    category: CategoryFilter = None,
    muscle: MuscleFilter = None,
    equipment: EquipmentFilter = None,
    days_per_week: DaysPerWeek = None,
    max_duration: MaxDuration = None,
    favorite: Annotated[bool, Query()] = False,
) -> Envelope[list[TemplateSummaryOut]]:
    wanted = _filter(difficulty, goal, category, muscle, equipment, days_per_week, max_duration)
    scope = f"templates:{user.user_id}:{favorite}:{_text(wanted)}"
    position = paging.after(scope)
    if favorite:
        return _page(service.favorites(user.user_id, limit=paging.limit, position=position), paging, scope)
    return _page(service.everything(user.user_id, wanted, limit=paging.limit, position=position), paging, scope)


@router.get("/templates/my", access=Access.USER, summary="Own templates, newest first", errors=[InvalidCursor])
async def list_own_templates(user: CurrentUser, paging: Paging) -> Envelope[list[TemplateSummaryOut]]:
    scope = f"templates/my:{user.user_id}"
    found = service.own(user.user_id, limit=paging.limit, position=paging.after(scope))
    return _page(found, paging, scope)


@router.get(
    "/templates/public",
    access=Access.USER,
    summary="Published templates and built-in programmes",
    description=_SHORT_PAGES,
    errors=[InvalidCursor],
)
async def list_public_templates(
    user: CurrentUser,
    paging: Paging,
    sort: Annotated[Order, Query(description="The newest, the most used or the best rated first.")] = Order.NEWEST,
    difficulty: Difficulty = None,
    goal: GoalFilter = None,
    category: CategoryFilter = None,
    muscle: MuscleFilter = None,
    equipment: EquipmentFilter = None,
    days_per_week: DaysPerWeek = None,
    max_duration: MaxDuration = None,
) -> Envelope[list[TemplateSummaryOut]]:
    wanted = _filter(difficulty, goal, category, muscle, equipment, days_per_week, max_duration)
    scope = f"templates/public:{user.user_id}:{sort}:{_text(wanted)}"
    found = service.public(user.user_id, sort, wanted, limit=paging.limit, position=paging.after(scope))
    return _page(found, paging, scope)


@router.get("/templates/featured", access=Access.USER, summary="Featured templates, in order", errors=[InvalidCursor])
async def list_featured_templates(user: CurrentUser, paging: Paging) -> Envelope[list[TemplateSummaryOut]]:
    scope = f"templates/featured:{user.user_id}"
    found = service.featured(user.user_id, limit=paging.limit, position=paging.after(scope))
    return _page(found, paging, scope)


@router.post(
    "/templates",
    access=Access.USER,
    status=201,
    also={200: "The template was there already."},
    summary="Create a template",
    errors=[*_CONTENT, IdTaken, TemplateDeleted],
)
async def create_template(user: CurrentUser, body: TemplateCreate, response: Response) -> Envelope[TemplateOut]:
    return _created(service.create(user.user_id, new_id(body.id), body.content()), response)


@router.get("/templates/{templateId}", access=Access.USER, summary="One template", errors=[TemplateNotFound])
async def get_template(user: CurrentUser, template_id: TemplateId, response: Response) -> Envelope[TemplateOut]:
    return _template(service.get(template_id, user.user_id), response)


@router.put(
    "/templates/{templateId}",
    access=Access.USER,
    summary="Replace an own template",
    description="Sessions that were started from it stay as they are.",
    errors=[*_CONTENT, TemplateNotFound, NotYourTemplate, PreconditionFailed, ConcurrentChange],
)
async def update_template(
    user: CurrentUser, template_id: TemplateId, if_match: IfMatch, body: TemplateUpdate, response: Response
) -> Envelope[TemplateOut]:
    return _template(service.update(user.user_id, template_id, body.content(), if_match.on_version().check), response)


@router.delete(
    "/templates/{templateId}",
    access=Access.USER,
    status=204,
    summary="Delete an own template",
    errors=[TemplateNotFound, NotYourTemplate, PreconditionFailed, ConcurrentChange],
)
async def delete_template(user: CurrentUser, template_id: TemplateId, if_match: IfMatch) -> Response:
    service.delete(user.user_id, template_id, if_match.on_version().check)
    return Response(status_code=204)


@router.post(
    "/templates/{templateId}/duplicate",
    access=Access.USER,
    status=201,
    also={200: "The copy was there already."},
    summary="Copy a template into the own ones",
    errors=[*_CONTENT, TemplateNotFound, IdTaken, TemplateDeleted],
)
async def duplicate_template(
    user: CurrentUser, template_id: TemplateId, response: Response, body: TemplateCopy | None = None
) -> Envelope[TemplateOut]:
    copy = body or TemplateCopy()
    return _created(service.duplicate(user.user_id, template_id, new_id(copy.id), copy.name), response)


@router.post(
    "/templates/{templateId}/favorite",
    access=Access.USER,
    summary="Make a template a favourite",
    errors=[TemplateNotFound, ConcurrentChange],
)
async def add_favorite_template(
    user: CurrentUser, template_id: TemplateId, response: Response
) -> Envelope[TemplateOut]:
    return _template(service.favorite(user.user_id, template_id, wanted=True), response)


@router.delete(
    "/templates/{templateId}/favorite",
    access=Access.USER,
    summary="Make a template no favourite",
    errors=[TemplateNotFound, ConcurrentChange],
)
async def remove_favorite_template(
    user: CurrentUser, template_id: TemplateId, response: Response
) -> Envelope[TemplateOut]:
    return _template(service.favorite(user.user_id, template_id, wanted=False), response)


@router.post(
    "/templates/{templateId}/rate",
    access=Access.USER,
    summary="Rate a template from 1 to 5",
    description="A user has one rating of a template; a new one replaces it.",
    errors=[TemplateNotFound, ConcurrentChange],
)
async def rate_template(
    user: CurrentUser, template_id: TemplateId, body: TemplateRating, response: Response
) -> Envelope[TemplateOut]:
    return _template(service.rate(user.user_id, template_id, body.rating), response)


@router.get(
    "/templates/{templateId}/preview",
    access=Access.USER,
    summary="The plan ahead, as if every session were met",
    description="It begins with the week of the user's next day, from their last sessions, records and equipment.",
    errors=[TemplateNotFound, ExerciseNotFound],
)
async def preview_template(
    user: CurrentUser,
    template_id: TemplateId,
    weeks: Annotated[int, Query(ge=1, le=MAX_PREVIEW_WEEKS)] = 4,
) -> Envelope[TemplatePreviewOut]:
    return ok(TemplatePreviewOut.of(*starting.preview(user.user_id, template_id, weeks)))


@router.get(
    "/templates/{templateId}/plan",
    access=Access.USER,
    summary="How the plan is followed, and what is next in it",
    errors=[TemplateNotFound, ExerciseNotFound],
)
async def get_plan(user: CurrentUser, template_id: TemplateId) -> Envelope[PlanOut]:
    return ok(PlanOut.of(starting.ahead(user.user_id, template_id)))


@router.put(
    "/templates/{templateId}/plan",
    access=Access.USER,
    summary="Follow a plan, or follow it otherwise",
    description="A later `startedOn` begins the plan anew; progress in its exercises stays.",
    errors=[TemplateNotFound, ExerciseNotFound],
)
async def follow_plan(user: CurrentUser, template_id: TemplateId, body: FollowingIn) -> Envelope[PlanOut]:
    return ok(PlanOut.of(starting.follow(user.user_id, template_id, body.missed_days, body.started_on)))


@router.delete(
    "/templates/{templateId}/plan",
    access=Access.USER,
    status=204,
    summary="Stop following a plan",
    errors=[TemplateNotFound, ConcurrentChange],
)
async def unfollow_plan(user: CurrentUser, template_id: TemplateId) -> Response:
    service.unfollow(user.user_id, template_id)
    return Response(status_code=204)


def _filter(
    difficulty: Level | None,
    goal: Goal | None,
    category: Category | None,
    muscle: Muscle | None,
    equipment: list[Equipment] | None,
    days_per_week: int | None,
    max_duration: int | None,
) -> TemplateFilter:
    there = frozenset(equipment) if equipment else None
    return TemplateFilter(difficulty, goal, category, muscle, there, days_per_week, max_duration)


def _text(wanted: TemplateFilter) -> str:
    """The filter as the scope of a cursor names it."""
    there = sorted(wanted.equipment) if wanted.equipment else ""
    about = (wanted.difficulty, wanted.goal, wanted.category, wanted.muscle, wanted.days_per_week, wanted.max_duration)
    return f"{about}:{there}"


def _page(found: ListPage, paging: PageRequest, scope: str) -> Envelope[list[TemplateSummaryOut]]:
    following = paging.following(scope, found.position)
    return page([TemplateSummaryOut.of(one) for one in found.items], paging.limit, following)


def _created(made: tuple[TemplateView, bool], response: Response) -> Envelope[TemplateOut]:
    view, created = made
    response.status_code = 201 if created else 200
    response.headers["Location"] = f"/v1/templates/{view.template.id}"
    return _template(view, response)


def _template(view: TemplateView, response: Response) -> Envelope[TemplateOut]:
    """The template, tagged with its version and a digest of what others make of it."""
    digest = hashlib.sha256(repr((view.stats, view.favorite, view.rating)).encode()).hexdigest()[:16]
    response.headers["ETag"] = f'"{view.template.version}.{digest}"'
    return ok(TemplateOut.of(view))
