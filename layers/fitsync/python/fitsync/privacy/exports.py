"""Asking for an export, and getting it: one a day, good for a day."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final, NamedTuple

from fitsync.kit import aws, clock, context, store
from fitsync.kit.errors import ConcurrentChange
from fitsync.kit.settings import settings
from fitsync.privacy import audit, repository
from fitsync.privacy.events import ExportReady, ExportRequested
from fitsync.privacy.models import AuditAction, Export, ExportItem, ExportStatus
from fitsync.privacy.subjects import subject_of

BUCKET: Final = "uploads"
PREFIX: Final = "exports/"

# The bucket removes an archive a day after it was made, at the earliest; until then it is the answer to every request,
# so that nobody can have more than one made a day.
GOOD_FOR: Final = timedelta(days=1)
# A link is for the person who has just asked for it.
LINK_GOOD_FOR: Final = timedelta(minutes=15)
# Two tries of the job, an hour apart, are over by then: what is not ready has failed and may be asked for again.
GIVEN_UP_AFTER: Final = timedelta(hours=2)


class Link(NamedTuple):
    """Where an archive can be fetched from without signing in, until when."""

    url: str
    expires_at: datetime


def ask(user_id: str) -> tuple[Export, Link | None]:
    """The user's export, with a link once it is ready; one is begun when there is none.

    Raises `ConcurrentChange` when two devices begin one at the same moment.
    """
    item, now = repository.find_export(user_id), clock.now()
    if item is None or _over(item.export, now):
        return _begin(user_id, item, now), None
    export: Export = item.export
    return export, _link(user_id, export, now) if export.status is ExportStatus.READY else None


def _over(export: Export, now: datetime) -> bool:
    if export.status is ExportStatus.READY:
        return export.expires_at is None or export.expires_at <= now
    return export.requested_at + GIVEN_UP_AFTER <= now


def _begin(user_id: str, item: ExportItem | None, now: datetime) -> Export:
    export = Export(id=clock.new_id(), requested_at=now)
    item = item or repository.new_export(user_id, export)
    item.export = export
    # Longer than it is good for, so that an old archive is not asked for again by a late message.
    item.expires_at = now + GIVEN_UP_AFTER + 2 * GOOD_FOR
    item.raise_events(ExportRequested(export_id=export.id), aggregate_id=export.id, user_id=user_id)
    try:
        store.write(store.put(item))
    except store.ConditionFailed as failure:
        raise ConcurrentChange() from failure
    return export


def _link(user_id: str, export: Export, now: datetime) -> Link:
    origin = context.current()
    subject = subject_of(user_id)
    audit.record(subject, AuditAction.EXPORT_LINKED, now, clock.new_id(), ip=origin.ip, user_agent=origin.user_agent)
    name = f"fitsync-{export.requested_at:%Y-%m-%d}.zip"
    url = aws.client("s3").generate_presigned_url(
        "get_object",
        Params={
            "Bucket": settings().bucket(BUCKET),
            "Key": key_of(user_id, export.id),
            "ResponseContentDisposition": f'attachment; filename="{name}"',
        },
        ExpiresIn=int(LINK_GOOD_FOR.total_seconds()),
    )
    return Link(url, now + LINK_GOOD_FOR)


def waiting(user_id: str, export_id: str) -> bool:
    """Whether this export is still to be made."""
    item = repository.find_export(user_id)
    return item is not None and item.export.id == export_id and item.export.status is ExportStatus.QUEUED


def made(user_id: str, export_id: str, size: int) -> None:
    """Note that the archive is there; another export that was begun meanwhile is left alone."""
    item, now = repository.find_export(user_id), clock.now()
    if item is None or item.export.id != export_id or item.export.status is ExportStatus.READY:
        return
    item.export = item.export.model_copy(
        update={"status": ExportStatus.READY, "ready_at": now, "expires_at": now + GOOD_FOR, "size": size}
    )
    item.expires_at = now + 2 * GOOD_FOR
    item.raise_events(ExportReady(export_id=export_id), aggregate_id=export_id, user_id=user_id)
    store.write(store.put(item))


def prefix_of(user_id: str) -> str:
    """Where a user's archives are."""
    return f"{PREFIX}{subject_of(user_id)}/"


def key_of(user_id: str, export_id: str) -> str:
    """The object's key."""
    return f"{prefix_of(user_id)}{export_id}.zip"
