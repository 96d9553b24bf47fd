"""Messages on their way in: `{"event", "id", "data"}`, read strictly, and refusals on their way out."""

from collections.abc import Mapping
from typing import Annotated, ClassVar, TypeVar

import orjson
from pydantic import Field, StringConstraints, ValidationError

from fitsync.kit import context
from fitsync.kit.errors import FitSyncError, JsonValue, MalformedJson, ValidationFailed
from fitsync.kit.refusals import field_problems
from fitsync.kit.wire import ErrorBody, Id, WireModel
from fitsync.realtime.errors import MessageTooLarge, UnknownEvent
from fitsync.realtime.limits import MAX_MESSAGE_BYTES
from fitsync.realtime.service import Event, Message, RoomAccess
from functions.workouts.messages import MESSAGES, Command

MessageId = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9._:-]+$")]


class Incoming(WireModel):
    """A message as it came. `id` is the client's; the same id again does nothing twice."""

    event: Annotated[str, StringConstraints(max_length=64)]
    id: MessageId | None = None
    data: dict[str, object] = Field(default_factory=dict)


class RoomMessage(WireModel):
    """The data of `room:join` and `room:leave`."""

    room_id: Id


class JoinMessage(RoomMessage):
    event: ClassVar[str] = "room:join"

    access: RoomAccess = Field(
        default=RoomAccess.FRIENDS, description="Who else may join, when this message opens the room."
    )


class LeaveMessage(RoomMessage):
    event: ClassVar[str] = "room:leave"


class PingMessage(WireModel):
    """Keeps the connection alive: the gateway closes one that is idle for ten minutes."""

    event: ClassVar[str] = "ping"


class RefusalOut(ErrorBody):
    """The data of `error`."""

    request_id: str


T = TypeVar("T", bound=WireModel)

OTHERS: dict[str, type[RoomMessage | PingMessage]] = {
    kind.event: kind for kind in (JoinMessage, LeaveMessage, PingMessage)
}


def read(text: str) -> Incoming:
    """The message in a frame; raises `MessageTooLarge`, `MalformedJson` or `ValidationFailed`."""
    frame = text.encode()
    if len(frame) > MAX_MESSAGE_BYTES:
        raise MessageTooLarge(details={"maxBytes": MAX_MESSAGE_BYTES})
    try:
        return Incoming.model_validate(orjson.loads(frame))
    except orjson.JSONDecodeError:
        raise MalformedJson() from None
    except ValidationError as error:
        raise ValidationFailed(details={"fields": field_problems(error.errors())}) from None


def id_of(text: str) -> str | None:
    """The id to echo for a frame that could not be read otherwise."""
    try:
        given = orjson.loads(text[:MAX_MESSAGE_BYTES])
        return Incoming.model_validate({"event": "", "id": given["id"]}).id
    except (orjson.JSONDecodeError, ValidationError, KeyError, TypeError):
        return None


def typed(message: Incoming) -> Command | RoomMessage | PingMessage:
    """The message's data as its event has it; raises `UnknownEvent` or `ValidationFailed`."""
    kind: type[Command | RoomMessage | PingMessage] | None = MESSAGES.get(message.event) or OTHERS.get(message.event)
    if kind is None:
        raise UnknownEvent(details={"event": message.event})
    if message.id is None and kind is not PingMessage:
        raise ValidationFailed.at("id", "is needed: it makes the message safe to send again")
    return validated(kind, message.data)


def validated(kind: type[T], data: dict[str, object]) -> T:
    """`data` as `kind`; raises `ValidationFailed`."""
    try:
        return kind.model_validate(data)
    except ValidationError as error:
        problems = [{**problem, "loc": ("data", *problem["loc"])} for problem in error.errors()]
        raise ValidationFailed(details={"fields": field_problems(problems)}) from None


def refusal(error: FitSyncError, message_id: str | None) -> Message:
    """The `error` that answers a message."""
    body = RefusalOut(
        code=error.code,
        type=error.type(),
        message=error.text,
        details=_located(error.details or {}) or None,
        request_id=context.current().request_id,
    )
    return Message(Event.ERROR, body, message_id)


def _located(details: Mapping[str, JsonValue]) -> dict[str, object]:
    """The details with fields named as in a message, where the HTTP twin has a path and a body."""
    found: dict[str, object] = dict(details)
    fields = details.get("fields")
    if isinstance(fields, list):
        named = [one for one in fields if isinstance(one, Mapping)]
        found["fields"] = [{**one, "field": _in_message(str(one["field"]))} for one in named]
    return found


def _in_message(field: str) -> str:
    head, _, rest = field.partition(".")
    return f"data.{rest}" if head in ("body", "path") and rest else field
