"""Erasing a user: area by area, in steps, until a last look finds nothing.

A message carries an erasure as far as it gets in `MESSAGE_SECONDS` and asks for the next one. Every step may be
repeated whole, so a crash anywhere is finished by the message's next try. Nothing stored names the user meanwhile:
only the messages do.

What was on its way when the account was closed may still arrive: a request that the authorizer had let through, a
device whose token had not run out, an event whose consumer was not done. Devices are cut off within the life of an
access token; events are handled within `erased.FRESH` or dropped. So a last sweep after both finds what they brought
back, and the erasure is only finished by a sweep that finds nothing.
"""

import time
from datetime import datetime, timedelta
from typing import Final

from fitsync.kit import clock, erased, metrics, queues, store
from fitsync.kit.documents import Document
from fitsync.privacy import repository
from fitsync.privacy.areas import areas
from fitsync.privacy.events import AccountErased
from fitsync.privacy.models import Erasure, ErasureItem
from fitsync.privacy.subjects import subject_of

QUEUE: Final = "erasure"
# Well below the function's timeout: a step takes about ten seconds.
MESSAGE_SECONDS: Final = 60.0
# An access token is good for 15 minutes, an event for `FRESH`; its consumer may take five, and as long is to spare.
LAST_SWEEP_AFTER: Final = timedelta(minutes=15) + erased.FRESH + timedelta(minutes=10)
# How soon to look again when even the last sweep found something.
_AGAIN: Final = timedelta(minutes=5)
# Fines of the GDPR fall under the statute of limitations after three years (Germany: OWiG, section 31(2) no. 1).
RECORD_KEPT: Final = timedelta(days=3 * 365)


class Task(Document):
    """An erasure on its way."""

    user_id: str
    erasure_id: str
    requested_at: datetime


def advance(task: Task) -> None:
    """Carry the erasure on, and ask for what is left to do; nothing happens to one that is finished."""
    item = _record(task)
    if item.erasure.finished_at is not None:
        return
    marked_at = erased.mark(task.user_id)
    removed, done = _sweep(task, item)
    now = clock.now()
    if not done:
        queues.send(QUEUE, task)
        return
    due = marked_at + LAST_SWEEP_AFTER
    if removed == 0 and now >= due:
        _finish(item, now)
        return
    if item.erasure.emptied_at is None:
        _save(item, item.erasure.model_copy(update={"emptied_at": now}))
    queues.send(QUEUE, task, delay=due - now if now < due else _AGAIN)


def _sweep(task: Task, item: ErasureItem) -> tuple[int, bool]:
    """Step through the areas; how much was removed, and whether the end was reached.

    Steps that find nothing are passed over, however late it is: so every message gets further than the one before.
    """
    started, total = time.monotonic(), 0
    for area in areas():
        done = False
        while not done:
            if total and time.monotonic() - started >= MESSAGE_SECONDS:
                return total, False
            step = area.erase(task.user_id)
            total, done = total + step.removed, step.done
            _count(item, area.area, step.removed)
    return total, True


def _count(item: ErasureItem, area: str, removed: int) -> None:
    if removed:
        before = item.erasure.removed
        _save(item, item.erasure.model_copy(update={"removed": {**before, area: before.get(area, 0) + removed}}))


def _record(task: Task) -> ErasureItem:
    found = repository.find_erasure(task.erasure_id)
    if found is not None:
        return found
    erasure = Erasure(id=task.erasure_id, subject=subject_of(task.user_id), requested_at=task.requested_at)
    return repository.new_erasure(erasure)


def _save(item: ErasureItem, erasure: Erasure) -> None:
    item.erasure, item.events = erasure, None
    store.write(store.put(item))


def _finish(item: ErasureItem, now: datetime) -> None:
    erasure: Erasure = item.erasure
    item.erasure = erasure.model_copy(update={"finished_at": now})
    item.expires_at = now + RECORD_KEPT
    item.raise_events(
        AccountErased(erasure_id=erasure.id, subject=erasure.subject), aggregate_id=erasure.id, user_id=None
    )
    store.write(store.put(item))
    metrics.emit("AccountErased", 1)
