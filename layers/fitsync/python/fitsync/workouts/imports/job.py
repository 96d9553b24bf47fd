"""The job that turns an uploaded file into sessions.

It can be stopped anywhere and started again: everything it writes has an id that follows from the user and the file,
sessions and the records they change are stored in one transaction, and a session that this import made before it was
stopped counts as made by it. Two runs at once are kept apart by a lease; a file that nothing can be made of ends the
import as failed, and so does the third start of one that never gets to its end.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from fitsync.kit import clock, store
from fitsync.kit.log import logger
from fitsync.workouts import repository as sessions
from fitsync.workouts.commands import UserFacts
from fitsync.workouts.facts import user_facts
from fitsync.workouts.importing import import_sessions
from fitsync.workouts.imports import conversion, repository, uploads
from fitsync.workouts.imports.conversion import Changes
from fitsync.workouts.imports.documents import RowOutcome
from fitsync.workouts.imports.errors import FileRefused, Interrupted
from fitsync.workouts.imports.events import HistoryImported
from fitsync.workouts.imports.identity import NEAR, neighbours, session_id
from fitsync.workouts.imports.models import (
    RETENTION,
    Counts,
    Failure,
    Import,
    ImportItem,
    ImportStatus,
    Row,
    StoredRemark,
)
from fitsync.workouts.imports.naming import Resolved, resolved
from fitsync.workouts.imports.parsed import Options, ParsedFile, ParsedWorkout, RowReport
from fitsync.workouts.imports.parsing import parse
from fitsync.workouts.imports.uploads import Arrival
from fitsync.workouts.session import WorkoutSession

# No Lambda runs longer, so whoever holds a lease beyond it is dead.
_LEASE: Final = timedelta(minutes=15)
# The queue delivers three times; the third says that the first two did not make it.
_ATTEMPTS: Final = 2
# Sessions converted and stored at a time, which bounds memory.
_BATCH: Final = 100


class AlreadyRunning(Exception):
    """Another run holds the import; the message is tried again when that one is over."""


def run(arrival: Arrival) -> None:
    """Import an uploaded file. Raises only what another try may cure; an import that is over is left alone."""
    item = repository.find(arrival.user_id, arrival.import_id)
    if item is None or item.document.status.over:
        logger().info("no import waits for this file", import_id=arrival.import_id)
        return
    _begin(item)
    try:
        if item.document.attempts > _ATTEMPTS:
            raise Interrupted
        _import(item)
    except FileRefused as refusal:
        _finish(item, status=ImportStatus.FAILED, failure=Failure(code=refusal.code, message=refusal.message))
    except Exception:
        _save(item, lease_until=None)
        raise


def _begin(item: ImportItem) -> None:
    now, document = clock.now(), item.document
    if document.lease_until and document.lease_until > now:
        raise AlreadyRunning
    _save(
        item,
        status=ImportStatus.RUNNING,
        started_at=document.started_at or now,
        lease_until=now + _LEASE,
        attempts=document.attempts + 1,
    )


def _import(item: ImportItem) -> None:
    document = item.document
    options = Options(ZoneInfo(document.time_zone), document.units, clock.now(), document.source)
    parsed = parse(uploads.fetch(document.user_id, document.id), options)
    names = resolved(document.user_id, conversion.usages(parsed.workouts))
    done = _stored(document, parsed.workouts, names)
    rows = conversion.reported(parsed.rows, done.changes, done.places, done.existing)
    expires_at = clock.now() + RETENTION
    identify = functools.partial(_session_id, document.user_id, parsed, done.twins)
    repository.save_report(document.user_id, document.id, [_row(row, identify(row)) for row in rows], expires_at)
    outcomes = Counter(row.outcome for row in rows)
    _finish(
        item,
        status=ImportStatus.COMPLETED,
        source=parsed.source,
        counts=Counts(
            rows=len(rows),
            taken=outcomes[RowOutcome.TAKEN],
            skipped=outcomes[RowOutcome.SKIPPED],
            refused=outcomes[RowOutcome.REFUSED],
            sessions_created=len(done.places) - len(done.existing),
            sessions_existing=len(done.existing),
            exercises_matched=names.matched,
            exercises_custom=names.custom,
        ),
        reasons=dict(Counter(row.reason for row in rows if row.reason)),
        remarks=dict(Counter(note.remark for row in rows for note in row.notes)),
        assumed_units=parsed.assumed_units,
        ignored_columns=parsed.ignored_columns,
    )


class _Done(NamedTuple):
    """Workouts that became a session, by index; which of them were there before; and what that did to rows."""

    places: frozenset[int]
    existing: frozenset[int]
    changes: Changes
    twins: dict[int, str]
    """Recordings that are there under another id, since they start in another minute, by index."""


def _stored(document: Import, workouts: Sequence[ParsedWorkout], names: Resolved) -> _Done:
    user = user_facts(document.user_id)
    changes = Changes()
    places: set[int] = set()
    existing: set[int] = set()
    twins: dict[int, str] = {}
    for start in range(0, len(workouts), _BATCH):
        batch = dict(
            _sessions(document, workouts, range(start, min(start + _BATCH, len(workouts))), names, user, changes)
        )
        places.update(batch)
        known = _twins(document, workouts, batch)
        twins.update(known)
        existing.update(known)
        by_id = {session.id: index for index, session in batch.items() if index not in known}
        found = import_sessions(document.user_id, (batch[index] for index in by_id.values())).existing
        existing.update(by_id[each] for each in found)
        existing.difference_update(by_id[each] for each in _own(document, found))
    return _Done(frozenset(places), frozenset(existing), changes, twins)


def _twins(document: Import, workouts: Sequence[ParsedWorkout], batch: Mapping[int, WorkoutSession]) -> dict[int, str]:
    """By index, the session of an earlier import that is the same recording though its minute is another."""
    near = {
        session_id(document.user_id, identity): index
        for index in batch
        for identity in neighbours(workouts[index].identity)
    }
    if not near:
        return {}
    return {
        near[item.session.id]: item.session.id
        for item in sessions.find_all(document.user_id, near)
        if item.session.created_at != document.created_at
        and abs(item.session.at - workouts[near[item.session.id]].started_at) < NEAR
    }


def _sessions(
    document: Import,
    workouts: Sequence[ParsedWorkout],
    indexes: range,
    names: Resolved,
    user: UserFacts,
    changes: Changes,
) -> Iterator[tuple[int, WorkoutSession]]:
    for index in indexes:
        workout = workouts[index]
        session = conversion.session_of(
            workout,
            session_id(document.user_id, workout.identity),
            document.user_id,
            exercises=names.exercises,
            user=user,
            now=document.created_at,
            changes=changes,
        )
        if session is not None:
            yield index, session


def _own(document: Import, session_ids: Sequence[str]) -> list[str]:
    """Those of the sessions that this import made itself, before it was stopped: they carry its time of creation."""
    return [
        item.session.id
        for item in sessions.find_all(document.user_id, session_ids)
        if item.session.created_at == document.created_at
    ]


def _session_id(user_id: str, parsed: ParsedFile, twins: Mapping[int, str], row: RowReport) -> str | None:
    if row.workout is None:
        return None
    return twins.get(row.workout) or session_id(user_id, parsed.workouts[row.workout].identity)


def _row(row: RowReport, session: str | None) -> Row:
    remarks = tuple(StoredRemark(remark=note.remark, field=note.field) for note in row.notes)
    return Row(
        row=row.row, outcome=row.outcome, reason=row.reason, field=row.field, remarks=remarks, session_id=session
    )


def _finish(item: ImportItem, **changes: object) -> None:
    now = clock.now()
    item.expires_at = now + RETENTION
    document = item.document.model_copy(update={**changes, "finished_at": now, "lease_until": None})
    item.raise_events(
        HistoryImported(
            import_id=document.id,
            source=document.source,
            sessions_created=document.counts.sessions_created,
            sessions_existing=document.counts.sessions_existing,
            rows_refused=document.counts.refused,
            failure=document.failure.code if document.failure else None,
        ),
        aggregate_id=document.id,
        user_id=document.user_id,
    )
    _write(item, document)


def _save(item: ImportItem, **changes: object) -> None:
    item.raise_events(aggregate_id=item.document.id, user_id=item.document.user_id)
    _write(item, item.document.model_copy(update=changes))


def _write(item: ImportItem, document: Import) -> None:
    item.document = document.model_copy(update={"updated_at": clock.now()})
    store.write(store.put(item))
