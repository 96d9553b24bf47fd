"""Exports written the way the apps write them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from fitsync.users.service import Units
from fitsync.workouts.imports.documents import ImportSource
from fitsync.workouts.imports.parsed import Options, ParsedFile
from fitsync.workouts.imports.parsing import parse

NOW = datetime(2026, 11, 21, 8, tzinfo=UTC)
MADRID = ZoneInfo("Europe/Madrid")

HEVY = (
    '"title","start_time","end_time","description","exercise_title","superset_id","exercise_notes","set_index",'
    '"set_type","weight_kg","reps","distance_km","duration_seconds","rpe"\n'
)
HEVY_IMPERIAL = HEVY.replace("weight_kg", "weight_lbs").replace("distance_km", "distance_miles")
STRONG_COMMA = (
    "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,Workout Notes,RPE\n"
)
STRONG_UNITS = (
    "Date;Workout Name;Exercise Name;Set Order;Weight;Weight Unit;Reps;RPE;Distance;Distance Unit;Seconds;Notes;"
    "Workout Notes;Workout Duration\n"
)
STRONG_NUMBERED = (
    '"Workout #";"Date";"Workout Name";"Duration (sec)";"Exercise Name";"Set Order";"Weight (kg)";"Reps";"RPE";'
    '"Distance (meters)";"Seconds";"Notes";"Workout Notes"\n'
)
STRONG_GERMAN = (
    "Datum,Workout-Name,Dauer,Name der Übung,Reihenfolge festlegen,Gewicht,Wiederh.,Entfernung,Sekunden,Notizen,"
    "Workout-Notizen,RPE\n"
)
STRONG_PORTUGUESE = (
    "Data,Nome do treino,Duração,Nome do exercício,Ordem da série,Peso,Reps,Distância,Segundos,Notas,"
    "Notas do treino,RPE\n"
)
STRONG_FRENCH = (
    "Date,Nom de l'entraînement,Durée,Nom de l'exercice,Ordre de la série,Poids,Réps,Distance,Secondes,RPE,Notes\n"
)


def options(
    zone: ZoneInfo = MADRID, units: Units = Units.METRIC, source: ImportSource | None = None, now: datetime = NOW
) -> Options:
    return Options(zone, units, now, source)


def parsed(text: str | bytes, how: Options | None = None) -> ParsedFile:
    raw = text.encode() if isinstance(text, str) else text
    return parse(io.BytesIO(raw), how or options())


def hevy_row(
    exercise: str = "Bench Press (Barbell)",
    index: object = 0,
    *,
    title: str = "Push",
    start: str = "28 May 2024, 07:32",
    end: str = "28 May 2024, 08:27",
    description: str = "",
    superset: object = "",
    notes: str = "",
    type_: str = "normal",
    weight: object = 60,
    reps: object = 8,
    distance: object = "",
    seconds: object = "",
    rpe: object = "",
) -> str:
    cells = [title, start, end, description, exercise, superset, notes, index, type_, weight, reps, distance]
    return row([*cells, seconds, rpe], ",")


def strong_row(
    exercise: str = "Bench Press (Barbell)",
    order: object = 1,
    *,
    date: str = "2024-05-28 07:32:10",
    name: str = "Push Day",
    duration: str = "1h 5m",
    weight: object = 60,
    reps: object = 8,
    distance: object = 0,
    seconds: object = 0,
    notes: str = "",
    workout_notes: str = "",
    rpe: object = "",
) -> str:
    cells = [date, name, duration, exercise, order, weight, reps, distance, seconds, notes, workout_notes, rpe]
    return row(cells, ",")


def row(cells: Iterable[object], delimiter: str) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerow(cells)
    return out.getvalue()
