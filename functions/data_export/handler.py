"""Makes the archive that a user asked for, once; a message that comes again finds it made."""

from __future__ import annotations

from fitsync.kit.consumer import consumer
from fitsync.kit.events import EventEnvelope
from fitsync.privacy import archive, exports
from fitsync.privacy.events import ExportRequested


def handle(event: EventEnvelope) -> None:
    """Make one archive."""
    export_id = event.payload(ExportRequested).export_id
    assert event.user_id
    if not exports.waiting(event.user_id, export_id):
        return
    size = archive.make(event.user_id, export_id)
    exports.made(event.user_id, export_id, size)


handler = consumer(handle)
