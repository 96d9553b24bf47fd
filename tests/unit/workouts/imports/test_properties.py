"""What holds for every file."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fitsync.users.service import Units
from fitsync.workouts.imports import units
from fitsync.workouts.imports.documents import Column, ImportSource, RowOutcome
from fitsync.workouts.imports.errors import FAILURE_CODES, FileRefused
from fitsync.workouts.session import SetType
from tests.support.exports import (
    HEVY,
    HEVY_IMPERIAL,
    NOW,
    STRONG_COMMA,
    STRONG_GERMAN,
    STRONG_NUMBERED,
    STRONG_UNITS,
    options,
    parsed,
)

OLDEST = datetime.fromisoformat("2015-01-01T00:00")
HEADERS = [HEVY, HEVY_IMPERIAL, STRONG_COMMA, STRONG_UNITS, STRONG_NUMBERED, STRONG_GERMAN]


@given(st.binary(max_size=2000))
def test_any_bytes_are_read_or_refused_by_name(raw: bytes) -> None:
    try:
        parsed(raw)
    except FileRefused as refusal:
        assert refusal.code in FAILURE_CODES  # noqa: PT017


@given(
    st.sampled_from(HEADERS),
    st.one_of(st.binary(max_size=2000), st.text(alphabet="\"',;\n\r\t0129.:-=WDF \x00é", max_size=500).map(str.encode)),
    st.sampled_from(["utf-8", "utf-16"]),
)
def test_any_rows_under_a_known_header_are_each_reported_once(header: str, rest: bytes, encoding: str) -> None:
    raw = header.encode() + rest if encoding == "utf-8" else (header + rest.decode("latin-1")).encode("utf-16")
    try:
        file = parsed(raw)
    except FileRefused as refusal:
        # Enough broken bytes make it Windows-1252, in which a German header is none, or no text at all.
        assert refusal.code in {"FILE_EMPTY", "NOT_TEXT"} or header is STRONG_GERMAN  # noqa: PT017
        return
    assert [row.row for row in file.rows] == list(range(2, len(file.rows) + 2))
    taken = [row for row in file.rows if row.outcome is RowOutcome.TAKEN]
    assert all((row.reason is None) == (row.outcome is RowOutcome.TAKEN) for row in file.rows)
    assert {row.workout for row in taken} == set(range(len(file.workouts)))


@dataclass(frozen=True)
class Written:
    """A set as a generator made it; weights and distances in the units of the file."""

    type: SetType
    weight: Decimal | None
    reps: int
    seconds: int | None
    rpe: Decimal | None


Workouts = list[tuple[datetime, str, list[tuple[str, list[Written]]]]]


def decimals(low: int, high: int, places: int) -> st.SearchStrategy[Decimal]:
    return st.decimals(low, high, places=places, allow_nan=False, allow_infinity=False)


texts = st.text(
    st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"], exclude_characters="\ufeff"), max_size=60
).map(lambda text: " ".join(text.split()))
names = texts.filter(lambda text: text.isalnum() or text[:1].isalpha())
one_set = st.builds(
    Written,
    st.sampled_from(SetType),
    st.none() | decimals(1, 400, 2),
    st.integers(1, 100),
    st.none() | st.integers(1, 7200),
    st.none() | st.integers(12, 20).map(lambda halves: Decimal(halves) / 2),
)
one_exercise = st.tuples(names, st.lists(one_set, min_size=1, max_size=5))
starts = st.integers(0, 11 * 365 * 24 * 60).map(lambda minutes: OLDEST + timedelta(minutes=minutes))
workouts = st.lists(
    st.tuples(
        starts,
        names,
        st.lists(one_exercise, min_size=1, max_size=4),
    ),
    max_size=4,
    unique_by=lambda workout: workout[0],
)
HEVY_TYPE = {
    SetType.NORMAL: "normal",
    SetType.WARMUP: "warmup",
    SetType.DROP: "dropset",
    SetType.FAILURE: "failure",
}


def hevy_file(content: Workouts) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    for start, name, exercises in content:
        times = [f"{at:%d %b %Y, %H:%M}" for at in (start, start + timedelta(minutes=50))]
        for exercise, sets in exercises:
            for index, each in enumerate(sets):
                cells = [name, *times, "", exercise, "", "", index, HEVY_TYPE[each.type], each.weight, each.reps]
                writer.writerow([*cells, "", each.seconds, each.rpe])
    return HEVY + out.getvalue()


@settings(max_examples=60, deadline=None)
@given(workouts, st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_what_was_written_comes_back(content: Workouts, encoding: str) -> None:
    text = hevy_file(content)
    if not content:
        return
    file = parsed(text.encode(encoding), options(source=ImportSource.HEVY, now=NOW))
    assert {row.outcome for row in file.rows} == {RowOutcome.TAKEN}
    assert len(file.workouts) == len(content)
    by_start = {workout.identity[:16]: workout for workout in file.workouts}
    for start, _, exercises in content:
        found = by_start[f"{start:%Y-%m-%dT%H:%M}"]
        assert [
            (done.type, done.weight_kg, done.reps, done.duration_s, done.rpe)
            for exercise in found.exercises
            for done in exercise.sets
        ] == [(each.type, each.weight, each.reps, each.seconds, each.rpe) for _, sets in exercises for each in sets]


@given(decimals(0, 4400, 1))
def test_pounds_survive_the_way_there_and_back(pounds: Decimal) -> None:
    pound = units.unit_of("lbs")
    assert pound is not None
    kilograms = units.measure(pounds, pound) or Decimal(0)
    assert abs(kilograms - pounds * Decimal("0.45359237")) <= Decimal("0.005")
    assert (kilograms / Decimal("0.45359237")).quantize(Decimal("0.1"), ROUND_HALF_UP) == pounds


@given(decimals(0, 2000, 3))
def test_kilograms_are_taken_as_they_are(kilograms: Decimal) -> None:
    kilogram = units.unit_of("kg")
    assert kilogram is not None
    assert (units.measure(kilograms, kilogram) or 0) == kilograms


@pytest.mark.parametrize("system", list(Units))
@given(decimals(0, 999_999, 2))
def test_a_decimal_comma_is_a_decimal_point(system: Units, value: Decimal) -> None:
    text = str(value)
    assert units.number(text, Column.WEIGHT) == units.number(text.replace(".", ","), Column.WEIGHT) == (value or None)
