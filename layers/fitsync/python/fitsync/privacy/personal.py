"""What is kept about people here and by the kit, for their export and their erasure."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import get_args

from fitsync.kit import limits, store
from fitsync.kit.erasing import in_turn, objects, partition
from fitsync.kit.personal import ExportFile, ExportRows, Held, PersonalData, Prefix, Step
from fitsync.privacy import audit, repository
from fitsync.privacy.exports import PREFIX, prefix_of
from fitsync.privacy.models import AuditEntry


def export(user_id: str) -> Iterator[ExportFile]:
    """The audit trail."""
    yield ExportRows("privacy/audit", AuditEntry, audit.whole_trail(user_id))


def erase(user_id: str) -> Step:
    """Archives, what an export's event says of the user, and their leases of the rate limits.

    The audit trail and the records of erasures stay: they name nobody, and expire.
    """
    windows = [f"LIMIT#{bucket}#{user_id}" for bucket in get_args(limits.Bucket)]
    return in_turn(
        lambda: objects("uploads", prefix_of(user_id)),
        lambda: _export_event(user_id),
        *(partial(partition, "platform", pk) for pk in windows),
    )


def _export_event(user_id: str) -> Step:
    item = repository.find_export(user_id)
    if item is None or item.events is None:
        return Step(0, done=True)
    item.events = None
    try:
        store.write(store.put(item))
    except store.ConditionFailed:
        return Step(0, done=False)
    return Step(1, done=True)


PERSONAL = PersonalData(
    area="privacy",
    tables=("privacy", "platform"),
    prefixes=(Prefix("uploads", PREFIX),),
    held=(
        Held(
            "audit trail",
            "what was done with an account, when, and from which network address, under a keyed hash: to find misuse",
            "12 months, also after erasure",
            "privacy",
        ),
        Held("records of erasures", "that it was done, without whom: to prove it", "3 years", "privacy"),
        Held("exports", "when one was asked for; the archive itself: to be downloaded", "a day", "uploads/exports/"),
        Held("rate limits", "requests per minute: against floods", "2 minutes", "platform"),
        Held(
            "markers of messages",
            "digests of what has been done: to do it once",
            "30 days, also after erasure",
            "platform",
        ),
        Held("marker of an erasure", "a digest of the user's id: to drop late messages", "30 days", "platform"),
    ),
    export=export,
    erase=erase,
)
