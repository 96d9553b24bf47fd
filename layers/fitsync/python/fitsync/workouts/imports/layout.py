"""Which export a file is, by its header, and what each of its columns means.

Hevy writes English snake_case headers whatever the app's language; only the unit is part of a name (`weight_kg`,
`weight_lbs`). Strong translates its headers. Known here, each from an export in that language: English (every dialect
since 2018), German and Brazilian Portuguese, and French from a sample. Other languages are refused with the columns
found rather than guessed by position.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final, NamedTuple

from fitsync.workouts.imports.documents import Column, ImportSource
from fitsync.workouts.imports.errors import MissingColumns, UnknownFormat
from fitsync.workouts.imports.reading import MAX_CHARACTERS, cells_of
from fitsync.workouts.imports.units import unit_of

_DELIMITERS: Final = ",;\t|"
_CURLY: Final = "\N{RIGHT SINGLE QUOTATION MARK}"
_IN_BRACKETS = re.compile(r"(.+?)\s*\(([^()]+)\)")
# A header with this many known names is a known export with something missing, not another kind of file.
_FAMILIAR: Final = 4

_HEVY: Final[Mapping[str, Column]] = MappingProxyType(
    {
        "title": Column.WORKOUT_NAME,
        "start_time": Column.STARTED_AT,
        "end_time": Column.ENDED_AT,
        "description": Column.WORKOUT_NOTES,
        "exercise_title": Column.EXERCISE,
        "superset_id": Column.SUPERSET,
        "exercise_notes": Column.EXERCISE_NOTES,
        "set_index": Column.SET_ORDER,
        "set_type": Column.SET_TYPE,
        "weight_kg": Column.WEIGHT,
        "weight_lbs": Column.WEIGHT,
        "reps": Column.REPS,
        "distance_km": Column.DISTANCE,
        "distance_miles": Column.DISTANCE,
        "duration_seconds": Column.SECONDS,
        "rpe": Column.RPE,
    }
)

_STRONG_NAMES: Final[Mapping[Column, str]] = MappingProxyType(
    {
        Column.WORKOUT_NUMBER: "workout #",
        Column.STARTED_AT: "date|datum|data",
        Column.WORKOUT_NAME: "workout name|workout-name|nome do treino|nom de l'entraînement",
        Column.DURATION: "duration|workout duration|dauer|workout-dauer|duração|duração do treino|durée",
        Column.EXERCISE: "exercise name|name der übung|nome do exercício|nom de l'exercice",
        Column.SET_ORDER: "set order|reihenfolge festlegen|ordem da série|ordre de la série",
        Column.WEIGHT: "weight|gewicht|peso|poids|kg|lb|lbs",
        Column.WEIGHT_UNIT: "weight unit|gewichtseinheit|unidade de peso|unité de poids",
        Column.REPS: "reps|wiederh.|réps",
        Column.DISTANCE: "distance|entfernung|distância|km|mi|mi.",
        Column.DISTANCE_UNIT: "distance unit|entfernungseinheit|unidade de distância|unité de distance",
        Column.SECONDS: "seconds|sekunden|segundos|secondes",
        Column.EXERCISE_NOTES: "notes|notizen|notas",
        Column.WORKOUT_NOTES: "workout notes|workout-notizen|notas do treino|notes de l'entraînement",
        Column.RPE: "rpe",
    }
)
_STRONG: Final[Mapping[str, Column]] = MappingProxyType(
    {name: column for column, names in _STRONG_NAMES.items() for name in names.split("|")}
)
_REQUIRED: Final[Mapping[ImportSource, tuple[Column, ...]]] = MappingProxyType(
    {
        ImportSource.HEVY: (
            Column.STARTED_AT,
            Column.EXERCISE,
            Column.SET_ORDER,
            Column.WEIGHT,
            Column.REPS,
        ),
        ImportSource.STRONG: (
            Column.STARTED_AT,
            Column.EXERCISE,
            Column.SET_ORDER,
            Column.WEIGHT,
            Column.REPS,
        ),
    }
)


class Layout(NamedTuple):
    """A recognised header."""

    source: ImportSource
    delimiter: str
    width: int
    columns: Mapping[Column, int]
    units: Mapping[Column, str]
    """The unit that a header names: `weight_lbs`, `Distance (meters)`, a column that is called `kg`."""
    ignored: tuple[str, ...]


def layout_of(header: str) -> Layout:
    """The layout that a header line describes. Raises UnknownFormat or MissingColumns, naming what was found."""
    if len(header) > MAX_CHARACTERS:
        raise UnknownFormat([header])
    best: list[str] = []
    familiar: MissingColumns | None = None
    for delimiter in _DELIMITERS:
        cells = _cells(header, delimiter)
        if len(cells) > len(best):
            best = cells
        for source, names in ((ImportSource.HEVY, _HEVY), (ImportSource.STRONG, _STRONG)):
            layout = _matched(source, names, cells, delimiter)
            missing = [column for column in _REQUIRED[source] if column not in layout.columns]
            if not missing:
                return layout
            if len(layout.columns) >= _FAMILIAR and familiar is None:
                familiar = MissingColumns(source, [_english(source, column) for column in missing], cells)
    raise familiar or UnknownFormat(best)


def _cells(header: str, delimiter: str) -> list[str]:
    try:
        return [cell.strip() for cell in cells_of(header, delimiter)]
    except csv.Error:
        return []


def _matched(source: ImportSource, names: Mapping[str, Column], cells: Sequence[str], delimiter: str) -> Layout:
    columns: dict[Column, int] = {}
    units: dict[Column, str] = {}
    ignored: list[str] = []
    for position, cell in enumerate(cells):
        column, unit = _meaning(names, cell)
        if column is None or column in columns:
            ignored.append(cell)
            continue
        columns[column] = position
        if unit:
            units[column] = unit
    return Layout(source, delimiter, len(cells), columns, units, tuple(ignored))


def _meaning(names: Mapping[str, Column], header: str) -> tuple[Column | None, str | None]:
    name = " ".join(unicodedata.normalize("NFKC", header).replace(_CURLY, "'").casefold().split())
    unit = None
    if name not in names and (bracketed := _IN_BRACKETS.fullmatch(name)):
        name, unit = bracketed[1], bracketed[2]
    column = names.get(name)
    if column in (Column.WEIGHT, Column.DISTANCE):
        unit = unit or name.rpartition("_")[2]
        return column, unit if unit_of(unit) else None
    return column, None


def _english(source: ImportSource, column: Column) -> str:
    names = _HEVY if source is ImportSource.HEVY else _STRONG
    return next(name for name, meaning in names.items() if meaning is column)
