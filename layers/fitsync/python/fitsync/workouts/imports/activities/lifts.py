"""Which exercise a set of a strength FIT is.

The FIT profile (Garmin, "FIT SDK") has a list of categories and, for most of them, one of exercises. An exercise goes
by its name of that list, put into the words of the catalogue, so that the import's own matching finds it or makes it
the person's own. A watch that only guessed the category leaves the exercise open; then the category's staple stands
in, and the report says so.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

UNKNOWN: Final = "Unknown Exercise"

# The staple of each category that has one in the catalogue, done with and without a load.
_STAPLES: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "battle_rope": ("Battle Ropes", "Battle Ropes"),
        "bench_press": ("Barbell Bench Press", "Barbell Bench Press"),
        "calf_raise": ("Standing Calf Raise", "Bodyweight Calf Raise"),
        "chop": ("Cable Woodchop", "Cable Woodchop"),
        "crunch": ("Crunch", "Crunch"),
        "curl": ("Dumbbell Curl", "Dumbbell Curl"),
        "deadlift": ("Deadlift", "Deadlift"),
        "flye": ("Dumbbell Fly", "Dumbbell Fly"),
        "hip_raise": ("Barbell Hip Thrust", "Glute Bridge"),
        "hip_swing": ("Kettlebell Swing", "Kettlebell Swing"),
        "hyperextension": ("Back Extension", "Back Extension"),
        "lateral_raise": ("Dumbbell Lateral Raise", "Dumbbell Lateral Raise"),
        "leg_curl": ("Lying Leg Curl", "Lying Leg Curl"),
        "leg_raise": ("Lying Leg Raise", "Lying Leg Raise"),
        "lunge": ("Dumbbell Lunge", "Lunge"),
        "olympic_lift": ("Power Clean", "Power Clean"),
        "plank": ("Plank", "Plank"),
        "plyo": ("Box Jump", "Box Jump"),
        "pull_up": ("Pull-Up", "Pull-Up"),
        "push_up": ("Push-Up", "Push-Up"),
        "row": ("Barbell Row", "Inverted Row"),
        "shoulder_press": ("Dumbbell Shoulder Press", "Dumbbell Shoulder Press"),
        "shrug": ("Dumbbell Shrug", "Dumbbell Shrug"),
        "sit_up": ("Sit-Up", "Sit-Up"),
        "squat": ("Barbell Back Squat", "Bodyweight Squat"),
        "triceps_extension": ("Triceps Pushdown", "Triceps Dip"),
    }
)
# Names of the profile that mean an exercise which the catalogue calls otherwise.
_NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "back_squats": "Barbell Back Squat",
        "back_squat_with_body_bar": "Barbell Back Squat",
        "barbell_hip_thrust_on_floor": "Barbell Hip Thrust",
        "barbell_hip_thrust_with_bench": "Barbell Hip Thrust",
        "dumbbell_kickback": "Dumbbell Triceps Kickback",
        "hip_raise": "Glute Bridge",
        "single_leg_hip_raise": "Single-Leg Glute Bridge",
        "dead_hang_biceps_curl": "Barbell Curl",
        "standing_dumbbell_biceps_curl": "Dumbbell Curl",
        "standing_alternating_dumbbell_curls": "Alternating Dumbbell Curl",
        "standing_ez_bar_biceps_curl": "EZ-Bar Curl",
        "rope_handle_cable_row": "Seated Cable Row",
        "v_grip_cable_row": "Seated Cable Row",
        "ring_row": "Inverted Row",
        "trx_inverted_row": "Inverted Row",
        "bar_muscle_up": "Muscle-Up",
        "close_hands_push_up": "Close-Grip Push-Up",
        "wide_hands_push_up": "Wide Push-Up",
        "triceps_pressdown": "Triceps Pushdown",
        "alternating_dumbbell_shoulder_press": "Dumbbell Shoulder Press",
        "alternating_dumbbell_row": "One-Arm Dumbbell Row",
        "clams": "Clamshell",
    }
)
# A word in front that says no more than the set's own weight does, and where the set was done from.
_NEEDLESS = re.compile(r"^weighted_|_wheelchair$")
_SPELLINGS: Final = (("swiss_ball", "exercise_ball"), ("biceps_curl", "curl"), ("flye", "fly"))


def name_of(category: str | int | None, exercise: int | None, title: str | None, *, loaded: bool) -> tuple[str, bool]:
    """The exercise's name, and whether it had to be guessed.

    `title` is what the watch calls it, which counts for what the profile has no name for: it may be in any language.
    """
    listed = _listed(category, exercise) if isinstance(category, str) and exercise is not None else None
    if listed:
        return _worded(listed), False
    if title and title.strip():
        return title.strip(), False
    if isinstance(category, str) and category in _STAPLES:
        with_load, without = _STAPLES[category]
        return with_load if loaded else without, True
    if isinstance(category, str) and category != "unknown":
        return _worded(category), True
    return UNKNOWN, True


@functools.cache
def _listed(category: str, exercise: int) -> str | None:
    from fitdecode.profile import FIELD_TYPES

    names = FIELD_TYPES.get(f"{category}_exercise_name")
    found = names.enum.get(exercise) if names else None
    return found if isinstance(found, str) else None


def _worded(listed: str) -> str:
    plain = _NEEDLESS.sub("", listed)
    if plain in _NAMES:
        return _NAMES[plain]
    for theirs, ours in _SPELLINGS:
        plain = plain.replace(theirs, ours)
    return plain.replace("_", " ").title()
