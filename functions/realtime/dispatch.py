"""From a message to its answer, and to everybody else who should know."""

from fitsync.kit import clock, limits
from fitsync.kit.auth import Principal
from fitsync.kit.wire import Instant, WireModel
from fitsync.realtime import service as realtime
from fitsync.realtime.service import Event, Message, Room, RoomAction, RoomUpdate, Target
from fitsync.workouts import service as workouts
from functions.realtime.protocol import Incoming, JoinMessage, PingMessage, RoomMessage
from functions.workouts import live
from functions.workouts.messages import Command


class Pong(WireModel):
    """The answer to `ping`."""

    at: Instant


def answer(
    principal: Principal, target: Target, message: Incoming, command: Command | RoomMessage | PingMessage
) -> None:
    """Do what a message asks, answer it, and tell the others. Raises what it is refused with."""
    if isinstance(command, PingMessage):
        realtime.to_connection(target, Message(Event.PONG, Pong(at=clock.now()), message.id))
        return
    assert message.id
    # A message counts like the request that it is the twin of.
    limits.spend(principal, "default")
    if isinstance(command, RoomMessage):
        _in_room(principal, target, message.id, command)
        return
    _of_workout(principal, target, message.id, command)


def _of_workout(principal: Principal, target: Target, message_id: str, command: Command) -> None:
    user_id = principal.user_id
    command.sent_as(user_id, message_id)
    effect = realtime.act_once(user_id, message_id, lambda: command.run(user_id), connection_id=target.connection_id)
    session = effect.session if effect else workouts.get(user_id, command.subject)
    assert session
    realtime.to_connection(target, Message(command.answer, command.confirmation(session), message_id))
    if effect:
        live.changed(user_id, effect.cause, session, effect.performed, origin=target.connection_id)


def _in_room(principal: Principal, target: Target, message_id: str, command: RoomMessage) -> None:
    user_id, room_id = principal.user_id, command.room_id

    def change() -> Room:
        if isinstance(command, JoinMessage):
            return realtime.join(user_id, target.connection_id, room_id, command.access)
        return realtime.leave(user_id, target.connection_id, room_id)

    room = realtime.act_once(user_id, message_id, change, connection_id=target.connection_id)
    now = room or realtime.room_as_member(user_id, room_id)
    action = RoomAction.joined(user_id) if isinstance(command, JoinMessage) else RoomAction.left(user_id)
    realtime.to_connection(target, Message(Event.ROOM_UPDATE, RoomUpdate.of(now, action, user_id), message_id))
    if room:
        with realtime.best_effort():
            realtime.tell(room, action, except_connection=target.connection_id)
