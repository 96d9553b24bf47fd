"""A session in brief: for the history, and for events that others must be able to live from without asking back."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from pydantic import Field

from fitsync.kit.documents import Document
from fitsync.workouts import detection, records
from fitsync.workouts.detection import PersonalRecord
from fitsync.workouts.kinds import ExerciseKind
from fitsync.workouts.metrics import is_hard, volume_of
from fitsync.workouts.records import RecordKind
from fitsync.workouts.session import (
    ExerciseEntry,
    Metrics,
    WorkoutLocation,
    WorkoutSession,
    WorkoutSource,
    WorkoutStatus,
)


class ExerciseLine(Document):
    """An exercise of a session in the history: how many sets were done."""

    exercise_id: str
    name: str
    set_count: int


class WorkoutSummary(Document):
    """A session as the history shows it."""

    id: str
    name: str
    status: WorkoutStatus
    version: int
    source: WorkoutSource = WorkoutSource.APP
    planned_for: datetime | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    location: WorkoutLocation | None = None
    exercises: tuple[ExerciseLine, ...] = ()
    metrics: Metrics = Field(default_factory=Metrics)


class ExerciseTotals(Document):
    """What was done of one exercise in a session, warm-ups left out. `best_weight_kg` and `one_rep_max_kg` (Epley)
    are the session's best; `hard_sets` are those that training volume is measured in (`metrics.is_hard`).
    """

    exercise_id: str
    name: str
    kind: ExerciseKind
    primary_muscles: tuple[str, ...] = ()
    secondary_muscles: tuple[str, ...] = ()
    sets: int = 0
    hard_sets: int = 0
    reps: int = 0
    volume: Decimal = Decimal(0)
    distance_m: Decimal = Decimal(0)
    duration_seconds: int = 0
    best_weight_kg: Decimal | None = None
    one_rep_max_kg: Decimal | None = None


class RecordLine(PersonalRecord):
    """The best record of its kind that fell in a session, against what stood before the session."""

    exercise_id: str
    exercise_name: str


class WorkoutTotals(Document):
    """What a session adds to everything that is counted. `local_date` is the day it began where the user was.

    `average_rpe` is that of the sets, `session_rpe` what the user said of the session as a whole.
    """

    workout_id: str
    workout_name: str
    source: WorkoutSource
    local_date: date
    time_zone: str
    started_at: datetime
    ended_at: datetime
    duration_seconds: int
    volume: Decimal
    calories: int
    average_rpe: Decimal | None = None
    session_rpe: Decimal | None = None
    rest_seconds: int = 0
    set_count: int = 0
    location: WorkoutLocation | None = None
    template_id: str | None = None
    exercises: tuple[ExerciseTotals, ...] = ()
    records: tuple[RecordLine, ...] = ()


def summary_of(session: WorkoutSession, version: int) -> WorkoutSummary:
    """The session for the history."""
    return WorkoutSummary(
        id=session.id,
        name=session.name,
        status=session.status,
        version=version,
        source=session.source,
        planned_for=session.planned_for,
        started_at=session.started_at,
        ended_at=session.ended_at,
        location=session.location,
        exercises=tuple(
            ExerciseLine(
                exercise_id=entry.exercise_id, name=entry.name, set_count=sum(done.done for done in entry.sets)
            )
            for entry in session.exercises
        ),
        metrics=session.metrics,
    )


def totals_of(session: WorkoutSession) -> WorkoutTotals | None:
    """What a completed session adds up to; None for any other, which adds nothing."""
    if session.status is not WorkoutStatus.COMPLETED or session.started_at is None or session.ended_at is None:
        return None
    metrics = session.metrics
    return WorkoutTotals(
        workout_id=session.id,
        workout_name=session.name,
        source=session.source,
        local_date=local_date(session.started_at, session.time_zone),
        time_zone=session.time_zone,
        started_at=session.started_at,
        ended_at=session.ended_at,
        duration_seconds=metrics.duration_seconds,
        volume=metrics.total_volume,
        calories=metrics.calories,
        average_rpe=metrics.average_rpe,
        session_rpe=session.session_rpe,
        rest_seconds=metrics.total_rest_seconds,
        set_count=metrics.set_count,
        location=session.location,
        template_id=session.template.id if session.template else None,
        exercises=tuple(_exercises(session)),
        records=tuple(record_lines(session)),
    )


def local_date(instant: datetime, time_zone: str) -> date:
    """The day of `instant` in an IANA time zone."""
    return instant.astimezone(ZoneInfo(time_zone)).date()


def record_lines(session: WorkoutSession) -> list[RecordLine]:
    """The records of the session, the best of each exercise and kind."""
    best: dict[tuple[str, RecordKind], RecordLine] = {}
    for (exercise_index, _), fallen in detection.of_session(session).items():
        entry = session.exercises[exercise_index]
        before = session.bests_before[entry.exercise_id]
        for record in fallen:
            line = detection.against(record, before[record.kind.value])
            key = entry.exercise_id, record.kind
            best[key] = RecordLine(exercise_id=entry.exercise_id, exercise_name=entry.name, **dict(line))
    return list(best.values())


def _exercises(session: WorkoutSession) -> Iterable[ExerciseTotals]:
    by_exercise: dict[str, list[ExerciseEntry]] = {}
    for entry in session.exercises:
        by_exercise.setdefault(entry.exercise_id, []).append(entry)
    bests = records.bests(session)
    for exercise_id, entries in by_exercise.items():
        work = [(entry, done) for entry in entries for done in entry.sets if done.counts]
        if not work:
            continue
        best = bests.get(exercise_id, {})
        weight, one_rep_max = best.get(RecordKind.MAX_WEIGHT), best.get(RecordKind.ESTIMATED_ONE_REP_MAX)
        first = entries[0]
        yield ExerciseTotals(
            exercise_id=exercise_id,
            name=first.name,
            kind=first.kind,
            primary_muscles=first.primary_muscles,
            secondary_muscles=first.secondary_muscles,
            sets=len(work),
            hard_sets=sum(is_hard(done) for _, done in work),
            reps=sum(done.reps or 0 for _, done in work),
            volume=sum((volume_of(session, entry, done) for entry, done in work), Decimal(0)),
            distance_m=sum((done.distance_m or Decimal(0) for _, done in work), Decimal(0)),
            duration_seconds=sum(done.duration_seconds or 0 for _, done in work),
            best_weight_kg=weight.value if weight else None,
            one_rep_max_kg=one_rep_max.value if one_rep_max else None,
        )
