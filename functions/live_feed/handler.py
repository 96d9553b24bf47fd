"""Carries events to devices: what somebody did to the rooms they are in, what they ask of others, and the end of a
sign-in to its connections.

Delivered twice, a room hears of the same deed twice, under the same id.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from fitsync.auth.events import AllSessionsEnded, PasswordReset, SessionEnded
from fitsync.kit.consumer import consumer
from fitsync.kit.events import EventEnvelope
from fitsync.realtime import service as realtime
from fitsync.realtime.service import Event, RoomAccess, RoomAction
from fitsync.users import service as users
from fitsync.users.events import FriendRequested, UserBlocked
from fitsync.workouts.events import SetCompleted, WorkoutCompleted, WorkoutPaused, WorkoutResumed, WorkoutStarted
from fitsync.workouts.kinds import ExerciseKind
from functions.live_feed.messages import FriendRequestOut


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
    rooms = realtime.rooms_of(event.user_id)
    if not rooms:
        return
    privacy = users.get_preferences(event.user_id).preferences.privacy
    deed = _DEEDS[event.name](event.user_id, event)
    for room in rooms:
        among_friends = room.access is RoomAccess.FRIENDS
        loads = privacy.shares_workouts if among_friends else privacy.shares_workouts_with_anyone
        realtime.tell(room, realtime.shared(deed, loads=loads), patience=realtime.CONSUMER_PATIENCE_SECONDS)


def _started(user_id: str, event: EventEnvelope) -> RoomAction:
    return RoomAction(id=event.id, user_id=user_id, did="workout:started", at=event.occurred_at)


def _paused(user_id: str, event: EventEnvelope) -> RoomAction:
    return RoomAction(id=event.id, user_id=user_id, did="workout:paused", at=event.occurred_at)


def _resumed(user_id: str, event: EventEnvelope) -> RoomAction:
    return RoomAction(id=event.id, user_id=user_id, did="workout:resumed", at=event.occurred_at)


def _set_completed(user_id: str, event: EventEnvelope) -> RoomAction:
    done = event.payload(SetCompleted)
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
    totals = event.payload(WorkoutCompleted)
    # Of body-weight exercises the repetitions are told, so their volume would tell the body's weight.
    lifted = (one.volume for one in totals.exercises if one.kind is ExerciseKind.WEIGHT_REPS)
    return RoomAction(
        id=event.id,
        user_id=user_id,
        did="workout:completed",
        at=event.occurred_at,
        record_count=len(totals.records),
        total_volume=sum(lifted, Decimal(0)),
    )


def _session_ended(user_id: str, event: EventEnvelope) -> None:
    realtime.end_session(user_id, event.payload(SessionEnded).session_id)


def _all_ended(user_id: str, event: EventEnvelope) -> None:
    realtime.end_all_sessions(user_id, event.occurred_at)


def _friend_requested(user_id: str, event: EventEnvelope) -> None:
    asked = event.payload(FriendRequested)
    # It may have been withdrawn, answered or blocked since.
    if not users.waits_for_answer(asked.other_id, user_id):
        return
    request = FriendRequestOut(user_id=user_id, username=asked.username, requested_at=event.occurred_at)
    realtime.to_user(asked.other_id, Event.FRIEND_REQUEST, request, patience=realtime.CONSUMER_PATIENCE_SECONDS)


def _blocked(user_id: str, event: EventEnvelope) -> None:
    realtime.part(user_id, event.payload(UserBlocked).other_id, patience=realtime.CONSUMER_PATIENCE_SECONDS)


_DEEDS: dict[str, Callable[[str, EventEnvelope], RoomAction]] = {
    WorkoutStarted.name: _started,
    WorkoutPaused.name: _paused,
    WorkoutResumed.name: _resumed,
    SetCompleted.name: _set_completed,
    WorkoutCompleted.name: _completed,
}
_OTHERS: dict[str, Callable[[str, EventEnvelope], None]] = {
    FriendRequested.name: _friend_requested,
    UserBlocked.name: _blocked,
    SessionEnded.name: _session_ended,
    AllSessionsEnded.name: _all_ended,
    PasswordReset.name: _all_ended,
}

EVENTS = (*_DEEDS, *_OTHERS)

handler = consumer(handle)
