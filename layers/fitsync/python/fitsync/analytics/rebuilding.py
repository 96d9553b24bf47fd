"""Making a user's statistics anew from the sessions themselves, month by month, while the system runs.

A month is read before its sessions are, and written only if nothing was counted into it meanwhile. So what is written
is never older than what was there, and news that comes later is taken by its version as ever.
"""

from datetime import datetime

from fitsync.analytics import repository
from fitsync.analytics.documents import stats_of
from fitsync.analytics.projection import month_bounds, months_between, rebuilt
from fitsync.analytics.summing import moved, total
from fitsync.kit import backoff, clock, queues, store
from fitsync.kit.documents import Document
from fitsync.kit.errors import ConcurrentChange
from fitsync.workouts import reading as workouts

QUEUE = "training_rebuild"
_TRIES = 10


class Rebuild(Document):
    """That the statistics of a user, or of one of their months, are to be made anew; asked for at `asked_at`."""

    user_id: str
    asked_at: datetime
    month: str | None = None


def run(wanted: Rebuild) -> None:
    """Do what a message asks for: one month, or the standing and a message for every month."""
    if wanted.month is not None:
        rebuild_month(wanted.user_id, wanted.month)
        return
    rebuild_standing(wanted.user_id)
    span = workouts.training_span(wanted.user_id)
    trained = months_between(*span) if span else []
    names = sorted({*trained, *repository.all_months(wanted.user_id)})
    queues.send_all(QUEUE, [wanted.model_copy(update={"month": name}) for name in names])


def rebuild_standing(user_id: str) -> None:
    """Sum the months up anew, and say that training changed, so that goals and achievements look again.

    They do so for who never trained too, whose weights and photos count as well.
    """
    for _ in backoff.tries(_TRIES):
        standing = repository.find_standing(user_id)
        months = repository.all_months(user_id)
        # Every month is written together with the standing: as long as that stands, so do the months.
        standing.standing = total(months.values())
        try:
            repository.write(standing, [])
        except (store.ConditionFailed, store.TransactionConflict):
            continue
        return
    raise ConcurrentChange()


def rebuild_month(user_id: str, name: str) -> None:
    """Count a month's sessions anew; nothing is written when they are counted right."""
    since, until = month_bounds(name)
    for _ in backoff.tries(_TRIES):
        standing, items = repository.find(user_id, [name])
        item = items[name]
        truth = [stats_of(each.totals, each.version) for each in workouts.counted_between(user_id, since, until)]
        month = rebuilt(item.month, truth, clock.now())
        if month is item.month:
            return
        standing.standing = moved(standing.standing, item.month, month)
        item.month = month
        try:
            repository.write(standing, [item])
        except (store.ConditionFailed, store.TransactionConflict):
            continue
        return
    raise ConcurrentChange()
