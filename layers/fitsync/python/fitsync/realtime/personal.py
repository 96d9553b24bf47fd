"""What is kept about people here, for their erasure. It is of the moment, so there is nothing to export."""

from __future__ import annotations

from collections.abc import Iterator

from fitsync.kit import clock, store
from fitsync.kit.erasing import in_turn, partition
from fitsync.kit.personal import ExportFile, Held, PersonalData, Step
from fitsync.realtime import repository, rooms


def export(_user_id: str) -> Iterator[ExportFile]:
    """Nothing: connections end within two hours."""
    yield from ()


def erase(user_id: str) -> Step:
    """Connections, and the seats that they had in rooms.

    Those in the room are told when the connections are closed, which the end of all sessions does.
    """
    return in_turn(lambda: _seats(user_id), lambda: partition("connections", repository.user_key(user_id)))


def _seats(user_id: str) -> Step:
    taken = {one.room_id: one.connection_id for one in repository.connections_of(user_id) if one.room_id}
    for room_id in taken:
        item = repository.find_room(room_id)
        room = rooms.without(item.room, user_id)
        if room == item.room:
            continue
        try:
            store.write(repository.keep_room(item, room, clock.now()))
        except store.ConditionFailed:
            return Step(0, done=False)
    return Step(len(taken), done=True)


PERSONAL = PersonalData(
    area="realtime",
    tables=("connections",),
    held=(
        Held("connections", "which devices are connected: to tell them things", "2 hours at most", "connections"),
        Held(
            "seats in rooms",
            "who trains together: to tell each other",
            "while connected, 2 hours at most",
            "connections",
        ),
    ),
    export=export,
    erase=erase,
)
