"""The words that describe an exercise. Each is a slug: stable on the wire, in the store and in the catalogue."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias, get_args

Kind: TypeAlias = Literal[
    "weight_reps",
    "bodyweight_reps",
    "assisted_bodyweight",
    "reps_only",
    "duration",
    "distance_duration",
    "weight_distance",
]
"""What a set of the exercise records.

`bodyweight_reps` is repetitions of the own weight, with added weight if any; `assisted_bodyweight` is the own weight
less the assistance; `duration` is a hold or a round; `weight_distance` is a carry or a sled.
"""

Muscle: TypeAlias = Literal[
    "abdominals",
    "abductors",
    "adductors",
    "biceps",
    "calves",
    "chest",
    "forearms",
    "glutes",
    "hamstrings",
    "lats",
    "lower_back",
    "middle_back",
    "neck",
    "quadriceps",
    "shoulders",
    "traps",
    "triceps",
]

Equipment: TypeAlias = Literal[
    "ab_wheel",
    "band",
    "barbell",
    "battle_ropes",
    "bench",
    "bicycle",
    "bodyweight",
    "box",
    "cable",
    "cardio_machine",
    "chains",
    "climbing_rope",
    "dip_bars",
    "dumbbell",
    "exercise_ball",
    "ez_bar",
    "foam_roller",
    "jump_rope",
    "kettlebell",
    "landmine",
    "machine",
    "medicine_ball",
    "other",
    "partner",
    "plate",
    "pull_up_bar",
    "rack",
    "rings",
    "sandbag",
    "sled",
    "smith_machine",
    "strongman",
    "suspension_trainer",
    "trap_bar",
]
"""What is needed; the first one of an exercise is what carries the load. `strongman` is stones, logs, kegs, yokes."""

Difficulty: TypeAlias = Literal["beginner", "intermediate", "advanced"]

ExerciseType: TypeAlias = Literal["strength", "cardio", "flexibility", "balance"]

Pattern: TypeAlias = Literal[
    "push",
    "pull",
    "squat",
    "hinge",
    "lunge",
    "carry",
    "rotation",
    "core",
    "isolation",
    "olympic",
    "jump",
    "throw",
    "locomotion",
    "balance",
    "stretch",
    "release",
]
"""The movement pattern. `isolation` moves one joint, `release` is self-massage."""

Direction: TypeAlias = Literal["horizontal", "vertical"]
"""The plane of a push or a pull."""

Mechanic: TypeAlias = Literal["compound", "isolation"]

KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
MUSCLES: Final[tuple[Muscle, ...]] = get_args(Muscle)
EQUIPMENT: Final[tuple[Equipment, ...]] = get_args(Equipment)
PATTERNS: Final[tuple[Pattern, ...]] = get_args(Pattern)

MuscleGroup: TypeAlias = Literal["arms", "back", "core", "hips", "legs"]

MUSCLE_GROUPS: Final[dict[MuscleGroup, tuple[Muscle, ...]]] = {
    "arms": ("biceps", "triceps", "forearms"),
    "back": ("lats", "middle_back", "lower_back", "traps"),
    "core": ("abdominals", "lower_back"),
    "hips": ("glutes", "abductors", "adductors"),
    "legs": ("quadriceps", "hamstrings", "glutes", "calves", "adductors", "abductors"),
}
"""Everyday names for several muscles; a filter takes them where it takes a muscle."""


def muscles_of(name: Muscle | MuscleGroup) -> tuple[Muscle, ...]:
    """The muscles that a muscle or a group of them stands for."""
    for group, members in MUSCLE_GROUPS.items():
        if group == name:
            return members
    return tuple(muscle for muscle in MUSCLES if muscle == name)
