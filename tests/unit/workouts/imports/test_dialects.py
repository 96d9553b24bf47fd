"""Every dialect of the two exports, as files written by the apps."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from fitsync.users.service import Units
from fitsync.workouts.imports.documents import Column, ImportSource, RowOutcome, RowReason
from fitsync.workouts.imports.errors import FileRefused, MissingColumns, OtherSource, UnknownFormat
from fitsync.workouts.imports.parsed import ParsedFile
from fitsync.workouts.session import SetType
from tests.support.exports import (
    HEVY,
    HEVY_IMPERIAL,
    STRONG_COMMA,
    STRONG_FRENCH,
    STRONG_GERMAN,
    STRONG_NUMBERED,
    STRONG_PORTUGUESE,
    STRONG_UNITS,
    options,
    parsed,
)


def sets(file: ParsedFile) -> list[tuple[str, SetType, Decimal | None, int | None]]:
    return [
        (exercise.name, each.type, each.weight_kg, each.reps)
        for workout in file.workouts
        for exercise in workout.exercises
        for each in exercise.sets
    ]


def outcomes(file: ParsedFile) -> list[tuple[int, RowOutcome, RowReason | None]]:
    return [(row.row, row.outcome, row.reason) for row in file.rows]


def test_hevy_metric() -> None:
    file = parsed(
        HEVY + '"Gut Check 🚀","28 May 2024, 07:32","28 May 2024, 08:27","Good, but late","Running",,"",0,'
        '"normal",,,2.4,240,\n'
        '"Gut Check 🚀","28 May 2024, 07:32","28 May 2024, 08:27","Good, but late","Seated Row (Cable)",0,"slow",0,'
        '"warmup",70,10,,,6\n'
        '"Gut Check 🚀","28 May 2024, 07:32","28 May 2024, 08:27","Good, but late","Seated Row (Cable)",0,"slow",1,'
        '"dropset",52.5,12,,,9.5\n'
        '"Gut Check 🚀","28 May 2024, 07:32","28 May 2024, 08:27","Good, but late","Push Up",0,"",0,"failure",,21,,,\n'
    )
    assert file.source is ImportSource.HEVY
    assert file.assumed_units == ()
    (workout,) = file.workouts
    assert workout.name == "Gut Check 🚀"
    assert workout.started_at == datetime(2024, 5, 28, 5, 32, tzinfo=UTC)
    assert workout.duration_s == 55 * 60
    assert workout.notes == "Good, but late"
    running, rowing, push_ups = workout.exercises
    assert (running.superset, rowing.superset, push_ups.superset) == (None, 0, 0)
    assert rowing.notes == "slow"
    assert running.sets[0].distance_m == 2400
    assert running.sets[0].duration_s == 240
    assert [(each.type, each.weight_kg, each.reps, each.rpe) for each in rowing.sets] == [
        (SetType.WARMUP, Decimal(70), 10, Decimal(6)),
        (SetType.DROP, Decimal("52.5"), 12, Decimal("9.5")),
    ]
    assert push_ups.sets[0].type is SetType.FAILURE
    assert push_ups.sets[0].weight_kg is None
    assert [each.row for exercise in workout.exercises for each in exercise.sets] == [2, 3, 4, 5]


def test_hevy_imperial_names_its_units_in_the_header() -> None:
    file = parsed(
        HEVY_IMPERIAL
        + '"Upper","5 Jul 2026, 10:00","5 Jul 2026, 11:00","","Bench Press",,"",0,"normal",88.18,14,,,\n'
        + '"Upper","5 Jul 2026, 10:00","5 Jul 2026, 11:00","","Running",,"",0,"normal",,,1.5,600,\n',
        options(units=Units.METRIC),
    )
    bench, running = file.workouts[0].exercises
    assert bench.sets[0].weight_kg == 40
    assert running.sets[0].distance_m == Decimal("2414.02")


def test_strong_with_commas_states_no_unit() -> None:
    text = (
        STRONG_COMMA
        + '2020-09-15 11:22:57,"4by5, Chest",1h 43m,"Bench Press (Barbell)",W,20.0,10,0,0,"","felt strong",\n'
        '2020-09-15 11:22:57,"4by5, Chest",1h 43m,"Bench Press (Barbell)",1,45.0,5,0,0,"","felt strong",8\n'
        '2020-09-15 11:22:57,"4by5, Chest",1h 43m,"Bench Press (Barbell)",Rest Timer,0,0.0,0,120.0,,,\n'
        '2020-09-15 11:22:57,"4by5, Chest",1h 43m,Cycling,1,0,0,2.5,900,,,\n'
    )
    metric, imperial = parsed(text), parsed(text, options(units=Units.IMPERIAL))
    assert metric.source is ImportSource.STRONG
    assert metric.assumed_units == (Column.WEIGHT, Column.DISTANCE)
    (workout,) = metric.workouts
    assert (workout.name, workout.duration_s, workout.notes) == ("4by5, Chest", 6180, "felt strong")
    assert sets(metric)[:2] == [
        ("Bench Press (Barbell)", SetType.WARMUP, Decimal(20), 10),
        ("Bench Press (Barbell)", SetType.NORMAL, Decimal(45), 5),
    ]
    assert workout.exercises[1].sets[0].distance_m == 2500
    assert imperial.workouts[0].exercises[0].sets[1].weight_kg == Decimal("20.41")
    assert imperial.workouts[0].exercises[1].sets[0].distance_m == Decimal("4023.36")
    assert outcomes(metric)[2] == (4, RowOutcome.SKIPPED, RowReason.REST_TIMER)


def test_strong_with_a_unit_in_each_row() -> None:
    file = parsed(
        STRONG_UNITS
        + '2025-05-21 15:56:15;"Afternoon Workout";"Bicep Curl (Barbell)";1;10,5;kg;8;;;;0;"";"";53m\n'
        + '2025-05-21 15:56:15;"Afternoon Workout";"Deadlift";1;225;lbs;5;8,5;;;0;"belt";"";53m\n'
        + '2025-05-21 15:56:15;"Afternoon Workout";"Indoor Bike";1;;;;;2,4;mi.;2100;"";"";53m\n'
        + '2025-05-21 15:56:15;"Afternoon Workout";"Stretch";1;1;stone;5;;;;0;"";"";53m\n'
    )
    curl, deadlift, bike = file.workouts[0].exercises
    assert curl.sets[0].weight_kg == Decimal("10.5")
    assert (deadlift.sets[0].weight_kg, deadlift.sets[0].rpe) == (Decimal("102.06"), Decimal("8.5"))
    assert deadlift.notes == "belt"
    assert bike.sets[0].distance_m == Decimal("3862.43")
    assert file.workouts[0].duration_s == 53 * 60
    refused = file.rows[3]
    assert (refused.reason, refused.field) == (RowReason.UNIT_UNKNOWN, Column.WEIGHT_UNIT)


def test_strong_with_workout_numbers() -> None:
    file = parsed(
        STRONG_NUMBERED
        + '"4";"2023-07-19 21:30:51";"Workout B";"1742";"Squat (Barbell)";"W";"50.0";"5";"";"";"";"";"late"\n'
        '"4";"2023-07-19 21:30:51";"Workout B";"1742";"Squat (Barbell)";"1";"100.0";"5";"";"";"";"";""\n'
        '"4";"2023-07-19 21:30:51";"Workout B";"1742";"Squat (Barbell)";"Note";"";"";"";"";"";"Tempo";""\n'
        '"4";"2023-07-19 21:30:51";"Workout B";"1742";"Squat (Barbell)";"D";"68.0";"25";"";"";"";"";""\n'
        '"4";"2023-07-19 21:30:51";"Workout B";"1742";"Squat (Barbell)";"F";"60.0";"10";"";"";"";"";""\n'
        '"4";"2023-07-19 21:30:51";"Workout B";"1742";"Rowing";"1";"";"";"";"2000";"480.0";"";""\n'
        '"5";"2023-07-19 21:30:51";"Workout B";"60";"Squat (Barbell)";"1";"90";"5";"";"";"";"";""\n'
    )
    first, second = file.workouts
    squat, rowing = first.exercises
    assert [each.type for each in squat.sets] == [SetType.WARMUP, SetType.NORMAL, SetType.DROP, SetType.FAILURE]
    assert (squat.notes, first.duration_s, first.notes) == ("Tempo", 1742, "late")
    assert (rowing.sets[0].distance_m, rowing.sets[0].duration_s) == (Decimal(2000), 480)
    assert second.exercises[0].sets[0].weight_kg == 90
    assert first.identity != second.identity
    assert {row.outcome for row in file.rows} == {RowOutcome.TAKEN}


@pytest.mark.parametrize(
    "text",
    [
        STRONG_GERMAN + '2025-08-23 17:51:23,"Ganzkörper",2h 23min,"Kniebeuge",1,50.0,12.0,0,0.0,"","Erstes",8\n'
        '2025-08-23 17:51:23,"Ganzkörper",2h 23min,"Kniebeuge",Ruhezeit,0,0.0,0,120.0,,,\n',
        STRONG_PORTUGUESE + '2025-08-23 17:51:23,"Ganzkörper",2h 23m,"Kniebeuge",1,50.0,12,0,0,"","Erstes",8\n',
        STRONG_FRENCH.replace("RPE,Notes", "RPE,Notes,Notes de l\N{RIGHT SINGLE QUOTATION MARK}entraînement")
        + '2025-08-23 17:51:23,"Ganzkörper",2h 23m,"Kniebeuge",1,50.0,12,0,0,8,"","Erstes"\n',
    ],
    ids=["German", "Portuguese", "French"],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_strong_in_other_languages_and_encodings(text: str, encoding: str) -> None:
    file = parsed(text.encode(encoding))
    (workout,) = file.workouts
    assert (workout.name, workout.duration_s, workout.notes) == ("Ganzkörper", 8580, "Erstes")
    assert sets(file) == [("Kniebeuge", SetType.NORMAL, Decimal(50), 12)]
    assert workout.exercises[0].sets[0].rpe == 8


def test_a_broken_byte_does_not_spoil_the_encoding() -> None:
    rows = "2025-08-23 17:51:23,Ganzkörper,45m,Übung,{n},50,12,0,0,,,\n"
    text = STRONG_GERMAN + rows.format(n=1) + rows.format(n=2).replace("Übung", "?bung")
    file = parsed(text.encode().replace(b"?", b"\xdc"))
    assert [exercise.name for exercise in file.workouts[0].exercises] == ["Übung", "\ufffdbung"]


def test_old_strong_headers_are_units() -> None:
    file = parsed(
        "Date;Workout Name;Exercise Name;Set Order;lbs;Reps;mi.;Seconds;Notes;Workout Notes\n"
        "2018-06-20 17:03:17;Bike;Deadlift;1;100;5;;;;\n"
    )
    assert sets(file) == [("Deadlift", SetType.NORMAL, Decimal("45.36"), 5)]


@pytest.mark.parametrize(
    "text",
    [
        "\r\n".join(STRONG_COMMA.splitlines()) + "\r\n2024-05-28 07:32:10,Push,45m,Dips,1,0,8,0,0,,,\r\n",
        STRONG_COMMA.replace("\n", "\r") + "2024-05-28 07:32:10,Push,45m,Dips,1,0,8,0,0,,,\r",
        "sep=;\n" + (STRONG_COMMA + "2024-05-28 07:32:10,Push,45m,Dips,1,0,8,0,0,,,\n").replace(",", ";"),
        STRONG_COMMA.replace(",", "\t") + "2024-05-28 07:32:10\tPush\t45m\tDips\t1\t\t8\t\t\t\t\t\n",
        STRONG_COMMA + '"2024-05-28 07:32:10,""Push"",45m,""Dips"",1,0,8,0,0,,,"\n',
        STRONG_COMMA + "2024-05-28 07:32:10,Push,45m,Dips,1,0,8\n",
    ],
    ids=["CRLF", "CR", "Excel sep=", "tabs", "whole line quoted", "trailing cells cut off"],
)
def test_what_spreadsheets_make_of_a_file(text: str) -> None:
    assert sets(parsed(text)) == [("Dips", SetType.NORMAL, None, 8)]


def test_columns_that_are_new_are_ignored_and_named() -> None:
    header = STRONG_COMMA.strip() + ",Heart Rate,Date\n"
    file = parsed(header + "2024-05-28 07:32:10,Push,45m,Dips,1,0,8,0,0,,,,140,x\n")
    assert file.ignored_columns == ("Heart Rate", "Date")
    assert len(sets(file)) == 1


def test_an_unknown_header_is_refused_with_the_columns_found() -> None:
    with pytest.raises(UnknownFormat, match="“Fecha”, “Ejercicio”, “Peso x”"):
        parsed("Fecha;Ejercicio;Peso x\n1;2;3\n")


def test_a_known_header_that_lacks_a_column_says_which() -> None:
    with pytest.raises(MissingColumns, match="Hevy but lacks “set_index”"):
        parsed(HEVY.replace("set_index", "set_number"))
    with pytest.raises(MissingColumns, match="Strong but lacks “weight”"):
        parsed(STRONG_COMMA.replace(",Weight,", ",Load,"))


def test_a_file_of_another_app_than_named() -> None:
    with pytest.raises(OtherSource):
        parsed(HEVY, options(source=ImportSource.STRONG))


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "FILE_EMPTY"),
        (b"\n\n", "FILE_EMPTY"),
        (HEVY.encode(), "FILE_EMPTY"),
        (b"PK\x03\x04rest of a spreadsheet", "FILE_DAMAGED"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "UNKNOWN_FORMAT"),
        (b"\x81\x8d\x8f", "NOT_TEXT"),
        (b"\xff\xfe\x00\x00D", "NOT_TEXT"),
        (b"just words\n", "UNKNOWN_FORMAT"),
        (b"," * 500_000, "UNKNOWN_FORMAT"),
        (b"x" * (20 * 1024 * 1024 + 1), "FILE_TOO_LARGE"),
    ],
)
def test_what_is_no_export(raw: bytes, code: str) -> None:
    with pytest.raises(FileRefused) as refused:
        parsed(raw)
    assert refused.value.code == code
