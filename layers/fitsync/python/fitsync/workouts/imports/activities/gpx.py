"""Reads GPX with gpxpy: each track is an activity. Routes and waypoints are plans, and no recording."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final
from xml.etree.ElementTree import Element

from fitsync.workouts.imports.activities.limits import MAX_ACTIVITIES
from fitsync.workouts.imports.activities.numbers import number
from fitsync.workouts.imports.activities.recording import Recorded
from fitsync.workouts.imports.errors import FileDamaged, NothingRecorded, TooManyActivities

if TYPE_CHECKING:
    from gpxpy.gpx import GPXTrack

# Garmin's TrackPointExtension and those who follow it write `hr`; Cluetrust's GPXData, `hr` too; others the word.
_HEART_RATE: Final = ("hr", "heartrate")


def read(text: str) -> list[Recorded]:
    """Every track of a document that `markup.checked` let through. Raises FileDamaged or NothingRecorded."""
    import gpxpy
    from gpxpy.gpx import GPXException

    try:
        document = gpxpy.parse(text)
    except (GPXException, ValueError, TypeError, LookupError, AttributeError, ArithmeticError) as error:
        raise FileDamaged("A position, a time or a height in it is none.") from error
    if not document.tracks:
        raise NothingRecorded("It holds routes or places to go to, but no recorded track.")
    if len(document.tracks) > MAX_ACTIVITIES:
        raise TooManyActivities
    return [_recorded(track) for track in document.tracks]


def _recorded(track: GPXTrack) -> Recorded:
    recorded = Recorded(track.type, name=track.name, notes=track.description or track.comment)
    points = recorded.track
    for segment in track.segments:
        points.pause()
        for point in segment.points:
            time = _seconds(point.time)
            points.add(time, point.latitude, point.longitude, point.elevation, None, _heart_rate(point.extensions))
    if points.times:
        recorded.started_at = datetime.fromtimestamp(points.times[0], UTC)
    return recorded


def _seconds(time: datetime | None) -> float | None:
    if time is None:
        return None
    try:
        return (time if time.tzinfo else time.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        return None


def _heart_rate(extensions: list[Element]) -> float | None:
    for element in _all(extensions):
        tag = element.tag
        if tag.rpartition("}")[2].lower() in _HEART_RATE:
            return number(element.text)
    return None


def _all(elements: list[Element]) -> Iterator[Element]:
    for element in elements:
        yield from element.iter()
