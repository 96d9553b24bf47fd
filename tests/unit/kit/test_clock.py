from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter
from ulid import ULID

from fitsync.kit import clock
from fitsync.kit.wire import Id

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
# Room for what the tests add before the calendar ends.
LAST = datetime(9999, 1, 1, tzinfo=UTC)
INSTANTS = st.integers(0, int(LAST.timestamp()) * 1000 - 1).map(
    lambda milliseconds: datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=milliseconds)
)
PARTS = st.lists(st.text(st.characters(exclude_categories=["C"])), min_size=1, max_size=4)
an_id = TypeAdapter(Id).validate_python


@given(INSTANTS, st.integers(1, 10**9))
def test_ids_of_later_instants_sort_later(instant: datetime, later_by: int) -> None:
    following = instant + timedelta(milliseconds=later_by)
    with clock.fixed(instant):
        earlier = clock.new_id()
    with clock.fixed(following):
        assert earlier < clock.new_id()


@given(INSTANTS)
def test_an_id_is_one_on_the_wire(instant: datetime) -> None:
    with clock.fixed(instant):
        assert an_id(clock.new_id())
        assert an_id(clock.derived_id("a", at=instant))
        assert an_id(clock.derived_id("a"))


def test_ids_of_one_millisecond_differ() -> None:
    with clock.fixed(NOON):
        assert len({clock.new_id() for _ in range(1000)}) == 1000
    assert len({clock.new_id() for _ in range(1000)}) == 1000


@given(PARTS, PARTS)
def test_a_derived_id_is_a_function_of_its_parts(parts: list[str], others: list[str]) -> None:
    assert clock.derived_id(*parts) == clock.derived_id(*parts)
    if parts != others:
        assert clock.derived_id(*parts) != clock.derived_id(*others)


def test_a_derived_id_does_not_depend_on_where_its_parts_are_cut() -> None:
    assert clock.derived_id("ab", "c") != clock.derived_id("a", "bc")


@given(INSTANTS, INSTANTS)
def test_derived_ids_sort_by_their_instant(one: datetime, other: datetime) -> None:
    ids = clock.derived_id("x", at=one)[:10], clock.derived_id("y", at=other)[:10]
    assert (ids[0] < ids[1]) == (one < other)


def test_now_is_utc_to_the_millisecond() -> None:
    now = clock.now()
    assert now.tzinfo is UTC
    assert now.microsecond % 1000 == 0
    with clock.fixed(datetime(2026, 3, 2, 14, 0, 0, 123_456, tzinfo=timezone(timedelta(hours=2)))):
        assert clock.now() == datetime(2026, 3, 2, 12, 0, 0, 123_000, tzinfo=UTC)
        assert clock.epoch() == int(NOON.timestamp())


def test_a_fixed_clock_repeats_and_moves_only_when_told() -> None:
    with clock.fixed(NOON, seed=7):
        first = clock.new_id(), clock.token(), clock.random_bytes(4)
        clock.advance(90)
        clock.advance(timedelta(minutes=1))
        assert clock.now() == NOON + timedelta(seconds=150)
    with clock.fixed(NOON, seed=7):
        assert (clock.new_id(), clock.token(), clock.random_bytes(4)) == first


def test_fixing_nests_and_ends() -> None:
    with clock.fixed(NOON):
        with clock.fixed(NOON + timedelta(days=1)):
            assert clock.now() == NOON + timedelta(days=1)
        assert clock.now() == NOON
    with pytest.raises(RuntimeError):
        clock.advance(1)


def test_tokens_are_url_safe_and_as_long_as_asked() -> None:
    assert len(clock.token()) == 43
    assert set(clock.token(300)) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


@pytest.mark.parametrize("milliseconds", [0, 1001, 1003, 1_773_383_160_001])
def test_an_id_carries_the_very_millisecond(milliseconds: int) -> None:
    with clock.fixed(datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=milliseconds)):
        assert ULID.from_str(clock.new_id()).milliseconds == milliseconds
