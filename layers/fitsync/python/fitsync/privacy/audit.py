"""The audit trail: what was done with an account, kept apart from the account."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Final

from fitsync.kit import store
from fitsync.privacy import repository
from fitsync.privacy.models import AuditAction, AuditEntry

# PCI DSS 4.0, requirement 10.5.1, keeps audit logs for at least 12 months; longer has no purpose here (GDPR, article
# 5(1)(e): storage limitation).
KEPT: Final = timedelta(days=365)

_PAGE = 100


def record(
    subject: str,
    action: AuditAction,
    at: datetime,
    key: str,
    *,
    ip: str = "",
    user_agent: str = "",
    details: Mapping[str, str] | None = None,
) -> None:
    """Add an entry to the subject's trail, once per `key`, however often this is called."""
    entry = AuditEntry(action=action, at=at, by=subject, ip=ip, user_agent=user_agent, details=dict(details or {}))
    digest = hashlib.sha256(key.encode()).hexdigest()[:16]
    with contextlib.suppress(store.ConditionFailed):
        store.write(repository.audit_entry(digest, entry, at + KEPT))


def trail_page(user_id: str, limit: int, before: str | None) -> tuple[list[AuditEntry], str | None]:
    """A page of what was done with the user's account, newest first, and where to go on."""
    return repository.audit_page(user_id, limit, before)


def whole_trail(user_id: str) -> Iterator[AuditEntry]:
    """All that was done with the user's account, newest first."""
    before: str | None = None
    while True:
        entries, before = repository.audit_page(user_id, _PAGE, before)
        yield from entries
        if before is None:
            return
