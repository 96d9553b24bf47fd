from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from fitsync.auth import lockout

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
FAILURES = st.integers(0, 10_000)


def test_the_fifth_failure_locks_for_a_quarter_of_an_hour_and_each_further_one_for_twice_as_long() -> None:
    minutes = [lockout.lock_after(failures) // timedelta(minutes=1) for failures in range(4, 13)]
    assert minutes == [0, 15, 30, 60, 120, 240, 480, 960, 1440]


@given(FAILURES)
def test_locks_never_shrink_and_never_outlast_a_day(failures: int) -> None:
    assert lockout.lock_after(failures) <= lockout.lock_after(failures + 1) <= timedelta(hours=24)


@given(FAILURES, st.integers(0, 200_000_000))
def test_the_seconds_left_end_the_lock_exactly(failures: int, milliseconds: int) -> None:
    now = NOON + timedelta(milliseconds=milliseconds)
    left = lockout.seconds_left(failures, NOON, now)
    assert left >= 0
    assert lockout.seconds_left(failures, NOON, now + timedelta(seconds=left)) == 0
    if left:
        assert lockout.seconds_left(failures, NOON, now + timedelta(seconds=left - 1)) > 0


@given(FAILURES)
def test_failures_are_remembered_beyond_their_lock(failures: int) -> None:
    assert lockout.remembered_for(failures) > lockout.lock_after(failures)


def test_an_account_without_failures_is_open() -> None:
    assert lockout.seconds_left(0, None, NOON) == 0


@given(st.lists(st.integers(0, 3_600), max_size=30))
def test_an_address_is_remembered_for_a_quarter_of_an_hour_from_its_first_or_its_last_failure(gaps: list[int]) -> None:
    now, failures, first, end = NOON, 0, NOON, None
    for gap in gaps:
        now += timedelta(seconds=gap)
        if end is not None and end <= now:
            failures, end = 0, None
        failures += 1
        first = now if failures == 1 else first
        end = lockout.window_end(failures, end, now)
        assert end == (now if failures >= lockout.ALLOWED_FAILURES else first) + timedelta(minutes=15)
