"""What one can ask of people's data as a whole; functions that only ask use this.

Making an archive (`archive`) and erasing (`erasure`) go through every area and are for the consumers that do it.
"""

from __future__ import annotations

from fitsync.privacy.audit import record
from fitsync.privacy.audit import trail_page as audit_trail
from fitsync.privacy.exports import GOOD_FOR as EXPORT_GOOD_FOR
from fitsync.privacy.exports import Link, ask
from fitsync.privacy.models import AuditAction, AuditEntry, Export, ExportStatus
from fitsync.privacy.subjects import subject_of

__all__ = [
    "EXPORT_GOOD_FOR",
    "AuditAction",
    "AuditEntry",
    "Export",
    "ExportStatus",
    "Link",
    "ask",
    "audit_trail",
    "record",
    "subject_of",
]
