"""Tells a user's devices that a rest is over, when it is, and only if that rest still runs.

The message was sent with the rest's length as its delay. A new set, a pause, the end of the session or another rest has
replaced the rest meanwhile, or nothing has: the session says so. A message that comes twice speaks once.
"""

from __future__ import annotations

from typing import Any

from fitsync.kit import clock, once, store
from fitsync.kit.consumer import queue_consumer
from fitsync.kit.context import RequestContext, serving
from fitsync.realtime import timer
from fitsync.realtime.devices import to_user
from fitsync.realtime.outgoing import Event
from fitsync.realtime.push import CONSUMER_PATIENCE_SECONDS
from fitsync.realtime.timer import RestEnd
from fitsync.workouts import reading as workouts
from fitsync.workouts.errors import WorkoutNotFound
from functions.workouts.resting import RestTimer

NAME = "rest_timer"


def parse(message: dict[str, Any]) -> RestEnd:
    """The rest whose end a message is about."""
    return RestEnd.model_validate(message)


def handle(rest: RestEnd) -> None:
    """Tell the end of one rest."""
    now = clock.now()
    with serving(RequestContext(request_id=clock.new_id())):
        if rest.is_late(now) or not _runs(rest):
            return
        if rest.is_early(now):
            timer.schedule(rest)
            return
        try:
            store.write(once.claim(NAME, rest.key))
        except store.ConditionFailed:
            return
        to_user(
            rest.user_id,
            Event.REST_TIMER,
            RestTimer.over(rest.workout_id),
            patience=CONSUMER_PATIENCE_SECONDS,
        )


def _runs(rest: RestEnd) -> bool:
    try:
        running = workouts.get(rest.user_id, rest.workout_id).rest
    except WorkoutNotFound:
        return False
    return running is not None and running.started_at == rest.started_at


handler = queue_consumer(parse, handle)
