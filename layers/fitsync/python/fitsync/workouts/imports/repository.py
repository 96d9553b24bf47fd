"""Reading and writing imports and their reports."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from fitsync.kit import store
from fitsync.workouts.imports.documents import RowOutcome
from fitsync.workouts.imports.models import PART, Import, ImportItem, Part, PartItem, Row

IMPORT = "IMPORT#"
_ALL = "ALL"


def import_item(document: Import) -> ImportItem:
    """A new item for an import."""
    return ImportItem(_user_key(document.user_id), _import_key(document.id), document=document)


def find(user_id: str, import_id: str) -> ImportItem | None:
    return ImportItem.find(_user_key(user_id), _import_key(import_id))


def newest(user_id: str, limit: int, before: str | None) -> tuple[list[ImportItem], str | None]:
    """A page of the user's imports, newest first, from behind the import `before`, and the import to go on from."""
    return store.newest(ImportItem, _user_key(user_id), IMPORT, limit=limit, before=before)


def find_with_rows(
    user_id: str, import_id: str, outcome: RowOutcome | None, first: int, limit: int
) -> tuple[ImportItem | None, list[Row]]:
    """The import and up to `limit` (at most `PART`) rows of its report from position `first`, in one request."""
    parts = sorted({first // PART, (first + limit - 1) // PART})
    found = store.get_many(
        (ImportItem, _user_key(user_id), _import_key(import_id)),
        *((PartItem, report_key(user_id, import_id), _part_key(outcome, part)) for part in parts),
    )
    rows = [row for item in found[1:] if isinstance(item, PartItem) for row in item.part.rows]
    skipped = first - parts[0] * PART
    item = found[0]
    assert item is None or isinstance(item, ImportItem)
    return item, rows[skipped : skipped + limit]


def save_report(user_id: str, import_id: str, rows: Sequence[Row], expires_at: datetime) -> None:
    """Store the report: all rows in order, and each outcome's rows by themselves. Doing it again changes nothing."""
    listings: list[tuple[RowOutcome | None, Sequence[Row]]] = [(None, rows)]
    listings += [(outcome, [row for row in rows if row.outcome is outcome]) for outcome in RowOutcome]
    pk = report_key(user_id, import_id)
    store.put_all(
        PartItem(
            pk,
            _part_key(outcome, start // PART),
            part=Part(rows=tuple(listed[start : start + PART])),
            expires_at=expires_at,
        )
        for outcome, listed in listings
        for start in range(0, len(listed), PART)
    )


def _user_key(user_id: str) -> str:
    return f"USER#{user_id}"


def _import_key(import_id: str) -> str:
    return f"{IMPORT}{import_id}"


def report_key(user_id: str, import_id: str) -> str:
    return f"{IMPORT}{user_id}#{import_id}"


def _part_key(outcome: RowOutcome | None, number: int) -> str:
    return f"ROWS#{outcome or _ALL}#{number:06}"
