"""Looks at a picture when its file has reached the bucket: it becomes ready, or is refused with the reason.

The file's arrival comes as an S3 event over EventBridge. Only what a later try may cure is raised.
"""

from __future__ import annotations

from typing import Any

from fitsync.kit import clock
from fitsync.kit.consumer import queue_consumer
from fitsync.kit.context import RequestContext, serving
from fitsync.progress.models import PictureItem
from fitsync.progress.processing import process
from fitsync.progress.storage import PictureRef, arrival_of
from fitsync.realtime.push import CONSUMER_PATIENCE_SECONDS
from functions.progress import live


def parse(message: dict[str, Any]) -> PictureRef:
    """The picture whose file an `Object Created` event is about."""
    return arrival_of(message["detail"]["object"]["key"])


def handle(ref: PictureRef) -> None:
    with serving(RequestContext(request_id=clock.new_id())):
        settled = process(ref)
        if settled is not None:
            _tell(settled)


def _tell(item: PictureItem) -> None:
    picture = item.document
    live.picture_changed(
        picture.user_id,
        live.settled(picture.kind, picture.status),
        picture.id,
        int(item.version or 0),
        patience=CONSUMER_PATIENCE_SECONDS,
    )


handler = queue_consumer(parse, handle)
