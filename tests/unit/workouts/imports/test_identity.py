"""Importing again: what is the same workout."""

from __future__ import annotations

import re
from zoneinfo import ZoneInfo

from fitsync.workouts.imports.identity import session_id
from fitsync.workouts.imports.parsed import ParsedFile
from tests.support.exports import HEVY, STRONG_COMMA, hevy_row, options, parsed, strong_row

USER = "01JD8Z5Q4M9V6T3X2R7C0B1N8K"


def ids(file: ParsedFile) -> list[str]:
    return [session_id(USER, workout.identity) for workout in file.workouts]


def day(number: int, **more: str) -> str:
    return hevy_row(start=f"{number} May 2024, 07:32", end=f"{number} May 2024, 08:00", **more)


def test_ids_are_ulids_that_sort_by_time() -> None:
    found = ids(parsed(HEVY + day(3) + day(1) + day(2)))
    assert all(re.fullmatch("[0-7][0-9A-HJKMNP-TV-Z]{25}", each) for each in found)
    assert found == sorted(found)
    assert len(set(found)) == 3


def test_a_longer_export_holds_the_same_workouts() -> None:
    assert set(ids(parsed(HEVY + day(1) + day(2)))) < set(ids(parsed(HEVY + day(3) + day(2) + day(1))))


def test_a_rename_or_an_edit_elsewhere_changes_nothing() -> None:
    before = ids(parsed(HEVY + day(1)))
    assert ids(parsed(HEVY + day(1, title="Renamed", exercise="Other"))) == before


def test_neither_zone_nor_app_nor_seconds_matter() -> None:
    hevy = ids(parsed(HEVY + hevy_row(start="28 May 2024, 07:32")))
    assert ids(parsed(HEVY + hevy_row(start="28 May 2024, 07:32"), options(zone=ZoneInfo("Asia/Tokyo")))) == hevy
    assert ids(parsed(STRONG_COMMA + strong_row(date="2024-05-28 07:32:41"))) == hevy


def test_another_user_another_minute_another_workout() -> None:
    identity = "2024-05-28T07:32#0"
    others = [session_id("01JD8Z5Q4M9V6T3X2R7C0B1N8X", identity), session_id(USER, "2024-05-28T07:33#0")]
    assert session_id(USER, identity) not in [*others, session_id(USER, "2024-05-28T07:32#1")]
