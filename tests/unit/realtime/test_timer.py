from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from fitsync.realtime.limits import LATE_AFTER
from fitsync.realtime.timer import RestEnd

NOW = datetime(2026, 3, 2, 6, 30, tzinfo=UTC)
REST = RestEnd(user_id="ada", workout_id="legs", started_at=NOW, ends_at=NOW + timedelta(seconds=90))


@pytest.mark.parametrize(
    ("seconds", "early", "late"), [(0, True, False), (88, True, False), (89.5, False, False), (90, False, False)]
)
def test_a_rest_is_told_at_its_second(seconds: float, early: bool, late: bool) -> None:
    at = NOW + timedelta(seconds=seconds)
    assert (REST.is_early(at), REST.is_late(at)) == (early, late)


def test_a_rest_is_not_told_long_after() -> None:
    assert not REST.is_late(REST.ends_at + LATE_AFTER)
    assert REST.is_late(REST.ends_at + LATE_AFTER + timedelta(seconds=1))


def test_two_rests_of_one_session_are_two() -> None:
    assert REST.key != REST.model_copy(update={"started_at": NOW + timedelta(milliseconds=1)}).key
