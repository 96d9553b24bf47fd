"""Telling devices, at once and in parallel. A device that is gone is forgotten, a slow one delays nobody.

Nothing here raises when a device cannot be reached: what it misses it asks for by `/v1/sync`.
"""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from datetime import datetime
from typing import NamedTuple

from botocore.exceptions import BotoCoreError, ClientError
from pydantic import BaseModel, JsonValue

from fitsync.kit import aws, clock, metrics
from fitsync.kit.direct import devices
from fitsync.kit.log import logger
from fitsync.realtime import repository
from fitsync.realtime.limits import MAX_PUSH_BYTES
from fitsync.realtime.outgoing import Event, Message
from fitsync.realtime.rooms import Room

# What a request waits for the devices it tells; one that takes longer gets the message after the answer.
REQUEST_PATIENCE_SECONDS = 0.5
# What a consumer waits: longer than the timeouts of a single try.
CONSUMER_PATIENCE_SECONDS = 15.0


class Target(NamedTuple):
    """A connection to write to."""

    user_id: str
    connection_id: str
    valid_until: datetime
    room_id: str | None = None


@contextmanager
def best_effort() -> Iterator[None]:
    """For telling devices of what has been done: that it cannot be told makes it no less done."""
    try:
        yield
    except Exception:  # noqa: BLE001 - logged and counted, whatever it is
        logger().exception("devices could not be told")
        metrics.emit("PushFailed", 1)


def to_room(
    room: Room,
    event: Event,
    data: BaseModel | Mapping[str, JsonValue],
    *,
    to: Collection[str] | None = None,
    except_connection: str | None = None,
    patience: float | None = None,
) -> list[Target]:
    """Tell every device in a room, or those of some members, but one; those that turned out to be gone."""
    targets = (
        Target(member.user_id, seat.connection_id, seat.valid_until, room.id)
        for member in room.members
        if to is None or member.user_id in to
        for seat in member.seats
        if seat.connection_id != except_connection
    )
    return fan_out(targets, [Message(event, data)], patience)


def devices_of(user_id: str) -> Iterator[Target]:
    """A user's connections, read page by page."""
    for item in repository.connections_of(user_id):
        yield Target(user_id, item.connection_id, item.valid_until, item.room_id)


def to_connection(target: Target, message: Message) -> bool:
    """Answer one device; whether it is still there."""
    return _send(target, [message.encoded()])


def fan_out(targets: Iterable[Target], messages: Sequence[Message], patience: float | None = None) -> list[Target]:
    """Write `messages` in order to each target, many targets at a time; the targets that were found gone.

    Targets are taken as they are read, page by page. Returns after `patience` seconds at the latest (by default what a
    request can wait); writes under way then go on.
    """
    frames = [frame for message in messages if (frame := _frame(message))]
    under_way: dict[Future[bool], Target] = {}
    for target in targets:
        if frames:
            under_way[_pool().submit(_send, target, frames)] = target
    done, late = wait(under_way, timeout=REQUEST_PATIENCE_SECONDS if patience is None else patience)
    if late:
        metrics.emit("PushLate", len(late))
    return [under_way[future] for future in done if not future.result()]


def _frame(message: Message) -> bytes | None:
    frame = message.encoded()
    if len(frame) <= MAX_PUSH_BYTES:
        return frame
    logger().warning("message too large to be sent", event=message.event, bytes=len(frame))
    return None


def _send(target: Target, frames: Sequence[bytes]) -> bool:
    """Whether the connection is still there; one whose token has expired is closed instead."""
    try:
        if target.valid_until <= clock.now():
            devices.disconnect(target.connection_id)
            return False
        for frame in frames:
            devices.post(target.connection_id, frame)
    except ClientError as error:
        if error.response["ResponseMetadata"]["HTTPStatusCode"] == _GONE:
            return False
        _failed(target, error)
    except BotoCoreError as error:
        _failed(target, error)
    return True


_GONE = 410


def _failed(target: Target, error: Exception) -> None:
    logger().warning("push failed", connection_id=target.connection_id, reason=type(error).__name__)
    metrics.emit("PushFailed", 1)


@functools.cache
def _pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(aws.PUSH_CONCURRENCY, thread_name_prefix="push")
