"""Broken and odd rows: each is reported with its reason, and the rest goes in."""

from __future__ import annotations

import io
import tracemalloc
from datetime import timedelta
from decimal import Decimal
from itertools import islice

import pytest

from bench import history_import as bench
from fitsync.workouts import limits
from fitsync.workouts.imports import documents
from fitsync.workouts.imports.documents import CellRemark, Column, RowOutcome, RowReason
from fitsync.workouts.imports.errors import TooManyRows
from fitsync.workouts.imports.parsed import Note, ParsedFile, RowReport
from fitsync.workouts.imports.parsing import parse
from tests.support.exports import (
    HEVY,
    STRONG_COMMA,
    STRONG_UNITS,
    hevy_row,
    options,
    parsed,
    strong_row,
)


def between(broken: str) -> tuple[RowReport, ParsedFile]:
    """The report of a row that stands between two good ones, which both must come in."""
    file = parsed(HEVY + hevy_row(index=0) + broken + hevy_row(index=9))
    assert [file.rows[0].outcome, file.rows[-1].outcome] == [RowOutcome.TAKEN, RowOutcome.TAKEN]
    return file.rows[1], file


@pytest.mark.parametrize(
    ("broken", "reason", "field"),
    [
        (hevy_row(start="yesterday"), RowReason.DATE_UNREADABLE, Column.STARTED_AT),
        (hevy_row(start=""), RowReason.DATE_UNREADABLE, Column.STARTED_AT),
        (hevy_row(start="31 Feb 2024, 07:32"), RowReason.DATE_UNREADABLE, Column.STARTED_AT),
        (hevy_row(start="5/6/2024 07:32"), RowReason.DATE_UNREADABLE, Column.STARTED_AT),
        (hevy_row(start="28 May 2027, 07:32"), RowReason.DATE_OUT_OF_RANGE, Column.STARTED_AT),
        (hevy_row(start="28 May 1924, 07:32"), RowReason.DATE_OUT_OF_RANGE, Column.STARTED_AT),
        (hevy_row(exercise=" "), RowReason.EXERCISE_MISSING, Column.EXERCISE),
        (hevy_row(index="first"), RowReason.SET_ORDER_UNKNOWN, Column.SET_ORDER),
        (hevy_row(weight="heavy"), RowReason.NUMBER_UNREADABLE, Column.WEIGHT),
        (hevy_row(weight="NaN"), RowReason.NUMBER_UNREADABLE, Column.WEIGHT),
        (hevy_row(weight="1e3"), RowReason.NUMBER_UNREADABLE, Column.WEIGHT),
        (hevy_row(weight="-20"), RowReason.NUMBER_OUT_OF_RANGE, Column.WEIGHT),
        (hevy_row(weight="2000.1"), RowReason.NUMBER_OUT_OF_RANGE, Column.WEIGHT),
        (hevy_row(reps="8.5"), RowReason.NUMBER_UNREADABLE, Column.REPS),
        (hevy_row(reps="1001"), RowReason.NUMBER_OUT_OF_RANGE, Column.REPS),
        (hevy_row(distance="1001"), RowReason.NUMBER_OUT_OF_RANGE, Column.DISTANCE),
        (hevy_row(seconds="86401"), RowReason.NUMBER_OUT_OF_RANGE, Column.SECONDS),
        (hevy_row().strip() + ",surplus\n", RowReason.TOO_MANY_COLUMNS, None),
        ('"Push","28 May 2024, 07:32\n', RowReason.ROW_UNREADABLE, None),
    ],
)
def test_a_broken_row_is_refused_alone(broken: str, reason: RowReason, field: Column | None) -> None:
    report, file = between(broken)
    assert (report.row, report.outcome, report.reason, report.field) == (3, RowOutcome.REFUSED, reason, field)
    assert file.counts() == {RowOutcome.TAKEN: 2, RowOutcome.REFUSED: 1}


@pytest.mark.parametrize(
    ("odd", "reason"),
    [
        ("\n", RowReason.BLANK),
        (",,,,,,,,,,,,,\n", RowReason.BLANK),
        (hevy_row(weight=100, reps=0), RowReason.SET_EMPTY),
        (hevy_row(weight="", reps=""), RowReason.SET_EMPTY),
    ],
)
def test_a_row_that_holds_no_set_is_skipped(odd: str, reason: RowReason) -> None:
    report, _ = between(odd)
    assert (report.outcome, report.reason) == (RowOutcome.SKIPPED, reason)


def test_one_stray_quote_costs_one_row_at_most() -> None:
    report, file = between(hevy_row(index=1).replace("Bench Press (Barbell)", 'Bench 5"'))
    assert report.outcome is RowOutcome.TAKEN
    assert len(file.rows) == 3


def test_a_note_of_several_lines_is_one_row() -> None:
    file = parsed(HEVY + hevy_row(notes='first "half"\r\nsecond, half\n\nend') + hevy_row(index=1))
    assert [row.row for row in file.rows] == [2, 3]
    assert file.workouts[0].exercises[0].notes == 'first "half"\nsecond, half\n\nend'


@pytest.mark.parametrize("rpe", ["5", "5.5", "7.3", "11", "hard", "-8"])
def test_an_rpe_off_the_scale_is_dropped_and_the_set_kept(rpe: str) -> None:
    report, file = between(hevy_row(index=1, rpe=rpe))
    assert report.notes == (Note(CellRemark.RPE_DROPPED, Column.RPE),)
    assert file.workouts[0].exercises[0].sets[1].rpe is None


