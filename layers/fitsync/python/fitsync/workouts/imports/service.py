"""What one can do with imports: open one and look at it. Running one is the job's, which the API does not load."""

from __future__ import annotations

from typing import NamedTuple

from fitsync.kit import clock, store
from fitsync.kit.errors import IdTaken
from fitsync.kit.uploads import Upload
from fitsync.users import reading as users
from fitsync.users.reading import Units
from fitsync.workouts.imports import repository, uploads
from fitsync.workouts.imports.documents import (
    MAX_ACTIVITY_BYTES,
    CellRemark,
    Column,
    ImportSource,
    RowOutcome,
    RowReason,
)
from fitsync.workouts.imports.errors import FAILURE_CODES, ImportNotFound
from fitsync.workouts.imports.models import WAITING, Counts, Failure, Import, ImportItem, ImportStatus, Row
from fitsync.workouts.imports.uploads import Arrival, arrival_of

__all__ = [
    "FAILURE_CODES",
    "MAX_ACTIVITY_BYTES",
    "Arrival",
    "CellRemark",
    "Column",
    "Counts",
    "Failure",
    "Import",
    "ImportItem",
    "ImportSource",
    "ImportStatus",
    "Row",
    "RowOutcome",
    "RowReason",
    "Upload",
    "arrival_of",
    "get",
    "newest",
    "open_import",
    "report",
]


class NewImport(NamedTuple):
    """A file that somebody wants to import. What is None is taken from the file or from the person's settings."""

    id: str
    user_id: str
    file_name: str
    size: int
    source: ImportSource | None = None
    time_zone: str | None = None
    units: Units | None = None


def open_import(new: NewImport) -> tuple[ImportItem, Upload | None, bool]:
    """The import, the form to upload its file with, and whether it is new.

    The same id again gives the same import, as it was opened first, and a fresh form while its file has not come.
    """
    item, created = _opened(new)
    document = item.document
    waits = document.status is ImportStatus.WAITING_FOR_UPLOAD
    return item, _form(document) if waits else None, created


def _form(document: Import) -> Upload:
    wanted = uploads.content_type(document.source, document.file_name)
    return uploads.form(document.user_id, document.id, document.size, wanted)


def _opened(new: NewImport) -> tuple[ImportItem, bool]:
    item = repository.import_item(_document(new))
    item.expires_at = clock.now() + WAITING
    try:
        store.write(store.create(item))
    except store.ConditionFailed:
        existing = repository.find(new.user_id, new.id)
        if existing is None:
            # It expired, and is not deleted yet.
            raise IdTaken() from None
        return existing, False
    return item, True


def get(user_id: str, import_id: str) -> ImportItem:
    """The user's import; raises `ImportNotFound`."""
    item = repository.find(user_id, import_id)
    if item is None:
        raise ImportNotFound()
    return item


def newest(user_id: str, limit: int, before: str | None = None) -> tuple[list[ImportItem], str | None]:
    """A page of the user's imports, newest first, from behind the import `before`, and the import to go on from."""
    return repository.newest(user_id, limit, before)


def report(
    user_id: str, import_id: str, *, outcome: RowOutcome | None, first: int, limit: int
) -> tuple[list[Row], int | None]:
    """Rows of the report from position `first`, and the next position (None at the end).

    Raises `ImportNotFound`; an import that is not over has no report yet.
    """
    item, rows = repository.find_with_rows(user_id, import_id, outcome, first, limit)
    if item is None:
        raise ImportNotFound()
    counts = item.document.counts
    total = counts.rows if outcome is None else getattr(counts, outcome.value)
    following = first + len(rows)
    return rows, following if rows and following < total else None


def _document(new: NewImport) -> Import:
    facts = users.training_facts(new.user_id) if new.time_zone is None or new.units is None else None
    now = clock.now()
    return Import(
        id=new.id,
        user_id=new.user_id,
        source=new.source,
        file_name=new.file_name,
        size=new.size,
        time_zone=new.time_zone or (facts.zone.key if facts else "UTC"),
        units=new.units or (facts.units if facts else Units.METRIC),
        created_at=now,
        updated_at=now,
    )
