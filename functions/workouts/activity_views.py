"""Wire models of what a watch or a bike computer recorded of a session."""

from decimal import Decimal
from typing import Self

from pydantic import Field

from fitsync.kit.wire import Instant, Number, WireModel, examples
from fitsync.workouts import formulas
from fitsync.workouts.activity import Activity, Lap


class LapOut(WireModel):
    """A lap, without the pauses in it. Pace in seconds per kilometre; none for less than one."""

    started_at: Instant | None
    duration_seconds: int
    distance_m: Number | None
    pace_seconds_per_km: Number | None
    average_heart_rate: int | None
    max_heart_rate: int | None

    @classmethod
    def of(cls, lap: Lap) -> Self:
        """The lap as the client sees it."""
        return cls(**dict(lap), pace_seconds_per_km=_pace(lap.distance_m, lap.duration_seconds))


class ActivityOut(WireModel):
    """A recording as a whole. `elapsedSeconds` run from start to end, `activeSeconds` without the pauses of the
    recording, `movingSeconds` without standing still either. Pace and speed are those of the active time.
    """

    model_config = examples(
        {
            "sport": "running",
            "subSport": "trail",
            "elapsedSeconds": 3160,
            "activeSeconds": 3045,
            "movingSeconds": 3010,
            "distanceM": 10012.4,
            "paceSecondsPerKm": 304.12,
            "averageSpeedKmh": 11.84,
            "elevationGainM": 182,
            "elevationLossM": 179,
            "averageHeartRate": 148,
            "maxHeartRate": 171,
            "calories": 702,
            "laps": [
                {
                    "startedAt": "2026-11-21T07:30:00.000Z",
                    "durationSeconds": 301,
                    "distanceM": 1000,
                    "paceSecondsPerKm": 301,
                    "averageHeartRate": 139,
                    "maxHeartRate": 150,
                }
            ],
        }
    )

    sport: str = Field(description="In the words of the FIT profile, as the file names it.")
    sub_sport: str | None
    elapsed_seconds: int
    active_seconds: int
    moving_seconds: int | None
    distance_m: Number | None
    pace_seconds_per_km: Number | None = Field(description="None for less than a kilometre.")
    average_speed_kmh: Number | None
    elevation_gain_m: Number | None = Field(
        description="As the device counts it; else climbs of 10 m and more between turning points."
    )
    elevation_loss_m: Number | None
    average_heart_rate: int | None
    max_heart_rate: int | None
    calories: int | None = Field(description="In kcal, as the device counts them.")
    laps: list[LapOut]

    @classmethod
    def of(cls, activity: Activity) -> Self:
        """The recording as the client sees it."""
        return cls(
            **{
                **dict(activity),
                "pace_seconds_per_km": _pace(activity.distance_m, activity.active_seconds),
                "average_speed_kmh": _speed(activity.distance_m, activity.active_seconds),
                "laps": [LapOut.of(lap) for lap in activity.laps],
            }
        )


class RouteOut(WireModel):
    """Where it went, for a map. No recorded position lies further than `toleranceM` from the line.

    It begins where its owner lives: nobody else gets it, however the session is shared.
    """

    model_config = examples({"polyline": "_p~iF~ps|U_ulLnnqC_mqNvxq`@", "points": 3, "toleranceM": 5.8})

    polyline: str = Field(description="Latitudes and longitudes in the Encoded Polyline Algorithm Format, 5 decimals.")
    points: int
    tolerance_m: Number


def _pace(distance_m: Decimal | None, seconds: int) -> Decimal | None:
    return formulas.pace_seconds_per_km(distance_m, seconds) if distance_m is not None else None


def _speed(distance_m: Decimal | None, seconds: int) -> Decimal | None:
    if not distance_m or not seconds:
        return None
    return formulas.rounded(distance_m * Decimal("3.6") / seconds)
