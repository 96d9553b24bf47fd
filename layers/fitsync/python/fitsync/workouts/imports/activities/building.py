"""From what was recorded to workouts and the report of the rows. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from fitsync.workouts import limits
from fitsync.workouts.activity import MAX_LAPS, Activity, Lap
from fitsync.workouts.imports import identity
from fitsync.workouts.imports.activities import sports, strength
from fitsync.workouts.imports.activities.limits import MAX_ELAPSED
from fitsync.workouts.imports.activities.recording import Recorded, RecordedLap
from fitsync.workouts.imports.activities.rows import Rows
from fitsync.workouts.imports.activities.zones import zone_of
from fitsync.workouts.imports.documents import MAX_NAME, CellRemark, Column, RowOutcome, RowReason
from fitsync.workouts.imports.parsed import (
    Note,
    Options,
    ParsedExercise,
    ParsedSet,
    ParsedWorkout,
    RowRefused,
    RowReport,
)
from fitsync.workouts.imports.texts import line, paragraph
from fitsync.workouts.imports.units import plain
from fitsync.workouts.session import SetType

_HUNDREDTH = Decimal("0.01")
_MAX_CALORIES = 65_534
"""As FIT counts them: two bytes, of which the highest value says that there are none."""
_MAX_HEART_RATE = 254
_MAX_CLIMB_M = Decimal(limits.MAX_DISTANCE_M)


class _Times(NamedTuple):
    """Seconds, whole: from start to end, without pauses, and without standing still."""

    elapsed: int
    active: int
    moving: int | None


def built(found: Sequence[Recorded], options: Options) -> tuple[tuple[ParsedWorkout, ...], tuple[RowReport, ...]]:
    """The workouts, oldest first, and what became of every row, in file order."""
    rows = Rows()
    workouts: list[ParsedWorkout] = []
    minutes: Counter[str] = Counter()
    for recorded in found:
        try:
            workout = _workout(recorded, options, rows, len(workouts))
        except RowRefused as refusal:
            rows.refuse(refusal)
            continue
        if workout is not None:
            minute = identity.of_recording(workout.started_at, 0)
            workouts.append(workout._replace(identity=identity.of_recording(workout.started_at, minutes[minute])))
            minutes[minute] += 1
    order = sorted(range(len(workouts)), key=lambda index: (workouts[index].started_at, index))
    places = {index: place for place, index in enumerate(order)}
    return tuple(workouts[index] for index in order), rows.reports(places)


def _workout(recorded: Recorded, options: Options, rows: Rows, index: int) -> ParsedWorkout | None:
    sport, sub_sport = sports.normal(recorded.sport, recorded.sub_sport)
    if sport == sports.TRANSITION:
        raise RowRefused(RowReason.TRANSITION, Column.SPORT, RowOutcome.SKIPPED)
    started_at = _started(recorded, options)
    times = _times(recorded, started_at)
    meant = sports.of(sport, sub_sport)
    activity, notes = _activity(recorded, times, sport or "unknown", sub_sport)
    if recorded.sets:
        exercises = strength.exercises(recorded.sets, notes, rows, index)
    else:
        exercises = (_endurance(meant, activity, notes, rows, index, started_at),)
    if not exercises:
        return None
    route = recorded.track.route()
    return ParsedWorkout(
        name=line(recorded.name or "", MAX_NAME)[0] or meant.exercise,
        started_at=started_at,
        duration_s=times.elapsed,
        notes=paragraph(recorded.notes or "", limits.MAX_SESSION_NOTES_LENGTH)[0] or None,
        exercises=exercises,
        identity="",
        paused_s=times.elapsed - times.active,
        time_zone=zone_of(recorded.utc_offset, started_at, options.zone),
        activity=activity,
        route=route,
    )


def _started(recorded: Recorded, options: Options) -> datetime:
    if recorded.started_at is None:
        raise RowRefused(RowReason.TIME_MISSING, Column.STARTED_AT)
    if not limits.EARLIEST <= recorded.started_at <= options.now:
        raise RowRefused(RowReason.DATE_OUT_OF_RANGE, Column.STARTED_AT)
    return recorded.started_at


def _times(recorded: Recorded, started_at: datetime) -> _Times:
    track = recorded.track
    reached = track.times[-1] - started_at.timestamp() if len(track) else 0.0
    moving = track.moving_seconds()
    timer = recorded.timer_seconds
    elapsed = max(recorded.elapsed_seconds or max(reached, 0.0), timer or 0.0)
    if elapsed > MAX_ELAPSED.total_seconds():
        raise RowRefused(RowReason.NUMBER_OUT_OF_RANGE, Column.DURATION)
    # A file that counts no time of its own (GPX) leaves the time spent moving, where there is any.
    active = min(timer or moving or elapsed, elapsed)
    return _Times(round(elapsed), round(active), None if moving is None else round(min(moving, active)))


def _activity(
    recorded: Recorded, times: _Times, sport: str, sub_sport: str | None
) -> tuple[Activity, tuple[Note, ...]]:
    notes: list[Note] = []
    if recorded.track.skipped:
        notes.append(Note(CellRemark.POINTS_SKIPPED, Column.POINTS))
    if len(recorded.laps) > MAX_LAPS:
        notes.append(Note(CellRemark.LAPS_DROPPED, Column.LAPS))
    distance = _metres(recorded.distance_m or recorded.track.travelled())
    if distance is not None and distance > limits.MAX_DISTANCE_M:
        notes.append(Note(CellRemark.MEASURE_DROPPED, Column.DISTANCE))
        distance = None
    average, highest = _heart_rates(recorded)
    climbed = recorded.track.climbed() or (None, None)
    gain, loss = (
        _metres(climbed[side] if told is None else told)
        for side, told in enumerate((recorded.ascent_m, recorded.descent_m))
    )
    activity = Activity(
        sport=sport,
        sub_sport=sub_sport,
        elapsed_seconds=times.elapsed,
        active_seconds=times.active,
        moving_seconds=times.moving,
        distance_m=distance,
        elevation_gain_m=gain if gain is None or gain <= _MAX_CLIMB_M else None,
        elevation_loss_m=loss if loss is None or loss <= _MAX_CLIMB_M else None,
        average_heart_rate=average,
        max_heart_rate=highest,
        calories=_whole(recorded.calories, _MAX_CALORIES) or None,
        laps=tuple(_lap(lap) for lap in recorded.laps[:MAX_LAPS]),
    )
    return activity, tuple(notes)


def _endurance(
    meant: sports.Sport, activity: Activity, notes: tuple[Note, ...], rows: Rows, index: int, started_at: datetime
) -> ParsedExercise:
    """The whole activity as one set: its records are those of the whole, its laps stand beside it."""
    duration: int | None = activity.active_seconds or None
    if duration and duration > limits.MAX_SET_SECONDS:
        notes = (*notes, Note(CellRemark.DURATION_DROPPED, Column.DURATION))
        duration = None
    distance = None if meant.timed else activity.distance_m or None
    if duration is None and distance is None:
        raise RowRefused(RowReason.NOTHING_MEASURED, outcome=RowOutcome.SKIPPED)
    if not meant.known:
        notes = (*notes, Note(CellRemark.SPORT_UNKNOWN, Column.SPORT))
    done = ParsedSet(
        type=SetType.NORMAL,
        weight_kg=None,
        reps=None,
        distance_m=distance,
        duration_s=duration,
        rpe=None,
        row=rows.take(index, notes),
        done_at=started_at + timedelta(seconds=activity.elapsed_seconds),
    )
    return ParsedExercise(meant.exercise, None, None, (done,))


def _heart_rates(recorded: Recorded) -> tuple[int | None, int | None]:
    average = _whole(recorded.average_heart_rate, _MAX_HEART_RATE)
    highest = _whole(recorded.max_heart_rate, _MAX_HEART_RATE)
    measured = recorded.track.heart_rate() if average is None or highest is None else None
    if measured:
        average, highest = average or measured[0], highest or measured[1]
    return average or None, highest or None


def _lap(lap: RecordedLap) -> Lap:
    seconds, metres = lap.seconds or 0.0, _metres(lap.distance_m)
    return Lap(
        started_at=lap.started_at,
        duration_seconds=round(min(seconds, MAX_ELAPSED.total_seconds())),
        distance_m=metres if metres is None or metres <= limits.MAX_DISTANCE_M else None,
        average_heart_rate=_whole(lap.average_heart_rate, _MAX_HEART_RATE) or None,
        max_heart_rate=_whole(lap.max_heart_rate, _MAX_HEART_RATE) or None,
    )


def _metres(value: float | None) -> Decimal | None:
    if value is None or value >= 10**12:
        return None
    return plain(Decimal(value).quantize(_HUNDREDTH, ROUND_HALF_UP))


def _whole(value: float | None, most: int) -> int | None:
    return round(value) if value is not None and value <= most else None
