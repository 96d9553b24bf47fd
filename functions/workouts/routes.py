"""Routes of workout sessions."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path, Query, Response

from fitsync.exercises.errors import ExerciseNotFound
from fitsync.kit.auth import Access
from fitsync.kit.errors import ConcurrentChange, IdTaken, InvalidCursor, PreconditionFailed, ValidationFailed
from fitsync.kit.http.dependencies import CurrentUser, IfMatch, Paging, tagged
from fitsync.kit.http.routing import Router
from fitsync.kit.wire import Envelope, Id, ok, page
from fitsync.templates.errors import NotATrainingDay, TemplateNotFound
from fitsync.workouts import service
from fitsync.workouts.errors import (
    ExerciseHasSets,
    ExerciseIndexOutOfRange,
    IllegalTransition,
    InvalidTime,
    MeasureMissing,
    MeasureNotForKind,
    SetIndexOutOfRange,
    TooManyExercises,
    TooManyNotes,
    TooManySets,
    WorkoutDeleted,
    WorkoutNotFound,
)
from fitsync.workouts.limits import MAX_EXERCISES, MAX_SETS
from fitsync.workouts.service import HistoryFilter
from fitsync.workouts.session import WorkoutLocation, WorkoutSession, WorkoutStatus
from functions.workouts import imports, live, shared
from functions.workouts.schemas import (
    CompletionIn,
    CurrentExerciseIn,
    HistoryDay,
    RestIn,
    SetCompletion,
    WorkoutCreate,
    WorkoutUpdate,
)
from functions.workouts.views import SetCompletedOut, WorkoutOut, WorkoutSummaryOut

router = Router("workouts")
# Before the sessions: /workouts/import and /workouts/shared must not be taken for a session's id.
router.api.routes.extend(imports.router.api.routes)
router.api.routes.extend(shared.router.api.routes)

WorkoutId = Annotated[Id, Path(alias="workoutId")]

_CHANGE = [WorkoutNotFound, IllegalTransition, PreconditionFailed, ConcurrentChange]
_LIST = [ExerciseNotFound, TooManyExercises, TooManySets, TooManyNotes, InvalidTime, MeasureNotForKind, MeasureMissing]


@router.get(
    "/workouts",
    access=Access.USER,
    summary="Own sessions, newest first",
    description=(
        "With a filter on status, exercise or location a page may hold fewer sessions than asked for although more "
        "follow: go on while there is a cursor. `from` and `to` are days in the user's time zone, both included."
    ),
    errors=[InvalidCursor],
)
async def list_workouts(
    user: CurrentUser,
    paging: Paging,
    status: Annotated[WorkoutStatus | None, Query()] = None,
    first_day: Annotated[HistoryDay | None, Query(alias="from")] = None,
    last_day: Annotated[HistoryDay | None, Query(alias="to")] = None,
    exercise_id: Annotated[Id | None, Query(alias="exerciseId")] = None,
    location: Annotated[WorkoutLocation | None, Query()] = None,
) -> Envelope[list[WorkoutSummaryOut]]:
    if first_day and last_day and first_day > last_day:
        raise ValidationFailed.at("query.from", "must not be after to")
    wanted = HistoryFilter(status, first_day, last_day, exercise_id, location)
    scope = f"workouts:{user.user_id}:{wanted}"
    found = service.history(user.user_id, wanted, limit=paging.limit, after_key=paging.after(scope))
    following = paging.following(scope, found.next_key)
    return page([WorkoutSummaryOut.of(summary) for summary in found.items], paging.limit, following)


@router.post(
    "/workouts",
    access=Access.USER,
    status=201,
    also={200: "The session was there already."},
    summary="Create or start a session",
    description="With `templateId` it gets today's targets of the template, and says why they are what they are.",
    errors=[*_LIST, IdTaken, WorkoutDeleted, TemplateNotFound, NotATrainingDay],
)
async def create_workout(user: CurrentUser, body: WorkoutCreate, response: Response) -> Envelope[WorkoutOut]:
    session, created = service.create(body.new(user.user_id), body.choice())
    if created:
        live.changed(user.user_id, "workout:created" if session.planned_for else "workout:started", session)
    response.status_code = 201 if created else 200
    response.headers["Location"] = f"/v1/workouts/{session.id}"
    return _session(session, response)


@router.get(
    "/workouts/{workoutId}",
    access=Access.USER,
    summary="One session, or one that somebody shared",
    description=(
        "With `userId` a session of that user, as far as it is shared with you: without notes, mood, body weight, "
        "route, heart rate, and without the volume and energy that are worked out from body weight."
    ),
    errors=[WorkoutNotFound],
)
async def get_workout(
    user: CurrentUser,
    workout_id: WorkoutId,
    response: Response,
    owner: Annotated[Id | None, Query(alias="userId", description="Whose session it is; your own by default.")] = None,
) -> Envelope[WorkoutOut]:
    if owner is None or owner == user.user_id:
        return _session(service.get(user.user_id, workout_id), response)
    return _session(service.of_another(user.user_id, owner, workout_id), response)


@router.put(
    "/workouts/{workoutId}",
    access=Access.USER,
    summary="Update a session, or give it up",
    errors=[*_CHANGE, *_LIST, ExerciseHasSets],
)
async def update_workout(
    user: CurrentUser, workout_id: WorkoutId, if_match: IfMatch, body: WorkoutUpdate, response: Response
) -> Envelope[WorkoutOut]:
    cancel = body.status is not None
    session = service.update(user.user_id, workout_id, body.details(), if_match.check, cancel=cancel)
    return _changed("workout:updated", session, response)


@router.delete(
    "/workouts/{workoutId}",
    access=Access.USER,
    status=204,
    summary="Delete a session; its records follow",
    errors=[WorkoutNotFound, PreconditionFailed, ConcurrentChange],
)
async def delete_workout(user: CurrentUser, workout_id: WorkoutId, if_match: IfMatch) -> Response:
    service.delete(user.user_id, workout_id, if_match.check)
    live.deleted(user.user_id, workout_id)
    return Response(status_code=204)


@router.post("/workouts/{workoutId}/start", access=Access.USER, summary="Start a planned session", errors=_CHANGE)
async def start_workout(
    user: CurrentUser, workout_id: WorkoutId, if_match: IfMatch, response: Response
) -> Envelope[WorkoutOut]:
    return _changed("workout:started", service.start(user.user_id, workout_id, if_match.check), response)


@router.post("/workouts/{workoutId}/pause", access=Access.USER, summary="Pause a session", errors=_CHANGE)
async def pause_workout(
    user: CurrentUser, workout_id: WorkoutId, if_match: IfMatch, response: Response
) -> Envelope[WorkoutOut]:
    return _changed("workout:paused", service.pause(user.user_id, workout_id, if_match.check), response)


@router.post("/workouts/{workoutId}/resume", access=Access.USER, summary="Resume a paused session", errors=_CHANGE)
async def resume_workout(
    user: CurrentUser, workout_id: WorkoutId, if_match: IfMatch, response: Response
) -> Envelope[WorkoutOut]:
    return _changed("workout:resumed", service.resume(user.user_id, workout_id, if_match.check), response)


@router.post(
    "/workouts/{workoutId}/complete",
    access=Access.USER,
    summary="Complete a session",
    description="A session forgotten for more than a day ends with its last set, unless `endedAt` says otherwise.",
    errors=[*_CHANGE, InvalidTime],
)
async def complete_workout(
    user: CurrentUser,
    workout_id: WorkoutId,
    if_match: IfMatch,
    response: Response,
    body: CompletionIn | None = None,
) -> Envelope[WorkoutOut]:
    completion = (body or CompletionIn()).completion()
    session = service.complete(user.user_id, workout_id, completion, if_match.check)
    return _changed("workout:completed", session, response)


@router.put(
    "/workouts/{workoutId}/exercise/{exerciseIndex}",
    access=Access.USER,
    summary="Set or change the current exercise",
    description="With `exerciseId`, the index after the last one adds an exercise.",
    errors=[*_CHANGE, ExerciseNotFound, ExerciseIndexOutOfRange, ExerciseHasSets, TooManyExercises, TooManyNotes],
)
async def choose_exercise(
    user: CurrentUser,
    workout_id: WorkoutId,
    exercise_index: Annotated[int, Path(alias="exerciseIndex", ge=0, le=MAX_EXERCISES)],
    if_match: IfMatch,
    response: Response,
    body: CurrentExerciseIn | None = None,
) -> Envelope[WorkoutOut]:
    command = (body or CurrentExerciseIn()).command(exercise_index)
    session = service.choose_exercise(user.user_id, workout_id, command, if_match.check)
    return _changed("exercise:chosen", session, response)


@router.put(
    "/workouts/{workoutId}/set/{setIndex}",
    access=Access.USER,
    summary="Complete or correct a set",
    description=(
        "The index after the last one adds a set. The same set again changes nothing; another result corrects it. "
        "Personal records are in the answer."
    ),
    errors=[
        *_CHANGE,
        ExerciseIndexOutOfRange,
        SetIndexOutOfRange,
        MeasureNotForKind,
        MeasureMissing,
        InvalidTime,
        TooManySets,
        TooManyNotes,
    ],
    etag=True,
)
async def complete_set(
    user: CurrentUser,
    workout_id: WorkoutId,
    set_index: Annotated[int, Path(alias="setIndex", ge=0, le=MAX_SETS)],
    if_match: IfMatch,
    body: SetCompletion,
    response: Response,
) -> Envelope[SetCompletedOut]:
    performed = service.perform_set(user.user_id, workout_id, body.result(set_index), if_match.check)
    live.changed(user.user_id, "set:completed", performed.session, performed)
    tagged(response, performed.session.version)
    return ok(SetCompletedOut.of(performed))


@router.post(
    "/workouts/{workoutId}/rest",
    access=Access.USER,
    summary="Start or skip the rest timer",
    description="The timer ends by itself, with the next set, or when it is skipped with 0 seconds.",
    errors=_CHANGE,
)
async def start_rest(
    user: CurrentUser,
    workout_id: WorkoutId,
    if_match: IfMatch,
    response: Response,
    body: RestIn | None = None,
) -> Envelope[WorkoutOut]:
    seconds = body.seconds if body else None
    session = service.rest(user.user_id, workout_id, seconds, if_match.check)
    return _changed("rest:started" if session.rest else "rest:skipped", session, response)


def _session(session: WorkoutSession, response: Response) -> Envelope[WorkoutOut]:
    tagged(response, session.version)
    return ok(WorkoutOut.of(session))


def _changed(cause: live.Cause, session: WorkoutSession, response: Response) -> Envelope[WorkoutOut]:
    live.changed(session.user_id, cause, session)
    return _session(session, response)
