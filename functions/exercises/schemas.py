"""Wire models of what a user says about an exercise."""

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from fitsync.exercises.service import CustomExercise
from fitsync.exercises.vocabulary import Difficulty, Equipment, ExerciseType, Kind, Muscle, Pattern
from fitsync.kit.wire import Id, Int, Notes, WireModel, examples

_ONE_LINE = r"^[^\x00-\x1f\x7f]*$"

ExerciseName = Annotated[str, StringConstraints(min_length=1, max_length=80, pattern=_ONE_LINE)]
Sentence = Annotated[str, StringConstraints(min_length=1, max_length=500)]
Tag = Annotated[str, StringConstraints(min_length=1, max_length=30, pattern=r"^[a-z0-9][a-z0-9-]*$")]


def _unlike(values: list[str]) -> list[str]:
    if len(set(values)) != len(values):
        raise ValueError("must not repeat an entry")
    return values


MuscleList = Annotated[list[Muscle], Field(max_length=8), AfterValidator(_unlike)]
EquipmentList = Annotated[list[Equipment], Field(max_length=6), AfterValidator(_unlike)]
TagList = Annotated[list[Tag], Field(max_length=10), AfterValidator(_unlike)]
Steps = Annotated[list[Sentence], Field(max_length=20)]
Remarks = Annotated[list[Sentence], Field(max_length=10)]


class SafetyIn(WireModel):
    """What to mind; replaced as a whole."""

    warnings: Remarks = Field(default_factory=list)
    common_mistakes: Remarks = Field(default_factory=list)
    tips: Remarks = Field(default_factory=list)


_EXAMPLE = {
    "id": "01JD90A1B2C3D4E5F6G7H8J9KM",
    "name": "Kitchen Counter Press",
    "kind": "bodyweight_reps",
    "difficulty": "beginner",
    "exerciseType": "strength",
    "movementPattern": "push",
    "equipment": ["bodyweight"],
    "primaryMuscleGroups": ["chest"],
    "secondaryMuscleGroups": ["triceps"],
    "unilateral": False,
    "tags": ["home"],
    "description": "A push-up against the counter.",
    "instructions": ["Put the hands on the counter.", "Lower the chest to it.", "Push back."],
    "safety": {"warnings": ["The counter must not move."], "commonMistakes": ["Hips sagging"], "tips": []},
}


class CustomExerciseCreate(WireModel):
    """An exercise of one's own."""

    model_config = examples(_EXAMPLE)

    id: Id | None = Field(default=None, description="Chosen by the client; sending it again gives the same exercise.")
    name: ExerciseName
    kind: Kind = Field(description="What a set records.")
    difficulty: Difficulty = "beginner"
    exercise_type: ExerciseType = "strength"
    movement_pattern: Pattern = "isolation"
    equipment: EquipmentList = Field(default_factory=list)
    primary_muscle_groups: Annotated[MuscleList, Field(min_length=1)]
    secondary_muscle_groups: MuscleList = Field(default_factory=list)
    unilateral: Annotated[bool, Field(strict=True)] = False
    tags: TagList = Field(default_factory=list)
    description: Notes = ""
    instructions: Steps = Field(default_factory=list)
    safety: SafetyIn = Field(default_factory=SafetyIn)

    def exercise(self) -> CustomExercise:
        """The exercise as the domain knows it."""
        return _applied(self, CustomExercise(name=self.name, kind=self.kind))


class CustomExerciseUpdate(WireModel):
    """A field left out stays as it is."""

    model_config = examples({key: value for key, value in _EXAMPLE.items() if key in ("name", "tags", "instructions")})

    name: ExerciseName | None = None
    kind: Kind | None = None
    difficulty: Difficulty | None = None
    exercise_type: ExerciseType | None = None
    movement_pattern: Pattern | None = None
    equipment: EquipmentList | None = None
    primary_muscle_groups: Annotated[MuscleList, Field(min_length=1)] | None = None
    secondary_muscle_groups: MuscleList | None = None
    unilateral: Annotated[bool, Field(strict=True)] | None = None
    tags: TagList | None = None
    description: Notes | None = None
    instructions: Steps | None = None
    safety: SafetyIn | None = None

    def applied_to(self, exercise: CustomExercise) -> CustomExercise:
        """`exercise` with the fields that were sent."""
        return _applied(self, exercise)


_DOMAIN_NAMES = {
    "movement_pattern": "pattern",
    "primary_muscle_groups": "primary_muscles",
    "secondary_muscle_groups": "secondary_muscles",
}


def _applied(sent: CustomExerciseCreate | CustomExerciseUpdate, exercise: CustomExercise) -> CustomExercise:
    fields = sent.model_dump(exclude={"id", "safety"}, exclude_unset=True, exclude_none=True)
    if sent.safety is not None and "safety" in sent.model_fields_set:
        fields |= sent.safety.model_dump()
    named = {_DOMAIN_NAMES.get(name, name): value for name, value in fields.items()}
    tuples = {name: tuple(value) if isinstance(value, list) else value for name, value in named.items()}
    return exercise.model_copy(update=tuples)


class RatingIn(WireModel):
    model_config = examples({"rating": 5})

    rating: Annotated[Int, Field(ge=1, le=5, description="Stars, from 1 to 5.")]
