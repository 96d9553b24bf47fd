"""Makes training statistics anew: a message for a user becomes one for each month, so that each is short work.

It has a queue of its own, so that what happens now is counted at once however much is being made anew.
"""

from __future__ import annotations

from typing import Any

from fitsync.analytics.rebuilding import Rebuild, run
from fitsync.kit import clock, erased
from fitsync.kit.consumer import queue_consumer
from fitsync.kit.context import RequestContext, serving


def parse(message: dict[str, Any]) -> Rebuild:
    """What is to be made anew."""
    return Rebuild.model_validate(message)


def handle(wanted: Rebuild) -> None:
    """Make it anew, unless its user has been erased meanwhile."""
    if erased.forbids(wanted.user_id, wanted.asked_at):
        return
    with serving(RequestContext(request_id=clock.new_id())):
        run(wanted)


handler = queue_consumer(parse, handle)
