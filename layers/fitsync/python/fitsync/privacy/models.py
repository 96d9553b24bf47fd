"""What is stored for privacy's sake, in the table `privacy`.

| access pattern | key |
| --- | --- |
| the record of an erasure | pk `ERASURE#<erasure>`, sk `ERASURE` |
| a user's newest export | pk `EXPORT#<subject>`, sk `EXPORT` |
| a user's audit trail, newest first | pk `AUDIT#<subject>`, sk `<instant>#<digest of what was recorded>` |

A subject is a keyed hash of a user's id: nothing here names a user, so nothing here has to be removed when one is
erased, and no function may delete from this table. An audit entry is created once and never changed.
"""

from datetime import datetime
from enum import StrEnum

from pydantic import Field
from pynamodb.attributes import TTLAttribute

from fitsync.kit.documents import Document
from fitsync.kit.store import DocumentAttribute, Item, VersionedItem


class Erasure(Document):
    """What was removed of whom: items, objects and corrected counters by area. `emptied_at`: the first sweep's end."""

    id: str
    subject: str
    requested_at: datetime
    removed: dict[str, int] = Field(default_factory=dict)
    emptied_at: datetime | None = None
    finished_at: datetime | None = None


class ErasureItem(VersionedItem):
    table = "privacy"
    erasure = DocumentAttribute(Erasure)


class ExportStatus(StrEnum):
    """Where an export is in its life."""

    QUEUED = "queued"
    READY = "ready"


class Export(Document):
    """An archive of everything a user owns. `size` in bytes."""

    id: str
    status: ExportStatus = ExportStatus.QUEUED
    requested_at: datetime
    ready_at: datetime | None = None
    expires_at: datetime | None = None
    size: int | None = None


class ExportItem(VersionedItem):
    table = "privacy"
    export = DocumentAttribute(Export)


class AuditAction(StrEnum):
    """What the audit trail keeps: the whole list."""

    REGISTERED = "registered"
    EMAIL_VERIFIED = "email_verified"
    SIGNED_IN = "signed_in"
    PASSWORD_REFUSED = "password_refused"  # noqa: S105 - an action, not a password
    ACCOUNT_LOCKED = "account_locked"
    PASSWORD_RESET = "password_reset"  # noqa: S105 - an action, not a password
    SESSION_ENDED = "session_ended"
    REFRESH_TOKEN_REUSED = "refresh_token_reused"  # noqa: S105 - an action, not a token
    ALL_SESSIONS_ENDED = "all_sessions_ended"
    PRIVACY_CHANGED = "privacy_changed"
    USER_BLOCKED = "user_blocked"
    EXPORT_REQUESTED = "export_requested"
    EXPORT_READY = "export_ready"
    EXPORT_LINKED = "export_linked"
    ERASURE_REQUESTED = "erasure_requested"
    ERASURE_FINISHED = "erasure_finished"


class AuditEntry(Document):
    """Who did what, when and from where; `by` is whose trail it is, as a subject."""

    action: AuditAction
    at: datetime
    by: str
    ip: str = ""
    user_agent: str = ""
    details: dict[str, str] = Field(default_factory=dict)


class AuditItem(Item):
    table = "privacy"
    entry = DocumentAttribute(AuditEntry)
    expires_at = TTLAttribute()
