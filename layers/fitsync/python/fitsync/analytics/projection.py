"""How sessions become months, and months a standing: pure, and the same whatever order the news comes in.

Each session counts at its highest version seen, so news that comes late or twice changes nothing, and the result is
that of replaying every session in order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from fitsync.analytics.documents import SessionStats, stats_of
from fitsync.analytics.models import Gone, Month, bytes_of
from fitsync.workouts.documents import WorkoutTotals

# A session that left a month is remembered for longer than news of it can be on its way: SQS keeps a message for 14
# days at most, in the queue and again in its dead-letter queue.
GONE_KEPT = timedelta(days=30)
# An item holds 400 KB (DynamoDB quota); a session of the 50 exercises it can have at most packs to some 2 KB.
MAX_BYTES, SURELY_FIT = 380_000, 150


class TotalsChange(NamedTuple):
    """That version `version` of a session changed what it adds up to; None where it adds nothing."""

    workout_id: str
    version: int
    before: WorkoutTotals | None
    after: WorkoutTotals | None


class Effect(NamedTuple):
    """What a change makes of one month: the session as it counts there now, or None when it left."""

    month: str
    workout_id: str
    version: int
    stats: SessionStats | None


def month_of(instant: datetime) -> str:
    """The name of the month an instant falls in: `yyyy-mm`, UTC."""
    return f"{instant.year:04}-{instant.month:02}"


def month_bounds(name: str) -> tuple[datetime, datetime]:
    """The instants at which a month begins and ends."""
    year, month = map(int, name.split("-"))
    following = (year + 1, 1) if month == 12 else (year, month + 1)
    return datetime(year, month, 1, tzinfo=UTC), datetime(*following, 1, tzinfo=UTC)


def months_between(first: datetime, last: datetime) -> list[str]:
    """The names of the months from that of `first` to that of `last`."""
    start, end = (12 * instant.year + instant.month - 1 for instant in (first, last))
    return [f"{number // 12:04}-{number % 12 + 1:02}" for number in range(start, end + 1)]


def effects_of(change: TotalsChange) -> list[Effect]:
    """The effects of a change; on two months when the session moved from one to the other."""
    effects: list[Effect] = []
    after = month_of(change.after.started_at) if change.after else None
    before = month_of(change.before.started_at) if change.before else None
    if before and before != after:
        effects.append(Effect(before, change.workout_id, change.version, None))
    if after and change.after:
        effects.append(Effect(after, change.workout_id, change.version, stats_of(change.after, change.version)))
    return effects


def chunks(changes: Iterable[TotalsChange], months: int) -> Iterator[list[Effect]]:
    """The effects of all changes, in runs of at most `months` months; the effects of one change stay together."""
    chunk: list[Effect] = []
    touched: set[str] = set()
    # In order of time, so that few runs share a month.
    for effects in sorted(filter(None, map(effects_of, changes)), key=lambda each: each[0].month):
        wider = touched | {effect.month for effect in effects}
        if chunk and len(wider) > months:
            yield chunk
            chunk, wider = [], {effect.month for effect in effects}
        chunk += effects
        touched = wider
    if chunk:
        yield chunk


def applied(month: Month, effects: Sequence[Effect], now: datetime) -> Month:
    """The month with the effects on it; the same object when there is no news in them."""
    sessions, gone = dict(month.sessions), dict(month.gone)
    for effect in effects:
        if effect.version <= _known(sessions, gone, effect.workout_id):
            continue
        sessions.pop(effect.workout_id, None)
        gone.pop(effect.workout_id, None)
        if effect.stats:
            sessions[effect.workout_id] = effect.stats
        else:
            gone[effect.workout_id] = Gone(version=effect.version, since=now)
    if sessions == month.sessions and gone == month.gone:
        return month
    return bounded(Month(sessions=sessions, gone=remembered(gone, now)))


def rebuilt(month: Month, sessions: Iterable[SessionStats], now: datetime) -> Month:
    """The month as the sessions themselves say it is; the same object when it was so already.

    `sessions` were read after the month was. What left it is remembered at the version it was counted at, so that news
    of that version does not bring it back.
    """
    truth = {session.workout_id: session for session in sessions}
    left = {
        workout_id: Gone(version=session.version, since=now)
        for workout_id, session in month.sessions.items()
        if workout_id not in truth
    }
    kept = {workout_id: gone for workout_id, gone in month.gone.items() if workout_id not in truth}
    if truth == month.sessions and kept == month.gone:
        return month
    return bounded(Month(sessions=truth, gone=remembered(kept | left, now)))


def bounded(month: Month) -> Month:
    """The month, or the first sessions of it where an item cannot hold them all.

    At six exercises each it holds about 1,500. Nobody trains as much; a file may say anything.
    """
    ordered = sorted(month.sessions, key=lambda workout_id: (month.sessions[workout_id].started_at, workout_id))
    while len(ordered) > SURELY_FIT and bytes_of(month) > MAX_BYTES:
        ordered = ordered[: len(ordered) * 9 // 10]
        month = month.model_copy(update={"sessions": {each: month.sessions[each] for each in ordered}})
    return month


def remembered(gone: dict[str, Gone], now: datetime) -> dict[str, Gone]:
    """Those that left recently enough for news of them to be on its way still."""
    return {workout_id: left for workout_id, left in gone.items() if left.since > now - GONE_KEPT}


def _known(sessions: dict[str, SessionStats], gone: dict[str, Gone], workout_id: str) -> int:
    if workout_id in sessions:
        return sessions[workout_id].version
    return gone[workout_id].version if workout_id in gone else 0
