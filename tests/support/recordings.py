"""The same outing as a watch, a service and a phone write it, and strength sets as a watch does."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from fitsync.workouts.imports.parsed import ParsedFile, ParsedWorkout
from tests.support import fit
from tests.support.exports import parsed
from tests.support.fit import Fit

START = datetime(2024, 5, 28, 7, 32, 10, tzinfo=UTC)
METRES_A_SECOND = 2.5
PER_DEGREE = 111_195.08
"""Metres to a degree of latitude on the globe that distances are measured on."""


@dataclass(frozen=True)
class Outing:
    """Straight north at an even pace, climbing and falling `hill` metres once, one point every `step` seconds."""

    start: datetime = START
    seconds: int = 600
    step: int = 10
    hill: float = 50.0
    heart_rate: int = 140

    def points(self) -> list[tuple[datetime, float, float, float, float, int]]:
        """Time, latitude, longitude, height, metres so far, heart rate."""
        found = []
        for second in range(0, self.seconds + 1, self.step):
            metres = second * METRES_A_SECOND
            height = 100 + self.hill * (1 - abs(1 - 2 * second / self.seconds))
            beat = self.heart_rate + (5 if second == self.seconds else 0)
            found.append((self.start + timedelta(seconds=second), 45 + metres / PER_DEGREE, 9.0, height, metres, beat))
        return found


OUTING = Outing()


def fit_points(file: Fit, outing: Outing = OUTING) -> Fit:
    """The points of an outing as FIT records."""
    return file.many(
        fit.RECORD,
        (
            {
                "timestamp": fit.seconds(at),
                "position_lat": fit.semicircles(latitude),
                "position_long": fit.semicircles(longitude),
                "altitude": round((height + 500) * 5),
                "heart_rate": beat,
                "distance": round(metres * 100),
            }
            for at, latitude, longitude, height, metres, beat in outing.points()
        ),
    )


def begun(start: datetime = START) -> Fit:
    """A FIT activity file with nothing in it yet."""
    return Fit().add(fit.FILE_ID, type=4, manufacturer=1, time_created=fit.seconds(start))


def fit_session(file: Fit, outing: Outing = OUTING, *, paused: int = 0, **more: int | None) -> Fit:
    """The session of an outing, `paused` seconds of which the watch stood still."""
    start = fit.seconds(outing.start)
    values: dict[str, int | None] = {
        "timestamp": start + outing.seconds,
        "start_time": start,
        "sport": 1,
        "sub_sport": 0,
        "total_elapsed_time": outing.seconds * 1000,
        "total_timer_time": (outing.seconds - paused) * 1000,
        "total_distance": round(outing.seconds * METRES_A_SECOND * 100),
    }
    return file.add(fit.SESSION, **{**values, **more})


def fit_run(outing: Outing = OUTING, *, paused: int = 0, **more: int | None) -> bytes:
    """A run as a watch writes it, with one lap."""
    file = fit_points(begun(outing.start), outing)
    start = fit.seconds(outing.start)
    file.add(
        fit.LAP,
        timestamp=start + outing.seconds,
        start_time=start,
        total_elapsed_time=outing.seconds * 1000,
        total_timer_time=outing.seconds * 1000,
        total_distance=round(outing.seconds * METRES_A_SECOND * 100),
        avg_heart_rate=140,
        max_heart_rate=145,
    )
    return fit_session(file, outing, paused=paused, **more).done()


def fit_strength(
    sets: Sequence[tuple[int | None, int | None, int | None, int | None]],
    *,
    start: datetime = START,
    rest: int | None = None,
    titles: Sequence[tuple[int, int, bytes]] = (),
) -> bytes:
    """A strength session: sets of category, exercise, repetitions and sixteenths of a kilogram, a minute each."""
    file = begun(start)
    for listed, number, name in titles:
        file.add(fit.TITLE, exercise_category=listed, exercise_name=number, wkt_step_name=name + b"\0")
    at = fit.seconds(start)
    for category, exercise, reps, weight in sets:
        file.add(
            fit.SET,
            timestamp=at + 40,
            duration=40_000,
            repetitions=reps,
            weight=weight,
            set_type=1,
            start_time=at,
            category=category,
            category_subtype=exercise,
        )
        at += 60
        if rest:
            file.add(fit.SET, timestamp=at, duration=rest * 1000, set_type=0, start_time=at)
            at += rest
    whole = Outing(start, at - fit.seconds(start))
    return fit_session(file, whole, sport=10, sub_sport=20, total_distance=None).done()


def gpx(
    *tracks: Outing, kind: str | None = "running", name: str | None = "Morning &amp; hill", timed: bool = True
) -> str:
    """Tracks as GPX with Garmin's heart rates."""
    parts = []
    for outing in tracks or (OUTING,):
        points = "".join(
            f'<trkpt lat="{latitude:.7f}" lon="{longitude:.7f}"><ele>{height:.1f}</ele>'
            + (f"<time>{at:%Y-%m-%dT%H:%M:%S.000Z}</time>" if timed else "")
            + "<extensions><ns3:TrackPointExtension>"
            f"<ns3:hr>{beat}</ns3:hr></ns3:TrackPointExtension></extensions></trkpt>\n"
            for at, latitude, longitude, height, _, beat in outing.points()
        )
        named = (f"<name>{name}</name>" if name else "") + (f"<type>{kind}</type>" if kind else "")
        parts.append(f"<trk>{named}<trkseg>{points}</trkseg></trk>")
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<gpx creator="Watch" version="1.1" xmlns="http://www.topografix.com/GPX/1/1" '
        'xmlns:ns3="http://www.garmin.com/xmlschemas/TrackPointExtension/v1">\n' + "".join(parts) + "</gpx>\n"
    )


