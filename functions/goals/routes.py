"""Routes of goals."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path, Response

from fitsync.exercises.errors import ExerciseNotFound
from fitsync.goals import service
from fitsync.goals.errors import (
    GoalDeleted,
    GoalEnded,
    GoalNotFound,
    StartValueNeeded,
    TargetAlreadyMet,
    TooManyGoals,
    TooManyMilestones,
)
from fitsync.goals.service import Goal
from fitsync.kit.auth import Access
from fitsync.kit.errors import InvalidCursor, PreconditionFailed
from fitsync.kit.http.dependencies import CurrentUser, IfMatch, Paging, tagged
from fitsync.kit.http.routing import Router
from fitsync.kit.wire import Envelope, Id, ok, page
from functions.goals import live
from functions.goals.listing import SHORT_PAGES, StatusFilter, TypeFilter, goals_page
from functions.goals.schemas import GoalCreate, GoalUpdate, MilestoneIn
from functions.goals.views import GoalOut

router = Router("goals")

GoalId = Annotated[Id, Path(alias="goalId")]


@router.get(
    "/goals",
    access=Access.USER,
    summary="Own goals, newest first",
    description=SHORT_PAGES,
    errors=[InvalidCursor],
)
async def list_goals(
    user: CurrentUser, paging: Paging, status: StatusFilter = None, type_: TypeFilter = None
) -> Envelope[list[GoalOut]]:
    found, following = goals_page("goals", user.user_id, paging, status, type_)
    return page([GoalOut.of(goal, found.today) for goal in found.items], paging.limit, following)


@router.post(
    "/goals",
    access=Access.USER,
    status=201,
    also={200: "The goal was there already."},
    summary="Set a goal",
    description="It begins at what was last measured or recorded, and follows the data from then on.",
    errors=[ExerciseNotFound, GoalDeleted, StartValueNeeded, TargetAlreadyMet, TooManyGoals],
)
async def create_goal(user: CurrentUser, body: GoalCreate, response: Response) -> Envelope[GoalOut]:
    goal, created = service.create(body.goal(user.user_id))
    response.status_code = 201 if created else 200
    response.headers["Location"] = f"/v1/goals/{goal.id}"
    if created:
        live.changed(user.user_id, "goal:created", goal)
    return _tagged(goal, response)


@router.put(
    "/goals/{goalId}",
    access=Access.USER,
    summary="Change, pause or resume a goal",
    description="The value of a custom goal is set here. A target that moves has to be reached anew.",
    errors=[GoalNotFound, GoalEnded, TargetAlreadyMet, TooManyGoals, PreconditionFailed],
)
async def update_goal(
    user: CurrentUser, goal_id: GoalId, if_match: IfMatch, body: GoalUpdate, response: Response
) -> Envelope[GoalOut]:
    goal = service.update(user.user_id, goal_id, body.changes(), if_match.check)
    live.changed(user.user_id, "goal:updated", goal)
    return _tagged(goal, response)


@router.delete(
    "/goals/{goalId}",
    access=Access.USER,
    status=204,
    summary="Delete a goal",
    errors=[GoalNotFound, PreconditionFailed],
)
async def delete_goal(user: CurrentUser, goal_id: GoalId, if_match: IfMatch) -> Response:
    service.delete(user.user_id, goal_id, if_match.check)
    live.deleted(user.user_id, goal_id)
    return Response(status_code=204)


@router.post(
    "/goals/{goalId}/milestone",
    access=Access.USER,
    status=201,
    also={200: "The milestone was there already."},
    summary="Add a milestone to a goal",
    description="One that is behind the current value is reached at once.",
    errors=[GoalNotFound, TooManyMilestones, PreconditionFailed],
)
async def add_milestone(
    user: CurrentUser, goal_id: GoalId, if_match: IfMatch, body: MilestoneIn, response: Response
) -> Envelope[GoalOut]:
    goal, added = service.add_milestone(user.user_id, goal_id, body.milestone(), if_match.check)
    response.status_code = 201 if added else 200
    live.changed(user.user_id, "goal:updated", goal)
    return _tagged(goal, response)


def _tagged(goal: Goal, response: Response) -> Envelope[GoalOut]:
    tagged(response, goal.version)
    return ok(GoalOut.of(goal))
