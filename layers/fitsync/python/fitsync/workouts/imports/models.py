"""What is stored of an import, in the table `workouts`.

| access pattern | key |
| --- | --- |
| one import of a user | pk `USER#<user>`, sk `IMPORT#<import>` |
| a user's imports, newest first (ids sort by time) | the same, sk begins with `IMPORT#`, backwards |
| a page of an import's report, in file order | pk `IMPORT#<user>#<import>`, sk `ROWS#<outcome or ALL>#<number>` |

The import itself and a page of its report are read in one batch. The report is kept in parts of `PART` rows, once
for all rows and once by outcome, so that any page of any filter is at most two parts.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from pydantic import Field
from pynamodb.attributes import TTLAttribute

from fitsync.kit.documents import Document
from fitsync.kit.store import DocumentAttribute, Item, VersionedItem
from fitsync.users.reading import Units
from fitsync.workouts.imports.documents import CellRemark, Column, ImportSource, RowOutcome, RowReason

# How long an import and its report can be looked at; the sessions stay.
RETENTION: Final = timedelta(days=90)
# An import whose file never came is forgotten.
WAITING: Final = timedelta(days=7)
PART: Final = 100


class ImportStatus(StrEnum):
    """Where an import is in its life. Between the upload and the job's start it still waits."""

    WAITING_FOR_UPLOAD = "waiting_for_upload"
    RUNNING = "running"
    COMPLETED = "completed"
    FAILED = "failed"

    @property
    def over(self) -> bool:
        return self in (ImportStatus.COMPLETED, ImportStatus.FAILED)


class Failure(Document):
    """Why nothing, or not everything, was imported."""

    code: str
    message: str


class Counts(Document):
    """Rows by outcome; sessions made and found; exercise names that led to the catalogue, and to own exercises."""

    rows: int = 0
    taken: int = 0
    skipped: int = 0
    refused: int = 0
    sessions_created: int = 0
    sessions_existing: int = 0
    exercises_matched: int = 0
    exercises_custom: int = 0


class Import(Document):
    """One file on its way in. `size` in bytes; `units` are for columns that state none."""

    id: str
    user_id: str
    status: ImportStatus = ImportStatus.WAITING_FOR_UPLOAD
    source: ImportSource | None = None
    file_name: str
    size: int
    time_zone: str
    units: Units
    created_at: datetime
    updated_at: datetime
    started_at: datetime | None = None
    finished_at: datetime | None = None
    lease_until: datetime | None = None
    attempts: int = 0
    failure: Failure | None = None
    counts: Counts = Field(default_factory=Counts)
    reasons: dict[RowReason, int] = Field(default_factory=dict)
    remarks: dict[CellRemark, int] = Field(default_factory=dict)
    assumed_units: tuple[Column, ...] = ()
    ignored_columns: tuple[str, ...] = ()


class ImportItem(VersionedItem):
    table = "workouts"
    document = DocumentAttribute(Import)


class StoredRemark(Document):
    """Something about a cell that was changed on the way in."""

    remark: CellRemark
    field: Column


class Row(Document):
    """What became of one row of the file; `session_id` is where a taken one went, or was found."""

    row: int
    outcome: RowOutcome
    reason: RowReason | None = None
    field: Column | None = None
    remarks: tuple[StoredRemark, ...] = ()
    session_id: str | None = None


class Part(Document):
    """`PART` consecutive rows of a report."""

    rows: tuple[Row, ...]


class PartItem(Item):
    table = "workouts"
    part = DocumentAttribute(Part)
    expires_at = TTLAttribute()
