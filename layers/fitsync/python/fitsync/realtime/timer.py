"""The end of a rest, told at its second by a delayed message, even when no device asks."""

from datetime import datetime, timedelta

from botocore.exceptions import BotoCoreError, ClientError

from fitsync.kit import clock, metrics, queues
from fitsync.kit.documents import Document
from fitsync.kit.log import logger
from fitsync.realtime.limits import LATE_AFTER

QUEUE = "rest_timer"
# SQS counts in whole seconds, and clocks of two functions differ by less than this.
_EARLY = timedelta(seconds=1)


class RestEnd(Document):
    """That a rest which began at `started_at` ends at `ends_at`, unless something else ends it before."""

    user_id: str
    workout_id: str
    started_at: datetime
    ends_at: datetime

    @property
    def key(self) -> str:
        """Names this rest among all others."""
        return f"{self.workout_id}#{self.started_at.isoformat()}"

    def is_early(self, now: datetime) -> bool:
        """Whether the rest goes on: longer ones than SQS can delay come here several times."""
        return now < self.ends_at - _EARLY

    def is_late(self, now: datetime) -> bool:
        """Whether nobody wants to hear of it any more."""
        return now > self.ends_at + LATE_AFTER


def schedule(rest: RestEnd) -> None:
    """Have the end of a rest delivered when it is there, or after 15 minutes, whichever is first."""
    queues.send(QUEUE, rest, delay=rest.ends_at - clock.now())


def try_schedule(rest: RestEnd) -> None:
    """Schedule, for a rest that is stored already: a failure costs the reminder, not the request."""
    try:
        schedule(rest)
    except (ClientError, BotoCoreError):
        logger().exception("the end of a rest was not scheduled", workout_id=rest.workout_id)
        metrics.emit("RestNotScheduled", 1)
