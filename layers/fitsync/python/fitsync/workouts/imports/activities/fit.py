"""Reads FIT with fitdecode: a stream of messages, of which sessions, laps, points and sets matter here.

A file that was cut off or whose checksum is wrong is refused as a whole. Its numbers could be anything, and since an
activity is known by its start, half of it would keep the whole one out later.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from fitsync.workouts.imports.activities.limits import MAX_ACTIVITIES, MAX_MESSAGES
from fitsync.workouts.imports.activities.numbers import number
from fitsync.workouts.imports.activities.recording import Recorded, RecordedLap, RecordedSet
from fitsync.workouts.imports.activities.track import Track
from fitsync.workouts.imports.errors import (
    FileCutOff,
    FileDamaged,
    NotAnActivity,
    NothingRecorded,
    TooManyActivities,
    TooManyPoints,
)

if TYPE_CHECKING:
    from fitdecode import FitReader

Values = Mapping[str, object]

_EPOCH: Final = datetime(1989, 12, 31, tzinfo=UTC)
_EPOCH_UNIX: Final = _EPOCH.timestamp()
_LEAST: Final = 0x10000000
_DEGREES: Final = 180 / 2**31
_ACTIVITY: Final = "activity"
_END: Final = ""
# A fraction of a second apart is the same second to a watch.
_SLACK: Final = 1.0
# The longest a clock is from UTC: Kiribati's 14 hours, in quarters.
_MAX_QUARTERS: Final = 56
# What fitdecode trips over in messages that no device writes.
_TRIPS: Final = (
    ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError, TypeError, ValueError, struct.error,
)  # fmt: skip


def read(raw: bytes) -> list[Recorded]:
    """Every session of a file, in file order."""
    _check_length(raw)
    found: list[Recorded] = []
    part = _Part()
    for message, values in _messages(raw):
        if message == _END:
            found += part.activities()
            part = _Part()
        else:
            part.take(message, values)
        if len(found) + len(part.sessions) > MAX_ACTIVITIES:
            raise TooManyActivities
    if not found:
        raise NothingRecorded("It holds no session and no point.")
    return found


def _check_length(raw: bytes) -> None:
    """Raise FileCutOff when there is less of the first file than its header says, or the header was never finished."""
    size = raw[0]
    (body,) = struct.unpack_from("<I", raw, 4)
    if not body:
        raise FileCutOff("The watch never finished it: its length is missing.")
    if len(raw) < size + body + 2:
        raise FileCutOff(f"It has {len(raw):,} of {size + body + 2:,} bytes.")


def _messages(raw: bytes) -> Iterator[tuple[str, Values]]:
    """The name and the fields of each data message; `_END` after the last of each file that was joined to another."""
    import fitdecode

    wanted = frozenset({"file_id", "activity", "sport", "session", "lap", "record", "event", "set", "exercise_title"})
    reader: FitReader = fitdecode.FitReader(
        io.BytesIO(raw),
        processor=None,
        check_crc=fitdecode.CrcCheck.RAISE,
        error_handling=fitdecode.ErrorHandling.IGNORE,
    )
    count = whole = 0
    try:
        for frame in reader:
            count += 1
            if count > MAX_MESSAGES:
                raise TooManyPoints
            if frame.frame_type == fitdecode.FIT_FRAME_CRC:
                whole += 1
                yield _END, {}
            elif frame.frame_type == fitdecode.FIT_FRAME_DATA and frame.name in wanted:
                yield frame.name, {field.name: field.value for field in frame.fields if field.value is not None}
    except fitdecode.FitHeaderError as error:
        if not whole:
            raise FileDamaged("Its header is none.") from error
        # Bytes behind a whole file, which some tools fill up blocks with.
    except fitdecode.FitCRCError as error:
        raise FileDamaged("Its checksum does not fit its content.") from error
    except fitdecode.FitEOFError as error:
        raise FileCutOff("It ends in the middle of a message.") from error
    except (fitdecode.FitError, *_TRIPS) as error:
        raise FileDamaged("A message in it cannot be understood.") from error


class _Part:
    """What one file (several can be joined) has said so far. Sessions come behind what they sum up."""

    def __init__(self) -> None:
        self.sessions: list[Recorded] = []
        self._track = Track()
        self._laps: list[RecordedLap] = []
        self._sets: list[RecordedSet] = []
        self._titles: dict[tuple[object, object], str] = {}
        self._sport: tuple[str | None, str | None] = None, None
        self._offset: timedelta | None = None

    def take(self, message: str, values: Values) -> None:
        if message == "record":
            self._record(values)
        elif message == "file_id":
            _check_type(values.get("type"))
        else:
            handler = {
                "session": self._session,
                "lap": self._lap,
                "set": self._set,
                "event": self._event,
                "activity": self._activity,
                "sport": self._named,
                "exercise_title": self._title,
            }[message]
            handler(values)

    def activities(self) -> list[Recorded]:
        """The sessions with what belongs to each; the points alone, when the watch wrote no session."""
        if not self.sessions and len(self._track):
            self.sessions.append(Recorded(*self._sport, started_at=_at(self._track.times[0])))
        alone = len(self.sessions) == 1
        for session in self.sessions:
            session.utc_offset = self._offset
            start, end = _span(session)
            session.track = self._track if alone else self._track.between(start, end)
            session.laps = [lap for lap in self._laps if alone or _within(lap.started_at, start, end)]
            session.sets = [done for done in self._sets if alone or _within(done.ended_at, start, end)]
            for done in session.sets:
                done.title = self._titles.get((done.category, done.exercise))
        return self.sessions

    def _record(self, values: Values) -> None:
        latitude, longitude = values.get("position_lat"), values.get("position_long")
        time = _first(values.get("timestamp"))
        self._track.add(
            None if time is None or time < _LEAST else _EPOCH_UNIX + time,
            latitude * _DEGREES if isinstance(latitude, int) else None,
            longitude * _DEGREES if isinstance(longitude, int) else None,
            _signed(values.get("enhanced_altitude", values.get("altitude"))),
            _first(values.get("distance")),
            _first(values.get("heart_rate")),
        )

    def _session(self, values: Values) -> None:
        self.sessions.append(
            Recorded(
                sport=_word(values.get("sport")),
                sub_sport=_word(values.get("sub_sport")),
                started_at=_instant(values.get("start_time")),
                elapsed_seconds=_first(values.get("total_elapsed_time")),
                timer_seconds=_first(values.get("total_timer_time")),
                distance_m=_first(values.get("total_distance")),
                calories=_first(values.get("total_calories")),
                average_heart_rate=_first(values.get("avg_heart_rate")),
                max_heart_rate=_first(values.get("max_heart_rate")),
                ascent_m=_first(values.get("total_ascent")),
                descent_m=_first(values.get("total_descent")),
            )
        )

    def _lap(self, values: Values) -> None:
        seconds = _first(values.get("total_timer_time"))
        self._laps.append(
            RecordedLap(
                started_at=_instant(values.get("start_time")),
                seconds=_first(values.get("total_elapsed_time")) if seconds is None else seconds,
                distance_m=_first(values.get("total_distance")),
                average_heart_rate=_first(values.get("avg_heart_rate")),
                max_heart_rate=_first(values.get("max_heart_rate")),
            )
        )

    def _set(self, values: Values) -> None:
        seconds = _first(values.get("duration"))
        if values.get("set_type") in ("rest", 0):
            if self._sets and self._sets[-1].rest_seconds is None:
                self._sets[-1].rest_seconds = seconds
            return
        started = _first(values.get("start_time"))
        ended = _instant(values.get("timestamp") if started is None else started + (seconds or 0))
        category, exercise = _single(values.get("category")), _single(values.get("category_subtype"))
        self._sets.append(
            RecordedSet(
                ended_at=ended,
                category=category if isinstance(category, str | int) else None,
                exercise=exercise if isinstance(exercise, int) else None,
                reps=_first(values.get("repetitions")),
                weight_kg=_first(values.get("weight")),
                seconds=seconds,
            )
        )

    def _event(self, values: Values) -> None:
        if values.get("event") == "timer" and values.get("event_type") in ("stop", "stop_all"):
            self._track.pause()

    def _activity(self, values: Values) -> None:
        local, utc = values.get("local_timestamp"), values.get("timestamp")
        if isinstance(local, int) and isinstance(utc, int):
            # Clocks are set in quarters of an hour; the watch may have written the two a second apart.
            quarters = round((local - utc) / 900)
            self._offset = timedelta(minutes=15 * quarters) if abs(quarters) <= _MAX_QUARTERS else None

    def _named(self, values: Values) -> None:
        self._sport = _word(values.get("sport")), _word(values.get("sub_sport"))

    def _title(self, values: Values) -> None:
        name = values.get("wkt_step_name")
        if isinstance(name, str):
            self._titles[_single(values.get("exercise_category")), _single(values.get("exercise_name"))] = name


def _check_type(kind: object) -> None:
    if kind not in (_ACTIVITY, None):
        raise NotAnActivity(f"a FIT file of another kind ({str(kind).replace('_', ' ')[:40]})")


def _span(session: Recorded) -> tuple[float, float]:
    """From start to end in seconds since 1970, with some slack at either side."""
    start = session.started_at.timestamp() if session.started_at else 0.0
    return start - _SLACK, start + (session.elapsed_seconds or session.timer_seconds or 0.0) + _SLACK


def _within(at: datetime | None, start: float, end: float) -> bool:
    return at is not None and start <= at.timestamp() < end


def _single(value: object) -> object:
    """A field that may hold several values: the first that is one."""
    if isinstance(value, tuple | list):
        return next((each for each in value if each is not None), None)
    return value


def _first(value: object) -> float | None:
    return number(_single(value))


def _signed(value: object) -> float | None:
    single = _single(value)
    return float(single) if isinstance(single, int | float) and not isinstance(single, bool) else None


def _word(value: object) -> str | None:
    """A name of the profile; a number that it has no name for as it is."""
    return str(value) if isinstance(value, str | int) else None


def _at(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _instant(value: object) -> datetime | None:
    seconds = _first(value)
    # Four bytes hold what the protocol writes; below the least, a watch that knows no date counts from its start.
    return _EPOCH + timedelta(seconds=seconds) if seconds is not None and _LEAST <= seconds < 2**32 else None
