"""Reading and writing exports, records of erasures and the audit trail."""

from __future__ import annotations

from datetime import datetime

from fitsync.kit import clock, store
from fitsync.privacy.models import AuditEntry, AuditItem, Erasure, ErasureItem, Export, ExportItem
from fitsync.privacy.subjects import subject_of

_ERASURE, _EXPORT = "ERASURE", "EXPORT"


def find_erasure(erasure_id: str) -> ErasureItem | None:
    return ErasureItem.find(f"ERASURE#{erasure_id}", _ERASURE)


def new_erasure(erasure: Erasure) -> ErasureItem:
    return ErasureItem(f"ERASURE#{erasure.id}", _ERASURE, erasure=erasure)


def find_export(user_id: str) -> ExportItem | None:
    return ExportItem.find(f"EXPORT#{subject_of(user_id)}", _EXPORT)


def new_export(user_id: str, export: Export) -> ExportItem:
    return ExportItem(f"EXPORT#{subject_of(user_id)}", _EXPORT, export=export)


def audit_entry(key: str, entry: AuditEntry, expires_at: datetime) -> store.Action:
    """The write of an entry; it fails when the entry is there."""
    return store.create(
        AuditItem(f"AUDIT#{entry.by}", f"{clock.sort_key(entry.at)}#{key}", entry=entry, expires_at=expires_at)
    )


def audit_page(user_id: str, limit: int, before: str | None) -> tuple[list[AuditEntry], str | None]:
    """A page of the user's trail, newest first, from behind the key `before`, and the key to go on from."""
    found, following = store.newest(AuditItem, f"AUDIT#{subject_of(user_id)}", "", limit=limit, before=before)
    return [item.entry for item in found], following
