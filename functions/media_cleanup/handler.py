"""Removes everything there is of a picture that was deleted or replaced. Doing it again changes nothing."""

from __future__ import annotations

from fitsync.kit.consumer import consumer
from fitsync.kit.events import EventEnvelope
from fitsync.progress import storage
from fitsync.progress.events import PictureDiscarded
from fitsync.progress.storage import PictureRef


def handle(event: EventEnvelope) -> None:
    discarded = event.payload(PictureDiscarded)
    assert event.user_id is not None
    storage.remove(PictureRef(discarded.kind, event.user_id, discarded.picture_id))


handler = consumer(handle, also_of_erased=True)
