"""Carries events to devices: what somebody did to the rooms they are in, what they ask of others, and the end of a
sign-in to its connections.

Delivered twice, a room hears of the same deed twice, under the same id.
"""

from collections.abc import Callable
from decimal import Decimal

from fitsync.kit.consumer import consumer
from fitsync.kit.documents import Document
from fitsync.kit.events import EventEnvelope
from fitsync.realtime import connections, membership
from fitsync.realtime.devices import to_user
from fitsync.realtime.outgoing import Event
from fitsync.realtime.push import CONSUMER_PATIENCE_SECONDS
from fitsync.realtime.rooms import RoomAccess
from fitsync.realtime.updates import RoomAction, shared
from fitsync.users import reading as users
from functions.live_feed.messages import FriendRequestOut


class _Figures(Document):
    weight_kg: Decimal | None = None
    reps: int | None = None


class _SetDone(Document):
    """What is read of `workouts.set_completed`: the rest of the event may change without this function."""

    exercise_name: str
    set_index: int
    entry: _Figures
    records: tuple[object, ...] = ()


class _ExerciseDone(Document):
    kind: str
    volume: Decimal = Decimal(0)


class _Completed(Document):
    """What is read of `workouts.workout_completed`."""

    exercises: tuple[_ExerciseDone, ...] = ()
    records: tuple[object, ...] = ()


def handle(event: EventEnvelope) -> None:
    """Tell the devices that one event concerns."""
    if event.user_id is None:
        return
    if event.name in _OTHERS:
        _OTHERS[event.name](event.user_id, event)
        return
    if event.data.get("imported"):
        # It happened long ago: it is no news.
        return
    rooms = membership.rooms_of(event.user_id)
    if not rooms:
        return
    privacy = users.get_preferences(event.user_id).preferences.privacy
    deed = _DEEDS[event.name](event.user_id, event)
    for room in rooms:
        among_friends = room.access is RoomAccess.FRIENDS
        loads = privacy.shares_workouts if among_friends else privacy.shares_workouts_with_anyone
        membership.tell(room, shared(deed, loads=loads), patience=CONSUMER_PATIENCE_SECONDS)


def _started(user_id: str, event: EventEnvelope) -> RoomAction:
    return RoomAction(id=event.id, user_id=user_id, did="workout:started", at=event.occurred_at)


def _paused(user_id: str, event: EventEnvelope) -> RoomAction:
    return RoomAction(id=event.id, user_id=user_id, did="workout:paused", at=event.occurred_at)


def _resumed(user_id: str, event: EventEnvelope) -> RoomAction:
    return RoomAction(id=event.id, user_id=user_id, did="workout:resumed", at=event.occurred_at)


def _set_completed(user_id: str, event: EventEnvelope) -> RoomAction:
    done = _SetDone.model_validate(event.data)
    return RoomAction(
        id=event.id,
        user_id=user_id,
        did="set:completed",
        at=event.occurred_at,
        exercise_name=done.exercise_name,
        set_number=done.set_index + 1,
        weight_kg=done.entry.weight_kg,
        reps=done.entry.reps,
        record_count=len(done.records),
    )


def _completed(user_id: str, event: EventEnvelope) -> RoomAction:
    totals = _Completed.model_validate(event.data)
    # Of body-weight exercises the repetitions are told, so their volume would tell the body's weight.
    lifted = (one.volume for one in totals.exercises if one.kind == "weight_reps")
    return RoomAction(
        id=event.id,
        user_id=user_id,
        did="workout:completed",
        at=event.occurred_at,
        record_count=len(totals.records),
        total_volume=sum(lifted, Decimal(0)),
    )


def _session_ended(user_id: str, event: EventEnvelope) -> None:
    connections.end_session(user_id, str(event.data["session_id"]))


def _all_ended(user_id: str, event: EventEnvelope) -> None:
    connections.end_all_sessions(user_id, event.occurred_at)


def _friend_requested(user_id: str, event: EventEnvelope) -> None:
    other_id, username = str(event.data["other_id"]), str(event.data["username"])
    # It may have been withdrawn, answered or blocked since.
    if not users.waits_for_answer(other_id, user_id):
        return
    request = FriendRequestOut(user_id=user_id, username=username, requested_at=event.occurred_at)
    to_user(other_id, Event.FRIEND_REQUEST, request, patience=CONSUMER_PATIENCE_SECONDS)


def _blocked(user_id: str, event: EventEnvelope) -> None:
    membership.part(user_id, str(event.data["other_id"]), patience=CONSUMER_PATIENCE_SECONDS)


_DEEDS: dict[str, Callable[[str, EventEnvelope], RoomAction]] = {
    "workouts.workout_started": _started,
    "workouts.workout_paused": _paused,
    "workouts.workout_resumed": _resumed,
    "workouts.set_completed": _set_completed,
    "workouts.workout_completed": _completed,
}
_OTHERS: dict[str, Callable[[str, EventEnvelope], None]] = {
    "users.friend_requested": _friend_requested,
    "users.user_blocked": _blocked,
    "auth.session_ended": _session_ended,
    "auth.all_sessions_ended": _all_ended,
    "auth.password_reset": _all_ended,
}

EVENTS = (*_DEEDS, *_OTHERS)

handler = consumer(handle)
