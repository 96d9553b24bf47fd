"""Statistics of training held against the sessions that they are about."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from fitsync.analytics import service
from fitsync.analytics.documents import SessionStats, stats_of
from fitsync.kit import clock
from fitsync.kit.events import EventEnvelope
from fitsync.workouts import service as workouts
from functions.training_stats.handler import EVENTS
from tests.support.api import Api
from tests.support.bus import stored_events
from tests.support.statistics import added_up, told
from tests.support.training import completed, lift

ALWAYS = date(1970, 1, 1), date(2100, 1, 1)


def user(api: Api) -> str:
    """The id of whom a client is signed in as."""
    assert api.user
    return api.user.user_id


def counted(user_id: str) -> list[SessionStats]:
    """What the statistics say."""
    return service.sessions_between(user_id, *ALWAYS)


def truth(user_id: str) -> list[SessionStats]:
    """What the sessions themselves say."""
    first, last = (datetime(day.year, day.month, day.day, tzinfo=UTC) for day in ALWAYS)
    every = workouts.counted_between(user_id, first, last)
    return sorted(
        (stats_of(one.totals, one.version) for one in every), key=lambda one: (one.started_at, one.workout_id)
    )


def assert_true(user_id: str) -> None:
    """The statistics say what the sessions say."""
    assert counted(user_id) == truth(user_id)
    assert told(service.standing(user_id)) == added_up(truth(user_id))


class Tape:
    """Every event of the sessions so far, though each item keeps only its last ones."""

    def __init__(self) -> None:
        self._events: dict[str, EventEnvelope] = {}

    def record(self) -> list[EventEnvelope]:
        """Take down what is stored now; everything so far."""
        self._events |= {event.id: event for event in stored_events("workouts") if event.name in EVENTS}
        return list(self._events.values())


def trained(api: Api) -> tuple[Tape, list[str]]:
    """Three sessions, of which one was corrected twice, one deleted and one left as it was."""
    tape = Tape()
    kept = completed(api, (60, 8))
    clock.advance(timedelta(days=1))
    corrected, deleted = completed(api, (100, 5), (100, 5)), completed(api, (40, 10), location="home")
    tape.record()
    for weight in (110, 105):
        lift(api, corrected, 1, weightKg=weight, reps=5)
        tape.record()
    assert api.delete(f"/v1/workouts/{deleted}").status == 204
    return tape, [kept, corrected]
