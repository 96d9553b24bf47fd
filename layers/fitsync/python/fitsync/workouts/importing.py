"""Taking over sessions that were done long ago, many at a time and as often as one likes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from fitsync.kit import clock, store
from fitsync.kit.errors import ConcurrentChange
from fitsync.workouts import events, records, repository
from fitsync.workouts.rules import check_bounds
from fitsync.workouts.saving import Change, save
from fitsync.workouts.session import WorkoutSession

# A transaction takes 100 items and 4 MB. A session is some 5 KB; what it takes grows with its sets, and ten times as
# fast with its exercises, which its summary and its event name again. At most some 400 bytes make up for one set, and
# a recording with all its laps and its route is 52 KB.
_ITEMS = 80
_SESSIONS = 25
_SETS = 6_000
_SETS_PER_EXERCISE = 10
_SETS_PER_RECORDING = 130
_TRIES = 5


class Imported(NamedTuple):
    """Ids of the sessions that are new, and of those that were there before (deleted ones included)."""

    created: tuple[str, ...]
    existing: tuple[str, ...]


def import_sessions(user_id: str, sessions: Iterable[WorkoutSession]) -> Imported:
    """Store completed sessions that are not there yet, with their records and events.

    Sessions are stored in transactions with the records they change, so that a second run after a crash adds just
    what is missing. A session that the user has deleted since stays deleted. Raises `ConcurrentChange` when the user
    changes records faster than they can be written.
    """
    ordered = sorted({session.id: session for session in sessions}.values(), key=lambda it: (it.at, it.id))
    created: list[str] = []
    existing: list[str] = []
    for chunk in _chunks(ordered):
        new = _stored(user_id, chunk)
        created += new
        existing += [session.id for session in chunk if session.id not in set(new)]
    return Imported(tuple(created), tuple(existing))


def _stored(user_id: str, chunk: Sequence[WorkoutSession]) -> list[str]:
    for _ in range(_TRIES):
        there = {item.session.id for item in repository.find_all(user_id, (it.id for it in chunk))}
        missing = [session for session in chunk if session.id not in there]
        if not missing:
            return []
        changes = [Change(repository.new_item(it), None, it, events.completed) for it in missing]
        try:
            save(user_id, changes, clock.now())
        except (store.ConditionFailed, store.TransactionConflict):
            continue
        return [session.id for session in missing]
    raise ConcurrentChange()


def _chunks(sessions: Sequence[WorkoutSession]) -> Iterator[list[WorkoutSession]]:
    """Runs of sessions that fit into one transaction with the records of their exercises."""
    chunk: list[WorkoutSession] = []
    exercises: set[str] = set()
    weight = 0
    for session in sessions:
        check_bounds(session)
        of_session, heavier = set(records.bests(session)), _weight(session)
        items = len(chunk) + 1 + len(exercises | of_session)
        if chunk and (len(chunk) == _SESSIONS or items > _ITEMS or weight + heavier > _SETS):
            yield chunk
            chunk, exercises, weight = [], set(), 0
        chunk.append(session)
        exercises |= of_session
        weight += heavier
    if chunk:
        yield chunk


def _weight(session: WorkoutSession) -> int:
    recorded = _SETS_PER_RECORDING if session.activity else 0
    return recorded + sum(len(entry.sets) + _SETS_PER_EXERCISE for entry in session.exercises)
