"""Runs an import when its file has reached the bucket.

The file's arrival comes as an S3 event over EventBridge. A file that cannot be imported ends the import as failed,
with the reason; only what a later try may cure is raised.
"""

from __future__ import annotations

from typing import Any

from fitsync.kit import clock
from fitsync.kit.consumer import queue_consumer
from fitsync.kit.context import RequestContext, serving
from fitsync.workouts.imports.job import run
from fitsync.workouts.imports.uploads import Arrival, arrival_of


def parse(message: dict[str, Any]) -> Arrival:
    """The import whose file an `Object Created` event is about."""
    return arrival_of(message["detail"]["object"]["key"])


def handle(arrival: Arrival) -> None:
    with serving(RequestContext(request_id=clock.new_id())):
        run(arrival)


handler = queue_consumer(parse, handle)
