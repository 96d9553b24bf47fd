"""What is kept about people here, for their export and their erasure."""

from __future__ import annotations

from collections.abc import Iterator

from fitsync.kit import clock, store
from fitsync.kit.erasing import every, in_turn, objects, partition
from fitsync.kit.errors import ConcurrentChange
from fitsync.kit.keys import keys_of
from fitsync.kit.personal import STEP_ITEMS, ExportFile, ExportRows, ExportText, Held, PersonalData, Prefix, Step
from fitsync.workouts import repository, sharing
from fitsync.workouts.events import sharing_changed
from fitsync.workouts.exchange import FILE, lines
from fitsync.workouts.imports import repository as imports
from fitsync.workouts.imports.models import Import, ImportItem
from fitsync.workouts.imports.uploads import PREFIX
from fitsync.workouts.models import RecordsItem, WorkoutItem
from fitsync.workouts.records import ExerciseRecords
from fitsync.workouts.session import WorkoutSession

# An import's report is thousands of items.
_IMPORTS_AT_ONCE = 5
# Each may take a read and a write of a session.
_ENTRIES_AT_ONCE = STEP_ITEMS // 5


def export(user_id: str) -> Iterator[ExportFile]:
    """Sessions as they are, and those that were completed in the columns that apps exchange; records; imports."""
    yield ExportRows("workouts/sessions", WorkoutSession, _sessions(user_id))
    yield ExportText(
        FILE,
        "Completed sessions, a row per set, metric: what FitSync and other apps import.",
        lines(_sessions(user_id)),
    )
    records = every(RecordsItem, repository.user_key(user_id), repository.RECORD)
    yield ExportRows("workouts/records", ExerciseRecords, (item.records for item in records))
    told = every(ImportItem, repository.user_key(user_id), imports.IMPORT)
    yield ExportRows("workouts/imports", Import, (item.document for item in told))


def _sessions(user_id: str) -> Iterator[WorkoutSession]:
    for item in every(WorkoutItem, repository.user_key(user_id), repository.WORKOUT):
        if not item.deleted:
            yield repository.session_of(item)


def erase(user_id: str) -> Step:
    """Files, imports with their reports, what others' lists have of the sessions, then sessions and records."""
    return in_turn(
        lambda: objects("uploads", f"{PREFIX}{user_id}/"),
        lambda: _imports(user_id),
        lambda: _received(user_id),
        lambda: _sent(user_id),
        lambda: partition("workouts", repository.user_key(user_id)),
    )


def _received(user_id: str) -> Step:
    """Who shared with the user by name has their id in the session: the entry that leads there goes after it."""
    entries, following = repository.inbox_page(user_id, limit=_ENTRIES_AT_ONCE, after_key=None)
    for entry in entries:
        item = repository.find(entry.sender, repository.inbox_workout(entry))
        if item is None or item.deleted:
            continue
        before = repository.session_of(item)
        after = sharing.without(before, user_id, clock.now())
        if after == before:
            continue
        try:
            store.write(repository.put(item, after, sharing_changed(after)))
        except store.ConditionFailed as failure:
            raise ConcurrentChange() from failure
    store.delete_all(entries)
    return Step(len(entries), done=following is None)


def _sent(user_id: str) -> Step:
    found = repository.sent_by(user_id, STEP_ITEMS)
    store.delete_all(found)
    return Step(len(found), done=len(found) < STEP_ITEMS)


def _imports(user_id: str) -> Step:
    keys = keys_of("workouts")  # expired ones, too: they would be in the way of those that follow
    page = store.query_page(
        keys,
        repository.user_key(user_id),
        limit=_IMPORTS_AT_ONCE,
        range_condition=keys.sk.startswith(imports.IMPORT),
    )
    removed = 0
    for item in page.items:
        report = partition("workouts", imports.report_key(user_id, item.sk.removeprefix(imports.IMPORT)))
        removed += report.removed
        if not report.done:
            return Step(removed, done=False)
        removed += partition("workouts", item.pk, item.sk).removed
    return Step(removed, done=page.last_key is None)


PERSONAL = PersonalData(
    area="workouts",
    tables=("workouts",),
    prefixes=(Prefix("uploads", PREFIX),),
    held=(
        Held(
            "sessions and personal records",
            "what was planned and done: to train, for statistics",
            "until erasure; 90 days as a tombstone when deleted",
            "workouts",
        ),
        Held(
            "shared sessions in others' lists", "to be seen by friends", "until erasure, or until unshared", "workouts"
        ),
        Held(
            "what was shared with the user, and by whom",
            "to list it, and to be left out of it again",
            "until it is taken back, or either is erased",
            "workouts",
        ),
        Held("imports and their reports", "what became of a file: to look at", "90 days", "workouts"),
        Held("uploaded files", "the history of another app: to read it in", "a day", "uploads/imports/"),
    ),
    export=export,
    erase=erase,
)
