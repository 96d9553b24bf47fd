"""Who asks, and what every answer needs of them: their day, units and target, and what they have done so far."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from fitsync.analytics import reading
from fitsync.analytics.documents import SessionStats, Standing
from fitsync.analytics.models import StandingItem
from fitsync.analytics.periods import Period, period
from fitsync.analytics.streaks import Streaks
from fitsync.kit import clock, store
from fitsync.kit.store import Item, Ref
from fitsync.users import reading as users
from fitsync.users.reading import TrainingFacts, Units

_ZONES = timedelta(days=1)


class Reader(NamedTuple):
    """A user as of now; `today` is the day where they are."""

    user_id: str
    today: date
    facts: TrainingFacts
    standing: Standing

    @property
    def imperial(self) -> bool:
        """Whether text made for them is in pounds."""
        return self.facts.units is Units.IMPERIAL

    @property
    def streaks(self) -> Streaks:
        """Their streaks as of today."""
        return reading.streaks(self.standing, self.today, self.facts.workouts_per_week)

    def period(self, weeks: int) -> Period:
        """Their last weeks."""
        return period(self.today, weeks)

    def sessions(self, of: Period, *, before: timedelta = timedelta()) -> list[SessionStats]:
        """Their sessions of a period, and of some time before it, in one request."""
        return reading.sessions_between(self.user_id, of.start - before, of.end)


def refs(user_id: str) -> tuple[Ref, ...]:
    """What to read for a reader, for who reads more in the same request."""
    return reading.standing_ref(user_id), *users.training_facts_keys(user_id)


def reader_of(user_id: str, found: Sequence[Item | None]) -> Reader:
    """The reader in what was found there."""
    standing, *facts = found
    known = users.training_facts_of(facts)
    return Reader(
        user_id=user_id,
        today=clock.now().astimezone(known.zone).date(),
        facts=known,
        standing=standing.standing if isinstance(standing, StandingItem) else Standing(),
    )


def reader(user_id: str) -> Reader:
    """The reader, in one request."""
    return reader_of(user_id, store.get_many(*refs(user_id)))


def any_zones(weeks: int) -> tuple[Period, ...]:
    """What a user's last weeks may be, wherever they are, the earliest first: for who does not know yet."""
    today = clock.now().date()
    return tuple(period(day, weeks) for day in (today - _ZONES, today, today + _ZONES))
