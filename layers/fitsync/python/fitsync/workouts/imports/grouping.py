"""From rows to workouts: which rows belong together, and where one exercise ends and its twin begins.

Rows may come in any order. A workout is found by its key; an exercise by its name, unless the row's place in the set
order is taken already, which is how an exercise that was done twice in one workout shows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from fitsync.workouts import limits
from fitsync.workouts.imports.documents import CellRemark, Column, RowOutcome, RowReason
from fitsync.workouts.imports.parsed import Note, ParsedExercise, ParsedSet, ParsedWorkout, RowRefused, RowReport
from fitsync.workouts.imports.rows import Rejected, Row, WorkoutKey
from fitsync.workouts.imports.texts import name_key
from fitsync.workouts.session import SetType


@dataclass(slots=True)
class _Exercise:
    name: str
    superset: str
    taken: set[int] = field(default_factory=set)
    sets: list[tuple[int | None, ParsedSet]] = field(default_factory=list)
    notes: dict[str, int] = field(default_factory=dict)
    note_rows: list[int] = field(default_factory=list)

    def in_order(self) -> tuple[ParsedSet, ...]:
        """The sets by their ordinals; one that has none stays behind the set it was written behind."""
        keyed: list[tuple[int, ParsedSet]] = []
        last = -1
        for ordinal, done in self.sets:
            last = last if ordinal is None else ordinal
            keyed.append((last, done))
        keyed.sort(key=lambda pair: pair[0])
        return tuple(done for _, done in keyed)


@dataclass(slots=True)
class _Workout:
    index: int
    key: WorkoutKey
    started_at: datetime
    ordinal: int
    duration_s: int | None = None
    notes: str = ""
    exercises: list[_Exercise] = field(default_factory=list)
    latest: dict[str, _Exercise] = field(default_factory=dict)
    sets: int = 0


class Grouping:
    """Collects the rows of one file."""

    def __init__(self) -> None:
        self._workouts: dict[WorkoutKey, _Workout] = {}
        self._starts: defaultdict[str, int] = defaultdict(int)
        self._reports: list[RowReport] = []

    def add(self, row: Row | Rejected) -> None:
        """Put a row where it belongs; what cannot be put is reported."""
        if isinstance(row, Rejected):
            self._reports.append(RowReport(row.row, row.outcome, row.reason, row.field))
            return
        workout = self._workout(row)
        try:
            _place(workout, row)
        except RowRefused as refusal:
            self._reports.append(RowReport(row.row, refusal.outcome, refusal.reason, refusal.field))
        else:
            self._reports.append(RowReport(row.row, RowOutcome.TAKEN, notes=row.notes, workout=workout.index))

    def result(self) -> tuple[tuple[ParsedWorkout, ...], tuple[RowReport, ...]]:
        """The workouts, oldest first, and the report of every row added, in order."""
        parsed: list[tuple[int, ParsedWorkout]] = []
        shortened: dict[int, Note] = {}
        orphans: set[int] = set()
        for workout in self._workouts.values():
            built = _built(workout, shortened)
            if built.exercises:
                parsed.append((workout.index, built))
            orphans.update(n for each in workout.exercises if not each.sets for n in each.note_rows)
        parsed.sort(key=lambda pair: (pair[1].started_at, pair[1].identity))
        places = {index: place for place, (index, _) in enumerate(parsed)}
        reports = tuple(_final(report, places, shortened, orphans) for report in self._reports)
        return tuple(workout for _, workout in parsed), reports

    def _workout(self, row: Row) -> _Workout:
        workout = self._workouts.get(row.key)
        if workout is None:
            minute = _minute(row.key)
            ordinal = self._starts[minute]
            self._starts[minute] += 1
            workout = _Workout(len(self._workouts), row.key, row.started_at, ordinal)
            self._workouts[row.key] = workout
        workout.duration_s = workout.duration_s or row.duration_s
        workout.notes = workout.notes or row.workout_notes
        return workout


def _minute(key: WorkoutKey) -> str:
    return key.wall.strftime("%Y-%m-%dT%H:%M")


def _place(workout: _Workout, row: Row) -> None:
    if row.set and workout.sets >= limits.MAX_SETS:
        raise RowRefused(RowReason.TOO_MANY_SETS)
    exercise = _exercise_of(workout, row)
    if row.exercise_notes:
        exercise.notes.setdefault(row.exercise_notes, row.row)
    if row.set is None:
        exercise.note_rows.append(row.row)
        return
    if row.ordinal is not None:
        exercise.taken.add(row.ordinal)
    exercise.sets.append((row.ordinal, row.set))
    workout.sets += 1


def _exercise_of(workout: _Workout, row: Row) -> _Exercise:
    name = name_key(row.exercise)
    known = workout.latest.get(name)
    if known is not None and not _again(workout, known, row):
        return known
    if len(workout.exercises) >= limits.MAX_EXERCISES:
        raise RowRefused(RowReason.TOO_MANY_EXERCISES, Column.EXERCISE)
    fresh = _Exercise(row.exercise, row.superset)
    if known is not None and workout.exercises[-1] is known and row.ordinal is not None:
        fresh.sets = _trailing_warm_ups(known)
    workout.exercises.append(fresh)
    workout.latest[name] = fresh
    return fresh


def _again(workout: _Workout, known: _Exercise, row: Row) -> bool:
    """Whether the row starts the exercise a second time."""
    if row.set is None:
        return False
    if row.ordinal is not None:
        return row.ordinal in known.taken
    # A tagged set has no number. After other exercises, a warm-up begins anew.
    return workout.exercises[-1] is not known and row.set.type is SetType.WARMUP and bool(known.taken)


def _trailing_warm_ups(known: _Exercise) -> list[tuple[int | None, ParsedSet]]:
    """Warm-ups written just before the count starts again belong to what they warm up for."""
    moved: list[tuple[int | None, ParsedSet]] = []
    while known.sets and known.sets[-1][0] is None and known.sets[-1][1].type is SetType.WARMUP:
        moved.insert(0, known.sets.pop())
    return moved


def _built(workout: _Workout, shortened: dict[int, Note]) -> ParsedWorkout:
    groups: dict[str, int] = {}
    room = limits.MAX_TOTAL_NOTES_LENGTH
    exercises: list[ParsedExercise] = []
    for exercise in workout.exercises:
        if not exercise.sets:
            continue
        notes = "\n".join(exercise.notes)
        kept = notes[: min(room, limits.MAX_NOTE_LENGTH)].rstrip()
        if kept != notes:
            shortened[max(exercise.notes.values())] = Note(CellRemark.TEXT_SHORTENED, Column.EXERCISE_NOTES)
        room -= len(kept)
        superset = groups.setdefault(exercise.superset, len(groups)) if exercise.superset else None
        exercises.append(ParsedExercise(exercise.name, superset, kept or None, exercise.in_order()))
    return ParsedWorkout(
        name=workout.key.name,
        started_at=workout.started_at,
        duration_s=workout.duration_s,
        notes=workout.notes or None,
        exercises=tuple(exercises),
        identity=f"{_minute(workout.key)}#{workout.ordinal}",
    )


def _final(report: RowReport, places: dict[int, int], shortened: dict[int, Note], orphans: Iterable[int]) -> RowReport:
    if report.workout is None:
        return report
    if report.row in orphans:
        return RowReport(report.row, RowOutcome.SKIPPED, RowReason.NOTE_WITHOUT_SETS, Column.EXERCISE_NOTES)
    note = shortened.get(report.row)
    notes = (*report.notes, note) if note and note not in report.notes else report.notes
    return report._replace(notes=notes, workout=places[report.workout])
