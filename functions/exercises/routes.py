"""Routes of the exercise catalogue and of custom exercises."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Annotated, TypeAlias

from fastapi import Depends, Path, Query, Response

from fitsync.exercises import service
from fitsync.exercises.errors import BuiltInExercise, ExerciseNotFound, NotYourExercise, TooManyCustomExercises
from fitsync.exercises.service import ExerciseFilter, ExerciseView, ListPage
from fitsync.exercises.vocabulary import Difficulty, Equipment, ExerciseType, Kind, Muscle, MuscleGroup, Pattern
from fitsync.kit import clock
from fitsync.kit.auth import Access, Principal
from fitsync.kit.errors import ConcurrentChange, IdTaken, InvalidCursor, PreconditionFailed
from fitsync.kit.http.dependencies import CurrentUser, IfMatch, PageRequest, Paging
from fitsync.kit.http.routing import Router
from fitsync.kit.wire import Envelope, Id, ok, page
from functions.exercises.schemas import CustomExerciseCreate, CustomExerciseUpdate, RatingIn
from functions.exercises.views import ExerciseOut, ExerciseSummaryOut, RatingOut

router = Router("exercises")

ExerciseId = Annotated[Id, Path(alias="exerciseId")]
SearchText = Annotated[str, Query(min_length=1, max_length=100, examples=["benhc pres"])]

_CHANGE = [ExerciseNotFound, BuiltInExercise, NotYourExercise, PreconditionFailed, ConcurrentChange]

# Answers depend on who asks; they may be kept, but have to be checked by their entity tag before use.
_CACHING = "private, no-cache"

_Finder: TypeAlias = Callable[[ExerciseFilter, int, int], ListPage]


async def _filters(
    muscle: Annotated[
        Muscle | MuscleGroup | None, Query(description="A muscle, or a group of them; main or helping.")
    ] = None,
    equipment: Annotated[Equipment | None, Query()] = None,
    difficulty: Annotated[Difficulty | None, Query()] = None,
    exercise_type: Annotated[ExerciseType | None, Query(alias="exerciseType")] = None,
    movement_pattern: Annotated[Pattern | None, Query(alias="movementPattern")] = None,
    kind: Annotated[Kind | None, Query()] = None,
    custom: Annotated[bool | None, Query(description="Only one's own custom exercises, or all but these.")] = None,
) -> ExerciseFilter:
    return ExerciseFilter(muscle, equipment, difficulty, exercise_type, movement_pattern, kind, custom)


Filters = Annotated[ExerciseFilter, Depends(_filters)]


@router.get(
    "/exercises",
    access=Access.USER,
    summary="List exercises by name, or by how well they fit a query",
    errors=[InvalidCursor],
    etag=True,
)
async def list_exercises(
    user: CurrentUser,
    paging: Paging,
    wanted: Filters,
    response: Response,
    query: Annotated[str | None, Query(min_length=1, max_length=100)] = None,
) -> Envelope[list[ExerciseSummaryOut]]:
    def find(chosen: ExerciseFilter, limit: int, after: int) -> ListPage:
        if query is not None:
            return service.search(user.user_id, query, chosen, limit=limit, after=after)
        return service.list_exercises(user.user_id, chosen, limit=limit, after=after)

    return _page(find, wanted, paging, response, f"list:{user.user_id}:{query}")


@router.get("/exercises/search", access=Access.USER, summary="Search exercises", errors=[InvalidCursor], etag=True)
async def search_exercises(
    user: CurrentUser, paging: Paging, wanted: Filters, response: Response, query: SearchText
) -> Envelope[list[ExerciseSummaryOut]]:
    def find(chosen: ExerciseFilter, limit: int, after: int) -> ListPage:
        return service.search(user.user_id, query, chosen, limit=limit, after=after)

    return _page(find, wanted, paging, response, f"search:{user.user_id}:{query}")


@router.get(
    "/exercises/popular", access=Access.USER, summary="The most used exercises", errors=[InvalidCursor], etag=True
)
async def popular_exercises(
    user: CurrentUser, paging: Paging, wanted: Filters, response: Response
) -> Envelope[list[ExerciseSummaryOut]]:
    def find(chosen: ExerciseFilter, limit: int, after: int) -> ListPage:
        return service.popular(user.user_id, chosen, limit=limit, after=after)

    return _page(find, wanted, paging, response, f"popular:{user.user_id}")


@router.get(
    "/exercises/muscle/{muscle}",
    access=Access.USER,
    summary="Exercises for a muscle or a group of muscles",
    errors=[InvalidCursor],
    etag=True,
)
async def exercises_for_muscle(
    user: CurrentUser, muscle: Annotated[Muscle | MuscleGroup, Path()], paging: Paging, response: Response
) -> Envelope[list[ExerciseSummaryOut]]:
    return _page(_by_name(user), ExerciseFilter(muscle=muscle), paging, response, f"muscle:{user.user_id}")


@router.get(
    "/exercises/equipment/{equipment}",
    access=Access.USER,
    summary="Exercises with a piece of equipment",
    errors=[InvalidCursor],
    etag=True,
)
async def exercises_with_equipment(
    user: CurrentUser, equipment: Annotated[Equipment, Path()], paging: Paging, response: Response
) -> Envelope[list[ExerciseSummaryOut]]:
    return _page(_by_name(user), ExerciseFilter(equipment=equipment), paging, response, f"equipment:{user.user_id}")


@router.post(
    "/exercises",
    access=Access.USER,
    status=201,
    also={200: "The exercise was there already."},
    summary="Create a custom exercise; it is private until approved",
    errors=[IdTaken, TooManyCustomExercises],
)
async def create_exercise(user: CurrentUser, body: CustomExerciseCreate, response: Response) -> Envelope[ExerciseOut]:
    view, created = service.create(user.user_id, body.id or clock.new_id(), body.exercise())
    response.status_code = 201 if created else 200
    response.headers["Location"] = f"/v1/exercises/{view.summary.id}"
    return _exercise(view, user, response)


@router.get("/exercises/{exerciseId}", access=Access.USER, summary="One exercise", errors=[ExerciseNotFound], etag=True)
async def get_exercise(user: CurrentUser, exercise_id: ExerciseId, response: Response) -> Envelope[ExerciseOut]:
    return _exercise(service.get(exercise_id, user), user, response)


@router.put(
    "/exercises/{exerciseId}",
    access=Access.USER,
    summary="Update a custom exercise (its creator or an administrator)",
    errors=_CHANGE,
)
async def update_exercise(
    user: CurrentUser, exercise_id: ExerciseId, if_match: IfMatch, body: CustomExerciseUpdate, response: Response
) -> Envelope[ExerciseOut]:
    view = service.update(exercise_id, user, if_match.on_version().check, body.applied_to)
    return _exercise(view, user, response)


@router.delete(
    "/exercises/{exerciseId}",
    access=Access.USER,
    status=204,
    summary="Delete a custom exercise (its creator or an administrator)",
    errors=_CHANGE,
)
async def delete_exercise(user: CurrentUser, exercise_id: ExerciseId, if_match: IfMatch) -> Response:
    service.delete(exercise_id, user, if_match.on_version().check)
    return Response(status_code=204)


@router.post(
    "/exercises/{exerciseId}/rate",
    access=Access.USER,
    summary="Rate an exercise; a second rating replaces the first",
    errors=[ExerciseNotFound],
)
async def rate_exercise(user: CurrentUser, exercise_id: ExerciseId, body: RatingIn) -> Envelope[RatingOut]:
    view = service.rate(exercise_id, user, body.rating)
    return ok(
        RatingOut(
            exercise_id=exercise_id,
            rating=body.rating,
            average_rating=view.stats.average_rating or float(body.rating),
            total_ratings=view.stats.rating_count,
        )
    )


def _by_name(user: Principal) -> _Finder:
    return lambda wanted, limit, after: service.list_exercises(user.user_id, wanted, limit=limit, after=after)


def _page(
    find: _Finder, wanted: ExerciseFilter, paging: PageRequest, response: Response, name: str
) -> Envelope[list[ExerciseSummaryOut]]:
    scope = f"exercises:{name}:{wanted}"
    found = find(wanted, paging.limit, int(paging.after(scope) or 0))
    _cached(response, (service.catalogue_version(), found.items, found.following))
    following = paging.following(scope, found.following)
    return page([ExerciseSummaryOut.listed(one) for one in found.items], paging.limit, following)


def _exercise(view: ExerciseView, reader: Principal, response: Response) -> Envelope[ExerciseOut]:
    version = f"{view.item.version}." if view.item else ""
    _cached(response, (service.catalogue_version(), view.summary, view.stats, view.rating), version)
    return ok(ExerciseOut.of(view, reader))


def _cached(response: Response, content: object, version: str = "") -> None:
    """Tag the answer with what it was made of; a custom exercise's tag begins with its version."""
    digest = hashlib.sha256(repr(content).encode()).hexdigest()[:16]
    response.headers["ETag"] = f'"{version}{digest}"'
    response.headers["Cache-Control"] = _CACHING
