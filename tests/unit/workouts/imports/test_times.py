"""Dates in the apps' languages, on clocks that jump."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from fitsync.workouts.imports import times
from fitsync.workouts.imports.documents import CellRemark, Column
from fitsync.workouts.imports.parsed import Note
from tests.support.exports import HEVY, hevy_row, options, parsed


@pytest.mark.parametrize(
    "text",
    [
        "6 Aug 2026, 17:59",
        "06 Aug 2026, 17:59",
        "6 August 2026, 17:59",
        "Aug 6, 2026, 5:59 PM",
        "6 Aug 2026, 5:59\u202fpm",
        "6. Aug. 2026, 17:59",
        "6. August 2026 um 17:59",
        "6 ago 2026, 17:59",
        "6 de agosto de 2026, 17:59",
        "6 de ago. de 2026 às 17:59",
        "6 août 2026, 17:59",
        "6 août 2026 à 17:59",
        "6 aug. 2026 17:59",
        "2026-08-06 17:59:00",
        "2026-08-06T17:59",
        "06.08.2026 17:59",
    ],
)
def test_the_same_evening_in_every_spelling(text: str) -> None:
    assert times.wall_clock(text) == datetime.fromisoformat("2026-08-06T17:59")


@pytest.mark.parametrize(
    "months",
    [
        "jan feb mar apr may jun jul aug sep oct nov dec",
        "Jan. Feb. März Apr. Mai Juni Juli Aug. Sept. Okt. Nov. Dez.",
        "ene feb mar abr may jun jul ago sept oct nov dic",
        "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.",
        "gen feb mar apr mag giu lug ago set ott nov dic",
        "jan. fev. mar. abr. mai. jun. jul. ago. set. out. nov. dez.",
        "jan. feb. mrt. apr. mei jun. jul. aug. sep. okt. nov. dec.",
    ],
    ids=["English", "German", "Spanish", "French", "Italian", "Portuguese", "Dutch"],
)
def test_the_months_of_seven_languages(months: str) -> None:
    read = [times.wall_clock(f"1 {month} 2024, 07:00") for month in months.split()]
    assert [date.month if date else None for date in read] == list(range(1, 13))


@pytest.mark.parametrize(
    "text", ["12 jui 2026, 10:00", "1 xyz 2024, 07:00", "1 ma 2024, 07:00", "24:00", "1 May 2024, 13:00 PM"]
)
def test_what_could_be_two_dates_is_none(text: str) -> None:
    assert times.wall_clock(text) is None


def test_an_offset_in_the_file_wins_over_the_zone() -> None:
    wall = times.wall_clock("2024-07-05 07:30:00 +0530")
    assert wall is not None
    assert times.instant(wall, ZoneInfo("Europe/Madrid")) == (datetime(2024, 7, 5, 2, tzinfo=UTC), None)


def test_an_hour_that_never_was_moves_forward() -> None:
    file = parsed(HEVY + hevy_row(start="31 Mar 2024, 02:30", end="31 Mar 2024, 04:00"))
    assert file.workouts[0].started_at == datetime(2024, 3, 31, 1, 30, tzinfo=UTC)
    assert file.workouts[0].duration_s == 30 * 60
    assert file.rows[0].notes == (Note(CellRemark.TIME_SHIFTED, Column.STARTED_AT),)


def test_an_hour_that_was_twice_is_the_first_and_the_end_comes_after() -> None:
    file = parsed(HEVY + hevy_row(start="27 Oct 2024, 02:50", end="27 Oct 2024, 02:10"))
    assert file.workouts[0].started_at == datetime(2024, 10, 27, 0, 50, tzinfo=UTC)
    assert file.workouts[0].duration_s == 20 * 60
    assert file.rows[0].notes == (Note(CellRemark.TIME_AMBIGUOUS, Column.STARTED_AT),)


@pytest.mark.parametrize(
    ("zone", "hour"), [("UTC", 7), ("America/New_York", 11), ("Asia/Kolkata", 2), ("Pacific/Auckland", 19)]
)
def test_times_are_read_on_the_persons_clock(zone: str, hour: int) -> None:
    file = parsed(HEVY + hevy_row(start="28 May 2024, 07:32"), options(zone=ZoneInfo(zone)))
    assert file.workouts[0].started_at.hour == hour


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("1h 5m", 3900),
        ("45m", 2700),
        ("38min", 2280),
        ("32s", 32),
        ("2h 23min", 8580),
        ("1 h 5 min 30 s", 3930),
        ("1:05:00", 3900),
        ("5060", 5060),
        ("", None),
        ("soon", None),
    ],
)
def test_durations(text: str, seconds: int | None) -> None:
    assert times.duration(text) == seconds
