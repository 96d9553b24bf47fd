"""Reads Training Center XML: the document is walked here, activity by activity and lap by lap; points are tcxreader's.

`TCXReader.read` itself would add all activities of a file into one, and fail on the first odd number.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree

from fitsync.workouts.imports.activities.limits import MAX_ACTIVITIES
from fitsync.workouts.imports.activities.numbers import instant, number
from fitsync.workouts.imports.activities.recording import Recorded, RecordedLap
from fitsync.workouts.imports.errors import FileDamaged, NothingRecorded, TooManyActivities

if TYPE_CHECKING:
    from tcxreader.tcxreader import TCXReader

_CHUNK: Final = 256 * 1024


def read(text: str) -> list[Recorded]:
    """Every activity of a document that `markup.checked` let through, in file order."""
    from tcxreader.tcxreader import TCXReader

    reading = _Reading(TCXReader())
    try:
        for event, element in _events(text):
            tag = element.tag.rpartition("}")[2]
            if event == "start":
                reading.started(tag, element)
            else:
                reading.ended(tag, element)
    except ElementTree.ParseError as error:
        raise FileDamaged("It is not well-formed.") from error
    if not reading.found:
        raise NothingRecorded("It holds courses or plans, but no activity.")
    return reading.found


def _events(text: str) -> Iterator[tuple[str, ElementTree.Element]]:
    parser: ElementTree.XMLPullParser[ElementTree.Element] = ElementTree.XMLPullParser(("start", "end"))
    for start in range(0, len(text), _CHUNK):
        parser.feed(text[start : start + _CHUNK])
        yield from _elements(parser)
    parser.close()
    yield from _elements(parser)


def _elements(parser: ElementTree.XMLPullParser[ElementTree.Element]) -> Iterator[tuple[str, ElementTree.Element]]:
    for event in parser.read_events():
        name, element = event[0], event[-1]
        if isinstance(element, ElementTree.Element):
            yield name, element


class _Reading:
    """The activities so far, and the lap that is being read. An element is emptied once it has been understood."""

    def __init__(self, reader: TCXReader) -> None:
        self.found: list[Recorded] = []
        self._reader = reader
        self._lap: RecordedLap | None = None
        self._stretches = 0

    def started(self, tag: str, element: ElementTree.Element) -> None:
        if tag == "Activity":
            if len(self.found) >= MAX_ACTIVITIES:
                raise TooManyActivities
            self.found.append(Recorded(element.get("Sport")))
        elif tag == "Lap" and self.found:
            self._lap = RecordedLap(instant(element.get("StartTime")))
            self._stretches = 0
            self.found[-1].laps.append(self._lap)
        elif tag == "Track" and self._lap is not None:
            # A lap goes on from the one before; a second track within it follows a pause.
            if self._stretches:
                self.found[-1].track.pause()
            self._stretches += 1

    def ended(self, tag: str, element: ElementTree.Element) -> None:
        if not self.found:
            return
        if tag == "Trackpoint" and self._lap is not None:
            self._point(element)
            element.clear()
        elif tag == "Track":
            element.clear()
        elif tag == "Lap" and self._lap is not None:
            _fill(self._lap, self.found[-1], element)
            self._lap = None
            element.clear()
        elif tag == "Activity":
            _finish(self.found[-1], element)
            element.clear()

    def _point(self, element: ElementTree.Element) -> None:
        from tcxreader.tcx_track_point import TCXTrackPoint

        track = self.found[-1].track
        point = TCXTrackPoint(tpx_ext={})
        try:
            self._reader.trackpoint_parser(point, element)
        except (ValueError, TypeError, ArithmeticError):
            track.add(None)
            return
        time = point.time
        if isinstance(time, datetime):
            seconds = (time if time.tzinfo else time.replace(tzinfo=UTC)).timestamp()
            track.add(seconds, point.latitude, point.longitude, point.elevation, point.distance, point.hr_value)
        else:
            track.add(None)


def _fill(lap: RecordedLap, activity: Recorded, element: ElementTree.Element) -> None:
    values = {child.tag.rpartition("}")[2]: child for child in element}

    def value(name: str, inner: str | None = None) -> float | None:
        child = values.get(name)
        if child is not None and inner is not None:
            child = next((each for each in child if each.tag.rpartition("}")[2] == inner), None)
        return number(child.text) if child is not None else None

    lap.seconds, lap.distance_m = value("TotalTimeSeconds"), value("DistanceMeters")
    lap.average_heart_rate, lap.max_heart_rate = (
        value("AverageHeartRateBpm", "Value"),
        value("MaximumHeartRateBpm", "Value"),
    )
    calories = value("Calories")
    if calories:
        activity.calories = (activity.calories or 0.0) + calories


def _finish(activity: Recorded, element: ElementTree.Element) -> None:
    texts = {child.tag.rpartition("}")[2]: child.text for child in element}
    activity.notes = texts.get("Notes")
    starts = [lap.started_at for lap in activity.laps if lap.started_at]
    activity.started_at = min(starts) if starts else instant(texts.get("Id"))
    times = [lap.seconds for lap in activity.laps if lap.seconds is not None]
    metres = [lap.distance_m for lap in activity.laps if lap.distance_m is not None]
    activity.timer_seconds = sum(times) if times else None
    activity.distance_m = sum(metres) if metres else None
