"""A valid request for every operation: what it needs is created first, by the user who makes it."""

from __future__ import annotations

from tests.support.accounts import Member
from tests.support.api import Answer, Api
from tests.support.declared import Operation
from tests.support.requests import analytics, auth, exercises, goals, ops, progress, sync, templates, users, workouts
from tests.support.requests.base import Prepare, Request

PREPARE: dict[str, Prepare] = {
    **auth.PREPARE,
    **users.PREPARE,
    **exercises.PREPARE,
    **workouts.PREPARE,
    **sync.PREPARE,
    **templates.PREPARE,
    **progress.PREPARE,
    **goals.PREPARE,
    **analytics.PREPARE,
    **ops.PREPARE,
}


def prepared(one: Operation, owner: Member) -> Request:
    """A request for the operation that succeeds when `owner` sends it once."""
    return PREPARE[one.id](owner)


def send(api: Api, one: Operation, request: Request) -> Answer:
    """Send the request as whoever `api` is."""
    return api.call(one.method, request.path, request.body, headers=request.headers)
