"""However the news of sessions comes, the statistics are those of the sessions that are there."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fitsync.analytics import projection
from fitsync.analytics.documents import SessionStats, Standing, stats_of
from fitsync.analytics.models import Gone, Month, bytes_of
from fitsync.analytics.projection import (
    TotalsChange,
    applied,
    chunks,
    effects_of,
    month_bounds,
    months_between,
    rebuilt,
)
from fitsync.analytics.summing import moved, total
from tests.support.statistics import (
    Life,
    added_up,
    deliveries,
    exercise_totals,
    final_sessions,
    in_order,
    lives,
    told,
    totals,
)

NOW = datetime(2025, 2, 10, tzinfo=UTC)


class Kept:
    """What would be stored: months and the standing that moves with them."""

    def __init__(self) -> None:
        self.months: dict[str, Month] = {}
        self.standing = Standing()

    def take(self, changes: Iterable[TotalsChange], months: int = 2) -> None:
        for effects in chunks(changes, months):
            touched = {effect.month for effect in effects}
            assert len(touched) <= months
            for name in touched:
                before = self.months.get(name, Month())
                after = applied(before, [effect for effect in effects if effect.month == name], NOW)
                self.put(name, before, after)

    def put(self, name: str, before: Month, after: Month) -> None:
        self.standing = moved(self.standing, before, after)
        self.months[name] = after

    @property
    def sessions(self) -> list[SessionStats]:
        return in_order([session for month in self.months.values() for session in month.sessions.values()])


@settings(max_examples=120, deadline=None)
@given(data=st.data())
def test_any_delivery_comes_to_what_the_sessions_come_to(data: st.DataObject) -> None:
    histories = data.draw(lives())
    kept = Kept()
    for batch in data.draw(deliveries(histories)):
        kept.take(batch)
    assert kept.sessions == final_sessions(histories)
    assert told(kept.standing) == added_up(kept.sessions)
    assert kept.standing == total(kept.months.values())


@settings(max_examples=50, deadline=None)
@given(histories=lives(), gone=st.integers(0, 5))
def test_a_session_that_came_and_went_leaves_the_standing_as_it_was(histories: list[Life], gone: int) -> None:
    kept = Kept()
    kept.take(change for life in histories for change in life.changes)
    before = kept.standing
    began = datetime(2024, 12, 31 - gone, tzinfo=UTC)
    late, moved_on = totals("LATE", began), totals("LATE", began + timedelta(days=30), calories=7)
    for change in (
        TotalsChange("LATE", 1, None, late),
        TotalsChange("LATE", 2, late, moved_on),
        TotalsChange("LATE", 3, moved_on, None),
    ):
        kept.take([change])
    assert kept.standing == before


@settings(max_examples=80, deadline=None)
@given(data=st.data())
def test_a_rebuild_in_the_midst_of_a_delivery_loses_and_invents_nothing(data: st.DataObject) -> None:
    """Anything may be wrong with a month before, and the news that the sessions tell of may still be on its way."""
    histories = data.draw(lives())
    batches = data.draw(deliveries(histories))
    kept = Kept()
    for batch in batches[: data.draw(st.integers(0, len(batches)))]:
        kept.take(batch)
    wrong = stats_of(totals("NEVER", datetime(2024, 12, 24, tzinfo=UTC)), 1)
    if data.draw(st.booleans()):
        before = kept.months.get("2024-12", Month())
        kept.put("2024-12", before, before.model_copy(update={"sessions": {**before.sessions, "NEVER": wrong}}))
    there = final_sessions(histories)
    for name in {projection.month_of(session.started_at) for session in there} | set(kept.months):
        before = kept.months.get(name, Month())
        truth = [session for session in there if projection.month_of(session.started_at) == name]
        kept.put(name, before, rebuilt(before, truth, NOW))
    assert kept.sessions == there
    for batch in data.draw(deliveries(histories)):
        kept.take(batch)
    assert kept.sessions == there
    assert told(kept.standing) == added_up(there)


class TestOneMonth:
    STARTED = datetime(2025, 1, 31, 23, 30, tzinfo=UTC)

    def test_news_that_is_no_news_changes_nothing(self) -> None:
        effects = effects_of(TotalsChange("W", 3, None, totals("W", self.STARTED)))
        month = applied(Month(), effects, NOW)
        assert applied(month, effects, NOW) is month
        older = effects_of(TotalsChange("W", 2, None, totals("W", self.STARTED, calories=1)))
        assert applied(month, older, NOW) is month

    def test_a_deleted_session_stays_deleted_while_old_news_may_come(self) -> None:
        began = totals("W", self.STARTED)
        deleted = applied(Month(), effects_of(TotalsChange("W", 5, began, None)), NOW)
        assert applied(deleted, effects_of(TotalsChange("W", 4, None, began)), NOW) is deleted

    def test_what_left_is_forgotten_in_time(self) -> None:
        old = Month(gone={"OLD": Gone(version=3, since=NOW - projection.GONE_KEPT)})
        month = applied(old, effects_of(TotalsChange("W", 1, None, totals("W", self.STARTED))), NOW)
        assert (set(month.sessions), month.gone) == ({"W"}, {})

    def test_a_rebuild_of_what_is_right_changes_nothing(self) -> None:
        month = applied(Month(), effects_of(TotalsChange("W", 3, None, totals("W", self.STARTED))), NOW)
        assert rebuilt(month, list(month.sessions.values()), NOW) is month

    def test_a_moved_session_changes_both_months_together(self) -> None:
        before, after = totals("W", self.STARTED), totals("W", self.STARTED + timedelta(hours=1))
        (together,) = chunks([TotalsChange("W", 4, before, after)], 2)
        assert [(effect.month, effect.stats is None) for effect in together] == [("2025-01", True), ("2025-02", False)]

    def test_a_month_beyond_what_an_item_holds_keeps_its_first_sessions(self) -> None:
        dice = Random(1)

        def session(number: int) -> TotalsChange:
            workout_id, began = f"{dice.getrandbits(130):026}", datetime(2025, 1, 1, tzinfo=UTC)
            ids = [f"{dice.getrandbits(130):026}" for _ in range(50)]
            lines = tuple(exercise_totals(one, volume=Decimal(dice.randrange(10**6))) for one in ids)
            after = totals(workout_id, began + timedelta(minutes=number), exercises=lines)
            return TotalsChange(workout_id, 1, None, after)

        (effects,) = chunks(map(session, range(300)), 1)
        dice.shuffle(effects)
        month = applied(Month(), effects, NOW)
        assert 340_000 < bytes_of(month) <= projection.MAX_BYTES
        began = sorted(effect.stats.started_at for effect in effects if effect.stats)
        assert sorted(one.started_at for one in month.sessions.values()) == began[: len(month.sessions)]

    @pytest.mark.parametrize(("name", "begins", "ends"), [("2024-02", (2, 1), (3, 1)), ("2024-12", (12, 1), (1, 1))])
    def test_bounds(self, name: str, begins: tuple[int, int], ends: tuple[int, int]) -> None:
        first, last = month_bounds(name)
        assert ((first.month, first.day), (last.month, last.day)) == (begins, ends)
        assert months_between(first, last) == [name, projection.month_of(last)]


def test_a_day_is_that_of_where_the_user_was() -> None:
    started = datetime(2025, 1, 31, 20, 0, tzinfo=UTC)
    stats = stats_of(totals("W", started, time_zone="Pacific/Auckland"), 1)
    assert (stats.local_date.isoformat(), stats.local_hour) == ("2025-02-01", 9)