def tcx(*activities: Outing, sport: str = "Running", points: bool = True) -> str:
    """Activities as TCX, in two laps each."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<TrainingCenterDatabase xmlns="http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2"><Activities>'
        + "".join(_tcx_activity(outing, sport, points) for outing in activities or (OUTING,))
        + "</Activities></TrainingCenterDatabase>\n"
    )


def _tcx_activity(outing: Outing, sport: str, points: bool) -> str:
    found = outing.points()
    half = len(found) // 2
    laps = []
    for part, first, further in ((found[:half], found[0], outing.step), (found[half:], found[half], 0)):
        last = part[-1]
        track = "".join(
            f"<Trackpoint><Time>{at:%Y-%m-%dT%H:%M:%S.000Z}</Time><Position><LatitudeDegrees>{latitude:.7f}"
            f"</LatitudeDegrees><LongitudeDegrees>{longitude:.7f}</LongitudeDegrees></Position>"
            f"<AltitudeMeters>{height:.1f}</AltitudeMeters><DistanceMeters>{metres:.1f}</DistanceMeters>"
            f"<HeartRateBpm><Value>{beat}</Value></HeartRateBpm></Trackpoint>\n"
            for at, latitude, longitude, height, metres, beat in part
        )
        seconds = (last[0] - first[0]).total_seconds() + further
        metres = seconds * METRES_A_SECOND
        laps.append(
            f'<Lap StartTime="{first[0]:%Y-%m-%dT%H:%M:%S.000Z}"><TotalTimeSeconds>{seconds}</TotalTimeSeconds>'
            f"<DistanceMeters>{metres}</DistanceMeters><Calories>40</Calories>"
            "<AverageHeartRateBpm><Value>140</Value></AverageHeartRateBpm>"
            f"<MaximumHeartRateBpm><Value>145</Value></MaximumHeartRateBpm>"
            + (f"<Track>{track}</Track>" if points else "")
            + "</Lap>\n"
        )
    return f'<Activity Sport="{sport}"><Id>{outing.start:%Y-%m-%dT%H:%M:%S.000Z}</Id>{"".join(laps)}</Activity>'


def zipped(**files: bytes) -> bytes:
    """A ZIP archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def gzipped(content: bytes) -> bytes:
    return gzip.compress(content)


def only(file: str | bytes) -> ParsedWorkout:
    """The one workout that a file becomes."""
    (workout,) = workouts(file)
    return workout


def workouts(file: str | bytes) -> tuple[ParsedWorkout, ...]:
    found: ParsedFile = parsed(file)
    return found.workouts
