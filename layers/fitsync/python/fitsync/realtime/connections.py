"""Devices coming and going."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable
from datetime import datetime

from botocore.exceptions import BotoCoreError, ClientError

from fitsync.kit import clock, store
from fitsync.kit.auth import Principal
from fitsync.kit.direct import devices
from fitsync.kit.log import logger
from fitsync.realtime import membership, repository
from fitsync.realtime.limits import MAX_CONNECTION_AGE, MAX_CONNECTIONS_PER_USER
from fitsync.realtime.models import ConnectionItem


def open_connection(principal: Principal, connection_id: str, valid_until: datetime) -> None:
    """Take note of a connection that is good until its access token expires, two hours at most.

    Beyond ten connections of one user the oldest are closed.
    """
    now = clock.now()
    until = min(valid_until, now + MAX_CONNECTION_AGE)
    present = sorted(repository.connections_of(principal.user_id), key=lambda one: one.connected_at)
    item = repository.new_connection(principal.user_id, connection_id, principal.session_id, now, until)
    store.write(store.put(item))
    surplus = len(present) + 1 - MAX_CONNECTIONS_PER_USER
    if surplus > 0:
        close(present[:surplus])


def closed(user_id: str, connection_id: str) -> None:
    """A connection has ended; its room learns of it."""
    connection = repository.find_connection(user_id, connection_id)
    if connection is not None:
        forget([connection])


def end_session(user_id: str, session_id: str) -> None:
    """Close the connections of a device that was signed out."""
    close([one for one in repository.connections_of(user_id) if one.session_id == session_id])


def end_all_sessions(user_id: str, connected_before: datetime) -> None:
    """Close every connection that was made before all of the user's devices were signed out."""
    close([one for one in repository.connections_of(user_id) if one.connected_at <= connected_before])


def close(connections: Collection[ConnectionItem]) -> None:
    """End connections and forget them."""
    for connection in connections:
        disconnect(connection.connection_id)
    forget(connections)


def disconnect(connection_id: str) -> None:
    """Let the gateway close a connection; one that is gone already is fine."""
    try:
        devices.disconnect(connection_id)
    except (ClientError, BotoCoreError) as error:
        logger().info("connection not closed", connection_id=connection_id, reason=type(error).__name__)


def forget(connections: Iterable[ConnectionItem]) -> None:
    """Remove connections that have ended, and take them out of their rooms."""
    gone = sorted(connections, key=lambda one: one.room_id or "")
    if not gone:
        return
    repository.remove_connections((one.user_id, one.connection_id) for one in gone)
    for room_id, of_room in itertools.groupby(gone, key=lambda one: one.room_id):
        if room_id:
            membership.drop(room_id, {one.connection_id for one in of_room})