@pytest.mark.parametrize("rpe", ["6", "6.5", "10.0", "7,5"])
def test_an_rpe_on_the_scale_is_kept(rpe: str) -> None:
    report, file = between(hevy_row(index=1, rpe=rpe))
    assert report.notes == ()
    assert file.workouts[0].exercises[0].sets[1].rpe == Decimal(rpe.replace(",", "."))


def test_an_unknown_set_type_becomes_a_normal_set() -> None:
    report, _ = between(hevy_row(index=1, type_="myo"))
    assert report.notes == (Note(CellRemark.SET_TYPE_UNKNOWN, Column.SET_TYPE),)


@pytest.mark.parametrize("end", ["28 May 2024, 07:00", "30 May 2024, 07:33", "later"])
def test_an_impossible_length_is_dropped(end: str) -> None:
    file = parsed(HEVY + hevy_row(end=end))
    assert file.workouts[0].duration_s is None
    assert file.rows[0].notes == (Note(CellRemark.DURATION_DROPPED, Column.ENDED_AT),)


def test_a_forgotten_workout_of_264_hours() -> None:
    file = parsed(STRONG_COMMA + strong_row(duration="264h 1m"))
    assert file.workouts[0].duration_s is None
    assert file.rows[0].notes == (Note(CellRemark.DURATION_DROPPED, Column.DURATION),)


def test_a_loaded_row_whose_unit_is_blank() -> None:
    file = parsed(STRONG_UNITS + "2025-05-21 15:56:15;Pull;Deadlift;1;100;;5;;;;0;;;53m\n")
    assert file.rows[0].notes == (Note(CellRemark.UNIT_ASSUMED, Column.WEIGHT),)
    assert file.assumed_units == ()


def test_a_rest_timer_in_an_unknown_language_is_not_taken_for_a_timed_set() -> None:
    file = parsed(STRONG_COMMA + strong_row() + strong_row(order="Pausa", weight=0, reps=0, seconds=90))
    assert file.rows[1].reason is RowReason.SET_ORDER_UNKNOWN


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("-2+3+cmd|x", "'-2+3+cmd|x"),
        ("a\x00b\x1b[31mc", "ab[31mc"),
        ("abc\u202egpj", "abcgpj"),
        ("tab\tbed", "tab bed"),
    ],
)
def test_what_a_spreadsheet_or_terminal_would_act_on_is_defused(written: str, kept: str) -> None:
    file = parsed(HEVY + hevy_row(notes=written))
    assert file.workouts[0].exercises[0].notes == kept
    assert file.rows[0].notes == (Note(CellRemark.TEXT_CLEANED, Column.EXERCISE_NOTES),)


@pytest.mark.parametrize("written", ["- felt good", "+5 next time", "@home", "Übung 💪🏽 naïve", "a\nb"])
def test_ordinary_notes_stay_as_they_are(written: str) -> None:
    file = parsed(HEVY + hevy_row(notes=written))
    assert file.workouts[0].exercises[0].notes == written
    assert file.rows[0].notes == ()


def test_long_texts_are_shortened_and_it_is_said() -> None:
    long = "x" * 5000
    file = parsed(HEVY + hevy_row(exercise=long, title=long, notes=long, description=long))
    (workout,) = file.workouts
    assert (len(workout.name), len(workout.exercises[0].name)) == (120, 120)
    assert (len(workout.notes or ""), len(workout.exercises[0].notes or "")) == (2000, 500)
    assert {note.field for note in file.rows[0].notes} == {
        Column.WORKOUT_NAME,
        Column.EXERCISE,
        Column.EXERCISE_NOTES,
        Column.WORKOUT_NOTES,
    }


def test_the_notes_of_a_workout_have_one_bound() -> None:
    rows = "".join(hevy_row(exercise=f"E{n}", notes=f"{n:03}" + "x" * 497) for n in range(25))
    file = parsed(HEVY + rows)
    kept = sum(len(exercise.notes or "") for exercise in file.workouts[0].exercises)
    assert kept == limits.MAX_TOTAL_NOTES_LENGTH
    assert file.rows[20].notes == (Note(CellRemark.TEXT_SHORTENED, Column.EXERCISE_NOTES),)


def test_a_workout_takes_so_many_sets_and_exercises() -> None:
    file = parsed(HEVY + "".join(hevy_row(index=n) for n in range(502)))
    assert file.counts() == {RowOutcome.TAKEN: 500, RowOutcome.REFUSED: 2}
    assert file.rows[-1].reason is RowReason.TOO_MANY_SETS
    file = parsed(HEVY + "".join(hevy_row(exercise=f"E{n}") for n in range(51)))
    assert (file.rows[-1].reason, file.rows[-1].field) == (RowReason.TOO_MANY_EXERCISES, Column.EXERCISE)


def test_a_file_takes_so_many_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fitsync.workouts.imports.tables.MAX_ROWS", 3)
    assert documents.MAX_ROWS >= 20_000
    with pytest.raises(TooManyRows):
        parsed(HEVY + hevy_row() * 4)


def test_a_long_history_takes_little_memory() -> None:
    raw = (HEVY + "".join(islice(bench.hevy(), 20_000))).encode()
    how = options(now=bench.FIRST + timedelta(days=365 * 10))
    tracemalloc.start()
    file = parse(io.BytesIO(raw), how)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert file.counts() == {RowOutcome.TAKEN: 20_000}
    # About 16 MB; the function has 1,024.
    assert peak < 50_000_000
