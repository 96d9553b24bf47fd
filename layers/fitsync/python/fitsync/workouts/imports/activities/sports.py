"""Which exercise a sport is. Names are those of the catalogue where it has the sport; a sport that it lacks goes by its
own name and becomes the person's own exercise, as an unknown name of any import does.

FIT names sports by its profile (Garmin, "FIT SDK": types `sport` and `sub_sport`); TCX knows Running, Biking and Other;
GPX leaves the word to whoever wrote it, Strava having used numbers at first.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple


class Sport(NamedTuple):
    """The exercise, whether the file really named a sport, and whether only its time counts."""

    exercise: str
    known: bool = True
    timed: bool = False


UNKNOWN: Final = Sport("Other Activity", known=False)
TRANSITION: Final = "transition"

_BY_SUB_SPORT: Final[Mapping[tuple[str, str], str]] = MappingProxyType(
    {
        ("running", "treadmill"): "Treadmill Running",
        ("running", "indoor_running"): "Treadmill Running",
        ("running", "trail"): "Trail Running",
        ("running", "ultra"): "Trail Running",
        ("walking", "treadmill"): "Treadmill Walking",
        ("walking", "indoor_walking"): "Treadmill Walking",
        ("cycling", "indoor_cycling"): "Stationary Bike",
        ("cycling", "spin"): "Stationary Bike",
        ("cycling", "virtual_activity"): "Stationary Bike",
        ("fitness_equipment", "treadmill"): "Treadmill Running",
        ("fitness_equipment", "indoor_running"): "Treadmill Running",
        ("fitness_equipment", "indoor_walking"): "Treadmill Walking",
        ("fitness_equipment", "indoor_cycling"): "Stationary Bike",
        ("fitness_equipment", "spin"): "Stationary Bike",
        ("fitness_equipment", "indoor_rowing"): "Rowing Machine",
        ("fitness_equipment", "elliptical"): "Elliptical Trainer",
        ("fitness_equipment", "stair_climbing"): "Stair Climber Machine",
        ("rowing", "indoor_rowing"): "Rowing Machine",
        ("cross_country_skiing", "indoor_skiing"): "Ski Erg",
        ("training", "strength_training"): "Strength Training",
        ("training", "cardio_training"): "Cardio Training",
        ("training", "flexibility_training"): "Stretching",
        ("training", "yoga"): "Yoga",
        ("training", "pilates"): "Pilates",
        ("training", "hiit"): "High-Intensity Interval Training",
    }
)
_BY_SPORT: Final[Mapping[str, str]] = MappingProxyType(
    {
        "running": "Running",
        "cycling": "Cycling",
        "swimming": "Swimming",
        "walking": "Walking",
        "hiking": "Hiking",
        # Rowing on water is not the machine that the catalogue's word "Rowing" stands for.
        "rowing": "Rowing on Water",
        "inline_skating": "Inline Skating",
        "jump_rope": "Jump Rope",
        "boxing": "Heavy Bag Boxing",
        "hiit": "High-Intensity Interval Training",
        "training": "Training",
        "e_biking": "E-Bike",
    }
)
# Those that the catalogue measures by time alone.
_TIMED: Final = frozenset({"Jump Rope", "Heavy Bag Boxing", "Stair Climber Machine", "Strength Training"})
# Words of GPX and TCX for what FIT calls otherwise; the numbers are Strava's old ones.
_WORDS: Final[Mapping[str, tuple[str, str | None]]] = MappingProxyType(
    {
        "biking": ("cycling", None),
        "bike": ("cycling", None),
        "bicycle": ("cycling", None),
        "ride": ("cycling", None),
        "1": ("cycling", None),
        "road_biking": ("cycling", "road"),
        "road_cycling": ("cycling", "road"),
        "mountain_biking": ("cycling", "mountain"),
        "gravel_cycling": ("cycling", "gravel_cycling"),
        "virtualride": ("cycling", "virtual_activity"),
        "virtual_ride": ("cycling", "virtual_activity"),
        "indoor_cycling": ("cycling", "indoor_cycling"),
        "run": ("running", None),
        "9": ("running", None),
        "jogging": ("running", None),
        "street_running": ("running", "street"),
        "track_running": ("running", "track"),
        "trail_running": ("running", "trail"),
        "trailrun": ("running", "trail"),
        "treadmill_running": ("running", "treadmill"),
        "virtualrun": ("running", "treadmill"),
        "walk": ("walking", None),
        "10": ("walking", None),
        "hike": ("hiking", None),
        "4": ("hiking", None),
        "swim": ("swimming", None),
        "16": ("swimming", None),
        "open_water_swimming": ("swimming", "open_water"),
        "lap_swimming": ("swimming", "lap_swimming"),
        "indoor_rowing": ("rowing", "indoor_rowing"),
        "strength_training": ("training", "strength_training"),
        "weighttraining": ("training", "strength_training"),
        "yoga": ("training", "yoga"),
        "pilates": ("training", "pilates"),
    }
)
_NO_SPORT: Final = frozenset({"", "generic", "other", "all", "multisport", "unknown", "workout", "fitness_equipment"})


def normal(sport: str | None, sub_sport: str | None) -> tuple[str | None, str | None]:
    """Sport and sub-sport in FIT's words."""
    word, below = _word(sport), _word(sub_sport)
    if word in _WORDS and not below:
        return _WORDS[word]
    return word or None, below if below not in ("", "generic", "all") else None


def of(sport: str | None, sub_sport: str | None) -> Sport:
    """The exercise that `normal` words mean; `UNKNOWN` when the file names none, or one by a bare number."""
    found = _BY_SUB_SPORT.get((sport or "", sub_sport or "")) or _BY_SPORT.get(sport or "")
    if found is None:
        if sport is None or sport in _NO_SPORT or sport.isdigit():
            return UNKNOWN
        found = sport.replace("_", " ").title()
    return Sport(found, timed=found in _TIMED)


def _word(text: str | None) -> str:
    return "_".join((text or "").strip().casefold().replace("-", " ").replace("_", " ").split())[:60]
